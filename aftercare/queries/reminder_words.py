"""What a reminder is about and what became of it, in words for staff and in words for its patient."""

from collections.abc import Iterable
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.models import Channel, Patient, Reminder
from aftercare.queries.grammar import in_a_row, within


def reason_words(reason: str) -> str:
    """Why the portal writes to a patient: "The pause starts tomorrow"."""
    words = {
        "plan-ready": _("The plan is ready"),
        "heat-check": _("Check-in after six hours"),
        "check-in": _("Time to check in"),
        "plan-change": _("Something is allowed again"),
        "pause-tomorrow": _("The pause starts tomorrow"),
        "pause-start": _("The pause has started"),
        "appointment": _("Session tomorrow"),
        "recheck": _("Is it still so?"),
        "how-are-you": _("How is it going?"),
        "session-changed": _("A session was booked, moved or cancelled"),
        "message": _("A note from the clinic"),
    }
    return words.get(reason, reason)


def reasons_words(reasons: Iterable[str]) -> str:
    """All that one message tells, each once: "Time to check in; Session tomorrow"."""
    return "; ".join(dict.fromkeys(reason_words(reason) for reason in reasons))


def told_words(reasons: Iterable[str]) -> str:
    """All that one message told, each once, for its patient, who may read it days later."""
    words = {
        "plan-ready": _("Your plan is ready"),
        "heat-check": _("Time to check in"),
        "check-in": _("Time to check in"),
        "plan-change": _("Something is allowed again"),
        "pause-tomorrow": _("Your pause begins the next day"),
        "pause-start": _("Your pause has begun"),
        "appointment": _("Your session is the next day"),
        "recheck": _("Is it still so?"),
        "how-are-you": _("How is it going?"),
        "session-changed": _("Your session was booked, moved or cancelled"),
        "message": _("A note from us"),
    }
    told = list(dict.fromkeys(words.get(reason, _("News in the portal")) for reason in reasons))
    return "; ".join([*told[:1], *map(within, told[1:])])


def way_words(channel: str) -> str:
    """How a message came: "by e-mail"."""
    words = {
        Channel.EMAIL: _("by e-mail"),
        Channel.SMS: _("by text message"),
        Channel.PUSH: _("as a notification"),
    }
    return words[Channel(channel)]


def other_ways_words(patient: Patient) -> str:
    """How routine messages come besides e-mail: "by text message"; empty where they do not."""
    return in_a_row(way_words(channel) for channel in patient.channels if channel != Channel.EMAIL)


class InState(Protocol):
    """A reminder, or a state that it went through."""

    state: str
    attempts: int


def state_words(reminder: InState) -> str:
    """What became of a reminder: "Sent"."""
    words = {
        Reminder.State.PLANNED: _("Planned"),
        Reminder.State.CLAIMED: _("About to be sent"),
        Reminder.State.SENDING: _("Being sent"),
        Reminder.State.SENT: _("Sent"),
        Reminder.State.FAILED: _("Failed: call the patient"),
        Reminder.State.UNKNOWN: _("Not known whether it arrived"),
        Reminder.State.EXPIRED: _("Not sent: its time was over"),
        Reminder.State.SKIPPED: _("Skipped"),
        Reminder.State.CANCELLED: _("Dropped"),
    }
    if reminder.state == Reminder.State.PLANNED and reminder.attempts:
        return _("Will be tried again")
    return words[Reminder.State(reminder.state)]


def state_tone(reminder: Reminder) -> str:
    """The tone that marks what staff must see."""
    troubled = (Reminder.State.FAILED, Reminder.State.UNKNOWN, Reminder.State.EXPIRED)
    return "urgent" if reminder.state in troubled else ""


def why_words(reminder: Reminder) -> str:
    """The reason kept with the state; a message tried more than once says so."""
    if reminder.state_reason:
        return str(reminder.get_state_reason_display())
    return tries_words(reminder.attempts)


def tries_words(attempts: int) -> str:
    """How often it was tried; empty for once or never."""
    if attempts < 2:
        return ""
    return ngettext("%(count)d try", "%(count)d tries", attempts) % {"count": attempts}
