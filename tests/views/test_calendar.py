"""The plan as a calendar: who reads it, and what it says."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from aftercare.models import Patient, User
from aftercare.services.calendars import close_calendar, open_calendar
from tests.cast import MONDAY, book, complete, local

NOW = local("2026-03-05T09:00")


@pytest.fixture
def planned(patient: Patient) -> Patient:
    complete(patient, MONDAY)
    book(patient, local("2026-03-23T10:00"), at=MONDAY + timedelta(minutes=1))
    return patient


def read(client: Client, token: str) -> list[tuple[datetime, str]]:
    """What a calendar program that knows the address finds there."""
    response = client.get(f"/calendar/{token}/plan.ics")
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    events = Calendar.from_ical(response.content).walk("VEVENT")
    return sorted((event.start, str(event["summary"])) for event in events)


@time_machine.travel(NOW, tick=False)
def test_titles_name_the_clinic_and_nothing_about_health(client: Client, planned: Patient) -> None:
    events = read(client, open_calendar(patient=planned, detailed=False))

    assert {title for _, title in events} == {
        "Juniper Hollow",
        "Juniper Hollow: something changes, see the portal",
    }
    assert events[0] == (MONDAY, "Juniper Hollow")


@time_machine.travel(NOW, tick=False)
def test_titles_tell_what_changes_where_the_patient_wants_it(client: Client, planned: Patient) -> None:
    events = dict(read(client, open_calendar(patient=planned, detailed=True)))

    assert events[MONDAY] == "Session 1, Juniper Hollow"
    assert events[datetime(2026, 3, 7, 15, tzinfo=UTC)] == (
        "Fish oil: not restricted by your treatment until Fri 20 Mar, start of the day."
    )


@time_machine.travel(NOW, tick=False)
def test_the_calendar_follows_the_plan_across_a_change_of_clocks(client: Client, planned: Patient) -> None:
    events = read(client, open_calendar(patient=planned, detailed=False))

    assert (local("2026-03-20T00:00"), "Juniper Hollow: something changes, see the portal") in events
    assert (local("2026-03-23T10:00"), "Juniper Hollow") in events


@time_machine.travel(NOW, tick=False)
def test_an_address_that_was_taken_away_is_no_page(client: Client, planned: Patient) -> None:
    token = open_calendar(patient=planned, detailed=False)
    close_calendar(patient=planned)

    assert client.get(f"/calendar/{token}/plan.ics").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["None", "null", "x", "%00"])
def test_a_guessed_address_is_no_page(client: Client, planned: Patient, token: str) -> None:
    assert client.get(f"/calendar/{token}/plan.ics").status_code == 404


@time_machine.travel(NOW, tick=False)
def test_an_address_is_shown_once_when_it_is_made(client: Client, planned: Patient) -> None:
    client.force_login(planned.user)

    made = client.post("/plan/calendar/", {"detailed": "on"})
    then = client.get("/plan/")

    address = made.context["calendar"].href
    assert address.startswith("http://127.0.0.1:8000/calendar/")
    assert [page.content.decode().count(f'value="{address}"') for page in (made, then)] == [1, 0]
    assert made.content.decode().count(f'href="webcal://{address.partition("://")[2]}"') == 1
    assert made["Cache-Control"] == "no-store"
    assert (then.context["page"].calendar.has_address, then.context["page"].calendar.detailed) == (True, True)


@time_machine.travel(NOW, tick=False)
def test_a_new_address_ends_the_old_one_and_may_be_taken_away(client: Client, planned: Patient) -> None:
    client.force_login(planned.user)
    old, new = (client.post("/plan/calendar/").context["calendar"].href for _ in range(2))

    works = [Client().get(address).status_code for address in (old, new)]
    closed = client.post("/plan/calendar/", {"close": "1"}, follow=True)

    assert works == [404, 200]
    assert closed.context["page"].calendar.has_address is False
    assert Client().get(new).status_code == 404


@time_machine.travel(NOW, tick=False)
def test_the_form_of_the_address_comes_with_its_token(client: Client, planned: Patient) -> None:
    client.force_login(planned.user)

    _, _, section = client.get("/plan/").content.decode().partition('id="calendar"')

    assert section.partition("</section>")[0].count('name="csrfmiddlewaretoken"') == 1


@pytest.mark.django_db
def test_whoever_only_comes_back_to_the_action_is_led_to_the_plan(client: Client, patient: Patient) -> None:
    client.force_login(patient.user)

    assert client.get("/plan/calendar/").url == "/plan/#calendar"


@pytest.mark.django_db
def test_staff_have_no_calendar_of_a_patient(client: Client, nurse: User) -> None:
    client.force_login(nurse)

    assert client.post("/plan/calendar/").status_code == 404
