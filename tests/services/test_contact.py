"""A patient who was not heard from is asked how it goes, or phoned."""

import uuid
from datetime import datetime, timedelta

import pytest

from aftercare.models import ContactTry, Patient, User
from aftercare.services.care import set_care
from aftercare.services.contact import AskingRefused, ask_how_it_goes, log_call_to_patient, record_reached
from aftercare.services.triage import follow_up
from tests.cast import MONDAY, complete, local, report

HOUR = timedelta(hours=1)
INSTANT = timedelta(microseconds=1)
NOW = MONDAY + timedelta(days=3)
SUBMISSION = uuid.UUID("8d7c4f3e-0d44-4f0e-a2ad-5d5b8a1f9c02")


@pytest.fixture
def silent(patient: Patient) -> Patient:
    complete(patient, MONDAY)
    follow_up(patient=patient, at=NOW)
    return patient


def questions(patient: Patient) -> list[tuple[datetime, datetime]]:
    rows = patient.reminders.filter(state="planned").order_by("due_at")
    found = [row for row in rows if any(one["reason"] == "how-are-you" for one in row.reasons)]
    return [(row.due_at, row.expires_at) for row in found]


def refused(patient: Patient, by: User, at: datetime = NOW) -> str:
    with pytest.raises(AskingRefused) as refusal:
        ask_how_it_goes(patient=patient, by=by, at=at)
    return refusal.value.reason


def test_a_silent_patient_is_asked_and_that_is_on_record(silent: Patient, scheduler: User) -> None:
    tried = ask_how_it_goes(patient=silent, by=scheduler, at=NOW)

    assert (tried.kind, tried.by, tried.at, tried.outcome) == ("asked", scheduler, NOW, "")
    assert questions(silent) == [(NOW, NOW + 24 * HOUR)]


def test_nobody_is_asked_in_quiet_hours(silent: Patient, nurse: User) -> None:
    night = local("2026-03-05T22:00")

    ask_how_it_goes(patient=silent, by=nurse, at=night)

    assert [due_at for due_at, _expires in questions(silent)] == [local("2026-03-06T08:00")]


def test_whoever_asks_a_patient_is_asked_once_in_24_hours(
    silent: Patient, nurse: User, second_nurse: User
) -> None:
    ask_how_it_goes(patient=silent, by=nurse, at=NOW)

    reason = refused(silent, second_nurse, NOW + 24 * HOUR - INSTANT)
    ask_how_it_goes(patient=silent, by=second_nurse, at=NOW + 24 * HOUR)

    assert reason == (
        "Odile Marrowby has asked Wren Applegarth: Thu 5 Mar, 10:00 am. "
        "The next time is possible from today, 10:00 am."
    )
    assert ContactTry.objects.asked().count() == 2


def test_who_was_heard_from_in_the_meantime_is_not_asked(silent: Patient, nurse: User) -> None:
    report(silent, NOW + HOUR)

    assert refused(silent, nurse, NOW + 2 * HOUR) == "Wren Applegarth is not silent any more."


def test_who_is_out_of_care_is_not_asked(silent: Patient, nurse: User) -> None:
    set_care(patient=silent, care="left", by=nurse, at=NOW)

    assert refused(silent, nurse) == "Wren Applegarth is not silent any more."


@pytest.mark.parametrize("wants_none", [True, False])
def test_whom_no_message_reaches_is_not_asked(silent: Patient, nurse: User, wants_none: bool) -> None:
    if wants_none:
        Patient.objects.update(by_email=False)
    else:
        User.objects.filter(pk=silent.user_id).update(email_undeliverable_at=MONDAY)

    assert refused(silent, nurse) == "No message reaches Wren Applegarth. Please call."
    assert ContactTry.objects.count() == 0


def test_a_call_sent_twice_is_one_call(silent: Patient, nurse: User) -> None:
    for _again in range(2):
        log_call_to_patient(patient=silent, outcome="no-answer", submission=SUBMISSION, by=nurse, at=NOW)

    call = ContactTry.objects.get()
    assert (call.kind, call.outcome, call.by, reached(silent)) == ("called", "no-answer", nurse, (None, None))


def test_who_was_spoken_with_has_been_reached(silent: Patient, nurse: User) -> None:
    log_call_to_patient(patient=silent, outcome="reached", submission=SUBMISSION, by=nurse, at=NOW)

    assert reached(silent) == (NOW, nurse)


def reached(patient: Patient) -> tuple[object, object]:
    patient.refresh_from_db()
    return patient.reached_at, patient.reached_by


def test_who_reached_the_patient_and_when_is_kept(patient: Patient, nurse: User) -> None:
    record_reached(patient=patient, by=nurse, at=MONDAY)

    assert reached(patient) == (MONDAY, nurse)


def test_the_latest_call_is_the_one_that_counts(patient: Patient, nurse: User, scheduler: User) -> None:
    record_reached(patient=patient, by=nurse, at=MONDAY)
    record_reached(patient=patient, by=scheduler, at=MONDAY)
    record_reached(patient=patient, by=scheduler, at=MONDAY - timedelta(seconds=1))
    after_the_same_and_an_earlier_one = reached(patient)
    record_reached(patient=patient, by=scheduler, at=MONDAY + timedelta(seconds=1))

    assert after_the_same_and_an_earlier_one == (MONDAY, nurse)
    assert reached(patient) == (MONDAY + timedelta(seconds=1), scheduler)
