"""What the on-call contact was told of a flag that nobody had acknowledged in its time."""

from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.models import Channel, Escalation, Flag
from aftercare.queries.wording import format_brief

State = Escalation.State

Entry = tuple[datetime, str, str, str]
"""When, who, what, and a note, as `nurse_flag_record` takes them."""


def escalation_entries(flag: Flag, zone: ZoneInfo, now: datetime) -> list[Entry]:
    """What became of each telling, in order; the same again and again is one entry that names the times.

    One query. What somebody answered before it went out was told to nobody.
    """
    told = flag.escalations.exclude(state__in=[State.SKIPPED, State.CANCELLED])
    lines = [
        (due_at, _words(channel, outcome, len(list(rows))))
        for (due_at, channel, outcome), rows in groupby(
            told.order_by("due_at", "channel", "state", "id"),
            key=lambda row: (row.due_at, Channel(row.channel), _outcome(row)),
        )
    ]
    entries = []
    for what, same in groupby(sorted(lines, key=lambda line: line[1]), key=lambda line: line[1]):
        first, *others = [at for at, _same in same]
        again = ", ".join(format_brief(at, zone, now) for at in others)
        note = _("Again: %(times)s") % {"times": again} if again else ""
        entries.append((first, _("The portal"), what, note))
    return entries


def _outcome(row: Escalation) -> str:
    """Sent, on its way, or neither."""
    if row.state == State.SENT:
        return "sent"
    waits = row.state in (State.PLANNED, State.CLAIMED, State.SENDING) or row.next_at is not None
    return "on-its-way" if waits else "not-sent"


def _words(channel: Channel, outcome: str, people: int) -> str:
    """One telling in words: to the contact who is named, or to everybody where none is."""
    way = _("by text message") if channel == Channel.SMS else _("by e-mail")
    whom = ngettext("the on-call contact", "%(count)d people of the clinic", people) % {"count": people}
    words = {
        "sent": _("told %(whom)s %(way)s that it waits"),
        "on-its-way": _("is telling %(whom)s %(way)s that it waits: on its way"),
        "not-sent": _("could not tell %(whom)s %(way)s that it waits"),
    }
    return words[outcome] % {"whom": whom, "way": way}
