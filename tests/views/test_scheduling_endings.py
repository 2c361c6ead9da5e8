"""Cancelled, missed, completed: each after a look, each once, each with the plan in the same transaction."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from aftercare.models import Patient, Reminder, TreatmentSession, User
from aftercare.services.care import set_care
from tests.cast import MONDAY, book, local

HOUR = timedelta(hours=1)


@pytest.fixture
def desk(client: Client, scheduler: User) -> Client:
    client.force_login(scheduler)
    return client


@pytest.fixture
def session(patient: Patient) -> TreatmentSession:
    return book(patient, MONDAY)


def at(now: datetime) -> time_machine.travel:
    return time_machine.travel(now, tick=False)


def reasons(patient: Patient) -> set[str]:
    rows = Reminder.objects.filter(patient=patient, state="planned")
    return {reason["reason"] for row in rows for reason in row.reasons}


def status(session: TreatmentSession) -> str:
    session.refresh_from_db()
    return session.status


def complete(desk: Client, session: TreatmentSession, **changed: object) -> HttpResponse:
    typed = {"date": "2026-03-02", "time": "10:40", "treatment": "prp", "areas": ["knee:left"], **changed}
    return desk.post(f"/sessions/{session.pk}/complete/", typed)


# --- cancel


def test_cancel_asks_first_and_shows_what_it_does(desk: Client, session: TreatmentSession):
    with at(MONDAY - 24 * HOUR):
        page = desk.get(f"/sessions/{session.pk}/cancel/")

    assert status(session) == "scheduled"
    first = page.context["page"].preflight.moves[0]
    assert (first.before, first.after) == (("Mon 9 Mar",), ("free",))


def test_cancel_tells_the_patient_and_drops_the_reminders(
    desk: Client, patient: Patient, session: TreatmentSession
):
    with at(MONDAY - 24 * HOUR):
        answer = desk.post(f"/sessions/{session.pk}/cancel/", {"reason": "has moved away"})

    assert (answer.url, status(session), reasons(patient)) == (
        f"/sessions/{session.pk}/",
        "cancelled",
        {"session-changed"},
    )


def test_cancel_without_a_reason_says_so_above_the_page(desk: Client, session: TreatmentSession):
    with at(MONDAY - 24 * HOUR):
        page = desk.post(f"/sessions/{session.pk}/cancel/", {"reason": " "}).content.decode()

    told = page.count('role="alert"') - page.count('role="alert" hidden')
    assert (told, status(session)) == (1, "scheduled")


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        ("", "Cancelled. The patient is told."),
        ("mail", "Cancelled. No message arrives: please call the patient."),
        ("care", "Cancelled. Nobody is told: the patient is no longer in your care."),
    ],
)
def test_cancel_says_who_is_told(
    desk: Client, scheduler: User, session: TreatmentSession, trouble: str, told: str
):
    if trouble == "mail":
        User.objects.filter(pk=session.patient.user_id).update(email_undeliverable_at=MONDAY - 48 * HOUR)
    if trouble == "care":
        set_care(patient=session.patient, care="left", by=scheduler, at=MONDAY - 48 * HOUR)

    with at(MONDAY - 24 * HOUR):
        look = desk.get(f"/sessions/{session.pk}/cancel/").context["page"].preflight
        answer = desk.post(f"/sessions/{session.pk}/cancel/", {"reason": "as asked"}, follow=True)

    assert [str(one) for one in answer.context["messages"]] == [told]
    assert bool(look.told) == (trouble != "care")


def test_a_session_still_booked_for_somebody_who_died_says_so_wherever_it_is_met(
    desk: Client, patient: Patient, session: TreatmentSession
):
    with at(MONDAY - 24 * HOUR):
        saved = desk.post(f"/patients/{patient.pk}/care/", {"care": "deceased"}, follow=True)
        page = desk.get(f"/sessions/{session.pk}/").content.decode()

    (told,) = map(str, saved.context["messages"])
    assert told.endswith("nobody can sign in. 1 session is booked. It stays booked until it is cancelled.")
    assert (page.count("<b>Deceased.</b>"), page.count("/move/"), page.count("/cancel/")) == (1, 0, 1)


def test_cancel_twice_is_one_cancellation(desk: Client, patient: Patient, session: TreatmentSession):
    with at(MONDAY - 24 * HOUR):
        desk.post(f"/sessions/{session.pk}/cancel/", {"reason": "has moved away"})
        told = Reminder.objects.count()
        again = desk.post(f"/sessions/{session.pk}/cancel/", {"reason": "has moved away"})
        page = desk.get(again.url).content

    assert (Reminder.objects.count(), b"already recorded as cancelled" in page) == (told, True)


# --- missed


def test_missed_is_recorded_once_the_time_has_come(desk: Client, patient: Patient, session: TreatmentSession):
    with at(MONDAY):
        asked = desk.get(f"/sessions/{session.pk}/missed/")
        desk.post(f"/sessions/{session.pk}/missed/")

    assert (asked.status_code, status(session), "check-in" in reasons(patient)) == (200, "missed", False)


def test_missed_before_the_time_leads_back_calmly(desk: Client, session: TreatmentSession):
    with at(MONDAY - timedelta(seconds=1)):
        answer = desk.post(f"/sessions/{session.pk}/missed/")
        page = desk.get(answer.url).content

    assert (status(session), b"This session is still to come." in page) == ("scheduled", True)


def test_missed_twice_is_said_calmly(desk: Client, session: TreatmentSession):
    with at(MONDAY + HOUR):
        desk.post(f"/sessions/{session.pk}/missed/")
        again = desk.post(f"/sessions/{session.pk}/missed/")
        page = desk.get(again.url).content

    assert b"already recorded as missed" in page


# --- complete


def test_complete_begins_with_now_and_what_was_booked(desk: Client, session: TreatmentSession):
    with at(MONDAY + HOUR):
        form = desk.get(f"/sessions/{session.pk}/complete/").context["form"]

    values = [form[name].value() for name in ("date", "time", "treatment", "areas")]
    assert [str(value) for value in values] == ["2026-03-02", "11:00:00", "exosome", "['knee:right']"]


def test_complete_stores_when_it_ended_and_plans_what_follows(
    desk: Client, patient: Patient, session: TreatmentSession
):
    with at(MONDAY + HOUR):
        answer = complete(desk, session)

    session.refresh_from_db()
    assert (answer.url, session.status, session.at) == (
        f"/sessions/{session.pk}/",
        "completed",
        local("2026-03-02T10:40"),
    )
    assert (session.treatment, [str(area) for area in session.areas.all()]) == ("prp", ["Left Knee"])
    assert session.protocol_version is not None
    assert reasons(patient) - {"session-changed"} == {"plan-ready", "heat-check", "check-in", "plan-change"}


def test_complete_at_this_very_minute_is_taken(desk: Client, session: TreatmentSession):
    with at(MONDAY + HOUR):
        answer = complete(desk, session, time="11:00")

    assert (answer.status_code, status(session)) == (302, "completed")


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"time": "11:01"}, {"time": ["The treatment cannot have ended in the future."]}),
        (
            {"date": "2026-02-28"},
            {"date": ["This is more than a day before the booked time. Check the date."]},
        ),
        ({"date": "2026-02-30"}, {"date": ["There is no such date. Write it like 2026-03-09."]}),
        ({"areas": []}, {"areas": ["Choose at least one area."]}),
        (
            {"treatment": "magic"},
            {"treatment": ["Select a valid choice. magic is not one of the available choices."]},
        ),
        (
            {"dose_billion_vesicles": "16"},
            {"dose_billion_vesicles": ["The dose is 1 to 15 billion vesicles."]},
        ),
    ],
)
def test_complete_refused_beside_the_field(
    desk: Client, session: TreatmentSession, changed: dict, refusal: dict[str, list[str]]
):
    with at(MONDAY + HOUR):
        answer = complete(desk, session, **changed)

    assert (dict(answer.context["form"].errors), status(session)) == (refusal, "scheduled")


def test_complete_twice_is_one_completion(desk: Client, session: TreatmentSession):
    with at(MONDAY + HOUR):
        complete(desk, session)
        recorded = Reminder.objects.count()
        again = complete(desk, session)
        page = desk.get(again.url).content

    assert (Reminder.objects.count(), b"already recorded as completed" in page) == (recorded, True)


# --- the session's page


@pytest.mark.parametrize(("now", "past"), [(MONDAY - timedelta(seconds=1), False), (MONDAY, True)])
def test_session_page_offers_what_can_be_done(
    desk: Client, session: TreatmentSession, now: datetime, past: bool
):
    with at(now):
        page = desk.get(f"/sessions/{session.pk}/").content.decode()

    offered = [deed for deed in ("move", "cancel", "complete", "missed") if f"{session.pk}/{deed}/" in page]
    assert offered == ["move", "cancel", "complete", *(["missed"] if past else [])]


def test_session_page_of_an_ended_session_offers_nothing(desk: Client, session: TreatmentSession):
    with at(MONDAY + HOUR):
        complete(desk, session)
        page = desk.get(f"/sessions/{session.pk}/").content.decode()

    assert [deed for deed in ("move", "cancel", "complete", "missed") if f"/{deed}/" in page] == []


@pytest.mark.parametrize(("minutes", "offered"), [(119, "11:59"), (120, None)])
def test_the_time_of_recording_is_offered_only_while_the_session_is_fresh(
    desk: Client, session: TreatmentSession, minutes: int, offered: str | None
):
    with at(MONDAY + minutes * HOUR / 60):
        form = desk.get(f"/sessions/{session.pk}/complete/").context["form"]

    told = form["time"].value()
    assert form["date"].value().isoformat() == "2026-03-02"
    assert (told and told.isoformat("minutes")) == offered
