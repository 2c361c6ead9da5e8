"""From a free time of the schedule to a booking: whose session it is, then the form with what was chosen."""

from datetime import date, time

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from aftercare.models import Clinic, Patient, User
from tests.cast import MONDAY, make_patient, make_provider

SLOT = {"date": "2026-03-12", "time": "10:00"}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(MONDAY, tick=False):
        yield MONDAY


@pytest.fixture
def desk(client: Client, scheduler: User) -> Client:
    client.force_login(scheduler)
    return client


def whom(desk: Client, search: str | None = None, query: str = "") -> HttpResponse:
    address = f"/sessions/new/?{query}"
    return desk.get(address) if search is None else desk.post(address, {"q": search})


def found(answer: HttpResponse) -> list[str]:
    return [person.name for person in answer.context["page"].people]


# --- whose session


def test_booking_without_a_patient_asks_whose_it_is_and_keeps_what_was_chosen(desk: Client, patient: Patient):
    answer = whom(desk, query="date=2026-03-12&time=10%3A00")

    assert found(answer) == ["Wren Applegarth"]
    link = f'href="/sessions/new/?patient={patient.pk}&amp;date=2026-03-12&amp;time=10%3A00"'
    assert answer.content.decode().count(link) == 1


@pytest.mark.parametrize(
    ("search", "names"),
    [("crumb", ["Hester Crumbwell"]), ("wren@", ["Wren Applegarth"]), ("nobody", []), ("\x00", 2)],
)
def test_a_patient_is_searched_by_post_so_that_no_name_stands_in_an_address(
    desk: Client, patient: Patient, other_patient: Patient, search: str, names: list[str] | int
):
    people = found(whom(desk, search))

    assert (len(people) if isinstance(names, int) else people) == names


def test_nobody_of_another_clinic_and_nobody_who_left_is_offered(
    desk: Client, patient: Patient, foreign_patient: Patient
):
    Patient.objects.filter(pk=patient.pk).update(
        care="left", care_ended_at=MONDAY, care_ended_by=patient.invited_by
    )

    assert found(whom(desk)) == []


@pytest.mark.parametrize(("count", "shown", "more"), [(25, 25, False), (26, 25, True)])
def test_the_first_of_many_patients_are_offered_and_it_is_said(
    desk: Client, clinic: Clinic, scheduler: User, count: int, shown: int, more: bool
):
    for number in range(count):
        make_patient(clinic, f"Person {number:02}", f"person{number}@patients.example", scheduler)
    page = whom(desk).context["page"]

    assert (len(page.people), bool(page.more)) == (shown, more)


@pytest.mark.parametrize("count", [1, 3])
def test_whose_session_takes_as_many_queries_with_three_patients_as_with_one(
    desk: Client, clinic: Clinic, scheduler: User, count: int, django_assert_num_queries
):
    for number in range(count):
        make_patient(clinic, f"Person {number}", f"person{number}@patients.example", scheduler)

    with django_assert_num_queries(3):
        whom(desk)


# --- the form


def test_the_form_begins_with_the_chosen_time_and_place_and_what_they_do(
    desk: Client, clinic: Clinic, patient: Patient
):
    provider, room = make_provider(clinic, "Adelaide Fernsby"), clinic.rooms.get()
    query = {"patient": patient.pk, **SLOT, "provider": provider.pk, "room": room.pk}
    answer = desk.get("/sessions/new/", query)

    initial = answer.context["form"].initial
    assert [initial[name] for name in ("date", "time", "provider")] == [
        *(date(2026, 3, 12), time(10), provider.pk)
    ]
    assert [one.title for one in answer.context["page"].preflights] == ["If you book Thu 12 Mar, 10:00 am"]


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"date": "2026-03-12"},
        {"date": "2026-02-30", "time": "10:00"},
        {"date": "2026-03-08", "time": "02:30"},
        {"date": "9999-12-31", "time": "10:00"},
        {**SLOT, "date": "soon"},
    ],
    ids=["none", "no-time", "no-such-date", "skipped-by-the-clocks", "far-off", "no-date"],
)
def test_the_form_begins_empty_where_no_time_can_be_read(desk: Client, patient: Patient, query: dict):
    answer = desk.get("/sessions/new/", {"patient": patient.pk, **query})

    shown = answer.context["form"].initial.get("date"), answer.context["page"].preflights
    assert (answer.status_code, shown, answer.context["form"].errors) == (200, (None, ()), {})


def test_the_form_does_not_begin_with_another_clinics_room(
    desk: Client, patient: Patient, other_clinic: Clinic
):
    room = other_clinic.rooms.get()
    answer = desk.get("/sessions/new/", {"patient": patient.pk, **SLOT, "room": room.pk})

    assert answer.context["form"].initial.get("room") is None
