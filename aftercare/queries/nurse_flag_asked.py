"""What became of the question "is it still so?", which a flag that rose by itself sends, and a nurse."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from aftercare.models import Flag
from aftercare.models.outgoing import Outgoing, State
from aftercare.queries.grammar import in_a_row
from aftercare.queries.reminder_words import way_words
from aftercare.queries.wording import format_at

OUTCOMES: Final = (
    {State.SENT},
    {State.UNKNOWN},
    {State.PLANNED, State.CLAIMED, State.SENDING},
    {State.FAILED, State.EXPIRED},
)
"""The best first: one way that reached the patient is enough."""


def asked_words(flag: Flag, zone: ZoneInfo, now: datetime) -> str:
    """The best that became of it, and by which ways; empty where the patient is not asked. What a nurse has
    asked again comes second.
    """
    questions = dict.fromkeys([str(flag.pk), flag.question])
    return " ".join(filter(None, (_became_words(flag, question, zone, now) for question in questions)))


def _became_words(flag: Flag, question: str, zone: ZoneInfo, now: datetime) -> str:
    about = [{"key": f"recheck:{question}"}]
    stored = flag.patient.reminders.filter(reasons__contains=about).select_related("merged_into")
    rows = [_went_as(row) for row in stored.order_by("channel", "due_at", "id")]
    for outcome in OUTCOMES:
        found = [row for row in rows if row.state in outcome]
        if found:
            return _words(found, zone, now)
    return ""


def _went_as(row: Outgoing) -> Outgoing:
    """The message that went out in the place of one that was merged."""
    while row.merged_into is not None:
        row = row.merged_into
    return row


def _words(rows: Sequence[Outgoing], zone: ZoneInfo, now: datetime) -> str:
    """One outcome, told of all the ways that share it."""
    at = min(row.sent_at or row.due_at for row in rows)
    ways = in_a_row(dict.fromkeys(way_words(row.channel) for row in rows))
    words = {
        State.SENT: _("Asked %(ways)s %(at)s whether it is still so."),
        State.UNKNOWN: _("Asked %(ways)s whether it is still so; it is not known whether that arrived."),
        State.FAILED: _("The question whether it is still so could not be sent %(ways)s: please call."),
    }
    words[State.EXPIRED] = words[State.FAILED]
    waiting = _("The question whether it is still so goes out %(ways)s %(at)s.")
    told = words.get(State(rows[0].state), waiting)
    return told % {"ways": ways, "at": format_at(at, zone, now)}
