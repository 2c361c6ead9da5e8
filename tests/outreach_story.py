"""What pages about messages are tested with: messages in one state or another."""

from datetime import datetime, timedelta

from aftercare.models import Patient, Reminder
from aftercare.models.outgoing import State
from tests.cast import MONDAY

HOUR = timedelta(hours=1)


def a_message(
    patient: Patient, due_at: datetime = MONDAY, reason: str = "check-in", **more: object
) -> Reminder:
    """A planned message about one thing; `key` names it."""
    key = more.pop("key", f"{reason}:{due_at.isoformat()}")
    told = {"reason": reason, "key": key, "expires_at": (due_at + 24 * HOUR).isoformat()}
    fields = {"reasons": [told], "plan_revision": 1, "state_at": due_at, "next_at": due_at, **more}
    return Reminder.objects.create(patient=patient, due_at=due_at, expires_at=due_at + 24 * HOUR, **fields)


def fail(message: Reminder, at: datetime, why: str = "provider-refused") -> Reminder:
    """The message was tried once at `at` and not taken."""
    message.pass_to(State.CLAIMED, at=at)
    message.pass_to(State.SENDING, at=at)
    message.pass_to(State.FAILED, at=at, why=why)
    return message
