"""The schedule: the clinic's sessions by day, and what waits for an answer above them."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from aftercare.models import Clinic, Patient, User
from aftercare.queries.scheduling import SchedulePage
from tests.cast import MONDAY, book, complete, local, make_patient, report

SECOND = timedelta(seconds=1)


@pytest.fixture
def desk(client: Client, scheduler: User) -> Client:
    client.force_login(scheduler)
    return client


def schedule(desk: Client, now: datetime = MONDAY, **query: str) -> SchedulePage:
    with time_machine.travel(now, tick=False):
        return desk.get("/schedule/", query).context["page"]


def test_schedule_without_sessions_leads_on(desk: Client):
    with time_machine.travel(MONDAY, tick=False):
        page = desk.get("/schedule/").content.decode()

    assert (page.count("No session today."), page.count("No session in these seven days")) == (1, 1)


def test_schedule_shows_today_first_then_the_days_with_sessions(
    desk: Client, patient: Patient, other_patient: Patient
):
    book(patient, local("2026-03-04T10:00"), at=MONDAY)
    book(other_patient, local("2026-03-04T09:00"), at=MONDAY)
    page = schedule(desk)

    assert [
        (day.text, day.today, [(row.time.text, row.patient) for row in day.rows]) for day in page.days
    ] == [
        ("Mon 2 Mar", True, []),
        ("Wed 4 Mar", False, [("9:00 am", "Hester Crumbwell"), ("10:00 am", "Wren Applegarth")]),
    ]


def test_schedule_goes_from_the_first_midnight_to_the_last_of_seven_days(desk: Client, patient: Patient):
    for when in ("2026-03-08T23:59", "2026-03-09T00:30"):
        book(patient, local(when), at=MONDAY)
    this_week, next_week = schedule(desk), schedule(desk, **{"from": "2026-03-09"})

    shown = [[row.time.text for day in page.days for row in day.rows] for page in (this_week, next_week)]
    assert shown == [["11:59 pm"], ["12:30 am"]]


def test_schedule_leads_by_weeks(desk: Client):
    page = schedule(desk, **{"from": "2026-03-09"})

    assert (page.earlier, page.this_week, page.later) == ("2026-03-02", "2026-03-02", "2026-03-16")


@pytest.mark.parametrize("asked", ["soon", "2026-02-30", "0001-01-01", "9999-12-31"])
def test_schedule_of_no_date_is_of_today(desk: Client, asked: str):
    assert schedule(desk, **{"from": asked}).this_week == ""


@pytest.mark.parametrize(
    ("now", "waiting"),
    [(MONDAY + timedelta(hours=2) - SECOND, []), (MONDAY + timedelta(hours=2), ["Wren Applegarth"])],
)
def test_schedule_asks_about_a_session_two_hours_past(
    desk: Client, patient: Patient, now: datetime, waiting: list[str]
):
    book(patient, MONDAY)

    assert [one.patient for one in schedule(desk, now).unrecorded] == waiting


def test_schedule_does_not_ask_about_what_is_recorded(desk: Client, patient: Patient):
    complete(patient, MONDAY)

    assert schedule(desk, MONDAY + timedelta(days=1)).unrecorded == ()


@pytest.mark.parametrize(
    ("checked_in", "shown"),
    [
        ("2026-03-01T23:59", []),
        ("2026-03-02T00:00", ["Wren Applegarth"]),
        ("2026-03-02T09:59", ["Wren Applegarth"]),
        ("2026-03-02T10:00", []),
    ],
)
def test_schedule_shows_check_ins_before_the_first_session_on_its_date(
    desk: Client, patient: Patient, checked_in: str, shown: list[str]
):
    book(patient, MONDAY)
    report(patient, local(checked_in))

    assert [one.patient for one in schedule(desk, MONDAY).early] == shown


def test_schedule_shows_no_early_check_in_of_a_later_session(desk: Client, patient: Patient):
    complete(patient, MONDAY - timedelta(days=7))
    book(patient, MONDAY)
    report(patient, MONDAY - timedelta(hours=1))

    assert schedule(desk, MONDAY).early == ()


# --- as many queries with three rows as with one


def fill(clinic: Clinic, scheduler: User, count: int) -> Patient:
    for number in range(count):
        patient = make_patient(clinic, f"Person {number}", f"person{number}@patients.example", scheduler)
        book(patient, local("2026-02-28T10:00") + timedelta(hours=number))
        book(patient, local("2026-03-04T10:00") + timedelta(hours=number), at=MONDAY)
    return patient


@pytest.mark.parametrize("count", [1, 3])
def test_schedule_takes_as_many_queries_with_three_rows_as_with_one(
    desk: Client, clinic: Clinic, scheduler: User, count: int, django_assert_num_queries
):
    fill(clinic, scheduler, count)

    with time_machine.travel(MONDAY, tick=False), django_assert_num_queries(6):
        desk.get("/schedule/")


@pytest.mark.parametrize("count", [1, 3])
def test_patient_list_takes_as_many_queries_with_three_rows_as_with_one(
    desk: Client, clinic: Clinic, scheduler: User, count: int, django_assert_num_queries
):
    fill(clinic, scheduler, count)

    with time_machine.travel(MONDAY, tick=False), django_assert_num_queries(3):
        desk.get("/patients/")


@pytest.mark.parametrize("count", [1, 3])
def test_patient_page_takes_as_many_queries_with_three_sessions_as_with_one(
    desk: Client, patient: Patient, count: int, django_assert_num_queries
):
    for number in range(count):
        book(patient, local("2026-03-04T10:00") + timedelta(days=number), at=MONDAY)

    with time_machine.travel(MONDAY, tick=False), django_assert_num_queries(11):
        desk.get(f"/patients/{patient.pk}/")
