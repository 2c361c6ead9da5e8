"""The schedule: a day, a week or an agenda of the clinic, and what waits for an answer above them."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from aftercare.models import Clinic, Patient, TreatmentSession, User
from aftercare.queries.schedule_waiting import ScheduleWaiting
from aftercare.queries.scheduling import SchedulePage
from tests.cast import MONDAY, book, complete, local, make_patient, make_provider, report

SECOND = timedelta(seconds=1)


@pytest.fixture
def desk(client: Client, scheduler: User) -> Client:
    client.force_login(scheduler)
    return client


def get(desk: Client, now: datetime = MONDAY, headers: dict | None = None, **query: str) -> HttpResponse:
    with time_machine.travel(now, tick=False):
        return desk.get("/schedule/", query, headers=headers)


def schedule(desk: Client, **query: str) -> SchedulePage:
    return get(desk, **query).context["page"]


def waiting(desk: Client, now: datetime) -> ScheduleWaiting:
    return get(desk, now).context["waiting"]


def agenda(desk: Client, **query: str) -> list[tuple[str, list[str]]]:
    page = schedule(desk, view="agenda", **query)
    return [(day.text, [f"{row.time.text} {row.patient}" for row in day.rows]) for day in page.agenda]


# --- which view, which dates


def test_schedule_is_of_today_by_provider_or_by_room_where_the_clinic_has_named_none(
    desk: Client, clinic: Clinic
):
    by_room = schedule(desk)
    make_provider(clinic, "Adelaide Fernsby")
    by_provider = schedule(desk)

    shown = [
        (page.title, [column.name for column in page.grid.columns], len(page.columns))
        for page in (by_room, by_provider)
    ]
    assert shown == [
        ("Mon 2 Mar", ["Treatment room"], 0),
        ("Mon 2 Mar", ["Adelaide Fernsby"], 2),
    ]


@pytest.mark.parametrize(
    ("view", "title", "earlier", "later"),
    [
        ("day", "Thu 5 Mar", "2026-03-04", "2026-03-06"),
        ("week", "Mon 2 Mar – Sun 8 Mar", "2026-02-26", "2026-03-12"),
        ("agenda", "Thu 5 Mar – Wed 11 Mar", "2026-02-26", "2026-03-12"),
    ],
)
def test_schedule_goes_on_and_back_by_what_is_in_sight(
    desk: Client, view: str, title: str, earlier: str, later: str
):
    page = schedule(desk, view=view, date="2026-03-05")

    assert (page.title, page.earlier.href, page.today.href, page.later.href) == (
        title,
        *(f"?view={view}&date={date}&by=room" for date in (earlier, "2026-03-02", later)),
    )


def test_schedule_keeps_its_filters_from_view_to_view(desk: Client, clinic: Clinic):
    provider, room = make_provider(clinic, "Adelaide Fernsby"), clinic.rooms.get()
    asked = {"provider": str(provider.pk), "room": str(room.pk), "treatment": "prp", "state": "all"}
    page = schedule(desk, **asked)

    kept = f"provider={provider.pk}&room={room.pk}&treatment=prp&state=all"
    assert [way.href for way in page.views] == [
        f"?view={view}&date=2026-03-02&by=provider&{kept}" for view in ("day", "week", "agenda")
    ]


def test_what_the_schedule_is_asked_carries_no_token_into_its_address(desk: Client):
    page = get(desk).content.decode()
    form = page[page.index('role="search"') : page.index("</form>", page.index('role="search"'))]

    assert (form.count('name="date"'), form.count("csrfmiddlewaretoken")) == (1, 0)


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ({"date": "soon"}, "There is no such date. Write it like 2026-03-09."),
        ({"date": "2026-02-30"}, "There is no such date. Write it like 2026-03-09."),
        ({"date": "0001-01-01"}, "This date is too long ago. Check the year."),
        ({"date": "9999-12-31"}, "This is more than two years ahead. Check the year."),
        ({"view": "month"}, "There is no such view of the schedule. Choose day, week or agenda."),
        ({"by": "nurse"}, "There is no such view of the schedule. Choose day, week or agenda."),
        ({"provider": "no-id"}, "Choose one of the list: this one is not there any more."),
        ({"room": "\x00"}, "Choose one of the list: this one is not there any more."),
        ({"state": "lost"}, "Choose one of the list: this one is not there any more."),
    ],
)
def test_schedule_that_cannot_be_shown_says_why_and_shows_no_other(
    desk: Client, query: dict[str, str], error: str
):
    answer = get(desk, **query)

    assert (answer.status_code, answer.context["page"]) == (200, None)
    assert [text for texts in answer.context["form"].errors.values() for text in texts] == [error]
    assert error in answer.content.decode()


def test_schedule_is_not_filtered_by_what_is_another_clinics(desk: Client, other_clinic: Clinic):
    foreign = other_clinic.rooms.get()

    assert schedule(desk, room=str(foreign.pk)) is None


def test_schedule_sends_htmx_the_part_that_changes_and_the_whole_page_when_going_back(desk: Client):
    asked = {"HX-Request": "true"}
    part, back = get(desk, headers=asked), get(desk, headers={**asked, "HX-History-Restore-Request": "true"})

    assert [answer.content.decode().count("<html") for answer in (part, back)] == [0, 1]


# --- the agenda


def test_agenda_without_sessions_leads_on(desk: Client):
    page = get(desk, view="agenda").content.decode()

    assert (page.count("No session today."), page.count("No session in these seven days")) == (1, 1)


def test_agenda_shows_today_first_then_the_days_with_sessions(
    desk: Client, patient: Patient, other_patient: Patient
):
    book(patient, local("2026-03-04T10:00"), at=MONDAY)
    book(other_patient, local("2026-03-04T09:00"), at=MONDAY)

    assert agenda(desk) == [
        ("Mon 2 Mar", []),
        ("Wed 4 Mar", ["9:00 am Hester Crumbwell", "10:00 am Wren Applegarth"]),
    ]


def test_agenda_goes_from_the_first_midnight_to_the_last_of_seven_days(desk: Client, patient: Patient):
    for when in ("2026-03-08T23:59", "2026-03-09T00:30"):
        book(patient, local(when), at=MONDAY)

    assert agenda(desk)[1:] == [("Sun 8 Mar", ["11:59 pm Wren Applegarth"])]
    assert agenda(desk, date="2026-03-09") == [("Mon 9 Mar", ["12:30 am Wren Applegarth"])]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, 2),
        ({"state": "scheduled"}, 1),
        ({"state": "completed"}, 1),
        ({"state": "cancelled"}, 1),
        ({"state": "all"}, 3),
        ({"treatment": "exosome"}, 2),
        ({"treatment": "prp"}, 0),
    ],
)
def test_agenda_shows_what_is_asked_for_and_nothing_cancelled_unless_it_is(
    desk: Client, patient: Patient, asked: dict[str, str], found: int
):
    complete(patient, MONDAY)
    book(patient, local("2026-03-05T10:00"), at=MONDAY)
    cancelled = book(patient, local("2026-03-04T10:00"), at=MONDAY)
    TreatmentSession.objects.filter(pk=cancelled.pk).update(
        status="cancelled", recorded_at=MONDAY, recorded_by=cancelled.booked_by
    )

    assert sum(len(rows) for _day, rows in agenda(desk, **asked)) == found


def test_agenda_of_a_provider_or_a_room_is_theirs_alone(
    desk: Client, clinic: Clinic, patient: Patient, other_patient: Patient
):
    second = clinic.rooms.create(name="Upstairs")
    provider = make_provider(clinic, "Adelaide Fernsby")
    first = book(patient, local("2026-03-04T10:00"), at=MONDAY)
    other = book(other_patient, local("2026-03-04T11:00"), at=MONDAY)
    TreatmentSession.objects.filter(pk=other.pk).update(provider=None, room=second)

    assert agenda(desk, provider=str(provider.pk))[1:] == [("Wed 4 Mar", ["10:00 am Wren Applegarth"])]
    assert agenda(desk, room=str(second.pk))[1:] == [("Wed 4 Mar", ["11:00 am Hester Crumbwell"])]
    assert first.room_id != second.pk


# --- what waits


@pytest.mark.parametrize(
    ("now", "asked_about"),
    [(MONDAY + timedelta(hours=2) - SECOND, []), (MONDAY + timedelta(hours=2), ["Wren Applegarth"])],
)
def test_schedule_asks_about_a_session_two_hours_past(
    desk: Client, patient: Patient, now: datetime, asked_about: list[str]
):
    book(patient, MONDAY)

    assert [one.patient for one in waiting(desk, now).unrecorded] == asked_about


def test_schedule_does_not_ask_about_what_is_recorded(desk: Client, patient: Patient):
    complete(patient, MONDAY)

    assert waiting(desk, MONDAY + timedelta(days=1)).unrecorded == ()


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

    assert [one.patient for one in waiting(desk, MONDAY).early] == shown


def test_schedule_shows_no_early_check_in_of_a_later_session(desk: Client, patient: Patient):
    complete(patient, MONDAY - timedelta(days=7))
    book(patient, MONDAY)
    report(patient, MONDAY - timedelta(hours=1))

    assert waiting(desk, MONDAY).early == ()


# --- as many queries with three rows as with one


def fill(clinic: Clinic, scheduler: User, count: int) -> Patient:
    for number in range(count):
        patient = make_patient(clinic, f"Person {number}", f"person{number}@patients.example", scheduler)
        book(patient, local("2026-02-28T10:00") + timedelta(hours=number))
        book(patient, local("2026-03-04T10:00") + timedelta(hours=number), at=MONDAY)
    return patient


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("view", "queries"), [("day", 9), ("week", 9), ("agenda", 9)])
def test_schedule_takes_as_many_queries_with_three_rows_as_with_one(
    desk: Client,
    clinic: Clinic,
    scheduler: User,
    view: str,
    queries: int,
    count: int,
    django_assert_num_queries,
):
    fill(clinic, scheduler, count)

    with time_machine.travel(MONDAY, tick=False), django_assert_num_queries(queries):
        desk.get("/schedule/", {"view": view, "date": "2026-03-04"})


@pytest.mark.parametrize("count", [1, 3])
def test_schedule_takes_as_many_queries_with_three_providers_as_with_one(
    desk: Client, clinic: Clinic, count: int, django_assert_num_queries
):
    for number in range(count):
        make_provider(clinic, f"Provider {number}").time_off.create(starts_at=MONDAY, ends_at=MONDAY + SECOND)

    with time_machine.travel(MONDAY, tick=False), django_assert_num_queries(11):
        desk.get("/schedule/", {"view": "week"})


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
