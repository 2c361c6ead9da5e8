"""What a nurse reads of the question "is it still so?": the best that became of it, and by which ways."""

from datetime import timedelta

import pytest

from aftercare.models import Channel, Flag, Patient, Reminder
from aftercare.models.outgoing import State
from aftercare.queries.nurse_flag_asked import asked_words
from tests.cast import MONDAY, NEW_YORK
from tests.models.test_constraints import a_flag
from tests.reminder_story import a_reminder

HOUR = timedelta(hours=1)
COURSES = {
    "planned": [],
    "claimed": [State.CLAIMED],
    "sending": [State.CLAIMED, State.SENDING],
    "sent": [State.CLAIMED, State.SENDING, State.SENT],
    "unknown": [State.CLAIMED, State.SENDING, State.UNKNOWN],
    "failed": [State.CLAIMED, State.SENDING, State.FAILED],
    "expired": [State.EXPIRED],
    "cancelled": [State.CANCELLED],
}


@pytest.fixture
def flag(patient: Patient) -> Flag:
    return a_flag(patient)


def question(flag: Flag, channel: str, became: str = "planned", **change: object) -> Reminder:
    """The question on a channel, with what became of it at noon."""
    reason = {
        "reason": "recheck",
        "key": f"recheck:{flag.pk}",
        "expires_at": (MONDAY + 12 * HOUR).isoformat(),
    }
    row = a_reminder(flag.patient, reasons=[reason], channel=Channel(channel), **change)
    for state in COURSES[became]:
        row.pass_to(state, at=MONDAY + 2 * HOUR)
    return row


def told(flag: Flag) -> str:
    return asked_words(flag, NEW_YORK, MONDAY + 3 * HOUR)


@pytest.mark.parametrize(
    ("became", "words"),
    [
        ("planned", "The question whether it is still so goes out as a notification at 10:00 am."),
        ("claimed", "The question whether it is still so goes out as a notification at 10:00 am."),
        ("sending", "The question whether it is still so goes out as a notification at 10:00 am."),
        ("sent", "Asked as a notification at 12:00 noon whether it is still so."),
        (
            "unknown",
            "Asked as a notification whether it is still so; it is not known whether that arrived.",
        ),
        (
            "failed",
            "The question whether it is still so could not be sent as a notification: please call.",
        ),
        (
            "expired",
            "The question whether it is still so could not be sent as a notification: please call.",
        ),
        ("cancelled", ""),
    ],
)
def test_the_question_is_told_by_its_channel_and_by_what_became_of_it(
    flag: Flag, became: str, words: str
) -> None:
    question(flag, "push", became)

    assert told(flag) == words


@pytest.mark.parametrize(
    ("by_email", "by_sms", "words"),
    [
        ("sent", "sent", "Asked by e-mail and by text message at 12:00 noon whether it is still so."),
        ("failed", "sent", "Asked by text message at 12:00 noon whether it is still so."),
        ("sent", "unknown", "Asked by e-mail at 12:00 noon whether it is still so."),
        (
            "unknown",
            "planned",
            "Asked by e-mail whether it is still so; it is not known whether that arrived.",
        ),
        ("expired", "planned", "The question whether it is still so goes out by text message at 10:00 am."),
        (
            "expired",
            "failed",
            "The question whether it is still so could not be sent by e-mail and by text message: "
            "please call.",
        ),
    ],
)
def test_of_two_channels_the_best_is_told(flag: Flag, by_email: str, by_sms: str, words: str) -> None:
    question(flag, "email", by_email)
    question(flag, "sms", by_sms)

    assert told(flag) == words


def test_a_question_that_was_merged_is_told_as_what_went_out_instead(flag: Flag) -> None:
    instead = a_reminder(flag.patient, due_at=MONDAY + HOUR)
    merged = question(flag, "email")
    merged.merged_into = instead
    merged.pass_to(State.SKIPPED, at=MONDAY + HOUR, why="merged")
    before = told(flag)
    for state in COURSES["sent"]:
        instead.pass_to(state, at=MONDAY + 2 * HOUR)

    assert before == "The question whether it is still so goes out by e-mail at 11:00 am."
    assert told(flag) == "Asked by e-mail at 12:00 noon whether it is still so."


def test_a_patient_who_is_not_asked_is_not_said_to_be(flag: Flag) -> None:
    a_reminder(flag.patient)

    assert told(flag) == ""
