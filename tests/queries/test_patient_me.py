"""What a patient's own page tells of the messages that were sent."""

from datetime import datetime, timedelta

import pytest

from aftercare.models import Patient, PushSubscription, Reminder, User
from aftercare.models.outgoing import State
from aftercare.queries.patient_me import SENT_SHOWN, UNFOLDED, me_page, sent_lines
from aftercare.queries.reminder_words import told_words
from aftercare.services.care import set_care
from tests.cast import MONDAY

MINUTE = timedelta(minutes=1)
NOON = MONDAY + timedelta(hours=2)


def tried(patient: Patient, state: str, at: datetime = MONDAY, *reasons: str, **fields: object) -> Reminder:
    told = [{"reason": one, "key": one, "expires_at": ""} for one in reasons or ("check-in",)]
    sent_at = at if state == State.SENT else None
    given = {"attempts": 1, "plan_revision": 0, "expires_at": at + MINUTE, "sent_at": sent_at, **fields}
    return Reminder.objects.create(
        patient=patient, reasons=told, due_at=at, state=state, state_at=at, **given
    )


def told(patient: Patient) -> list[tuple[str, str, str, str]]:
    lines = sent_lines(patient=patient, now=NOON)
    return [(line.about, line.when.text, line.how, line.trouble) for line in lines]


def test_what_was_sent_is_told_newest_first_on_the_patients_clock(patient: Patient) -> None:
    patient.zone = "America/Los_Angeles"
    tried(patient, State.SENT, MONDAY - timedelta(days=1), "plan-ready")
    tried(patient, State.SENT, MONDAY, "heat-check", "check-in", "plan-change", channel="sms")

    assert told(patient) == [
        ("Time to check in; something is allowed again", "today, 7:00 am", "by text message", ""),
        ("Your plan is ready", "Sun 1 Mar, 7:00 am", "by e-mail", ""),
    ]


@pytest.mark.parametrize(
    ("state", "unknowns", "trouble"),
    [
        (State.FAILED, 0, "Did not arrive"),
        (State.UNKNOWN, 1, "May not have arrived"),
        (State.EXPIRED, 0, "Did not arrive"),
        (State.EXPIRED, 1, "May not have arrived"),
        (State.SENT, 1, ""),
    ],
)
def test_what_did_not_arrive_is_told(patient: Patient, state: str, unknowns: int, trouble: str) -> None:
    tried(patient, state, channel="push", unknowns=unknowns)

    assert told(patient) == [("Time to check in", "today, 10:00 am", "as a notification", trouble)]


def test_what_was_never_tried_is_no_news(patient: Patient) -> None:
    tried(patient, State.PLANNED, attempts=0, next_at=MONDAY)
    for state in (State.EXPIRED, State.SKIPPED, State.CANCELLED):
        tried(patient, state, attempts=0)

    assert told(patient) == []


def test_the_latest_are_shown_and_the_others_folded(patient: Patient) -> None:
    for index in range(SENT_SHOWN + 1):
        tried(patient, State.SENT, MONDAY - index * MINUTE)

    page = me_page(patient=patient, now=NOON)

    assert (len(page.latest), len(page.earlier)) == (UNFOLDED, SENT_SHOWN - UNFOLDED)


def test_messages_to_others_are_not_told(patient: Patient, other_patient: Patient) -> None:
    tried(other_patient, State.SENT)

    assert told(patient) == []


def test_every_reason_has_words_for_the_patient() -> None:
    reasons = ["pause-tomorrow", "pause-start", "appointment", "recheck", "session-changed", "message", "new"]

    assert told_words(reasons) == (
        "Your pause begins the next day; your pause has begun; your session is the next day; "
        "is it still so?; your session was booked, moved or cancelled; a note from us; news in the portal"
    )


@pytest.mark.parametrize("offered", [True, False])
def test_notifications_are_told_of_where_they_are_offered(patient: Patient, settings, offered: bool) -> None:
    settings.WEB_PUSH_OFFERED, settings.WEB_PUSH_PUBLIC_KEY = offered, "BKey"
    for name in ("a", "b"):
        PushSubscription.objects.create(
            patient=patient, endpoint=f"https://push.example/{name}", created_at=MONDAY
        )

    devices = me_page(patient=patient, now=NOON).devices

    found = devices and (devices.key, devices.endpoints)
    assert found == (("BKey", "https://push.example/a https://push.example/b") if offered else None)


@pytest.mark.parametrize("care", ["active", "left"])
def test_the_page_knows_whether_the_patient_is_in_care(patient: Patient, nurse: User, care: str) -> None:
    known = set_care(patient=patient, care=care, by=nurse, at=NOON)

    assert me_page(patient=known, now=NOON).in_care is (care == "active")
