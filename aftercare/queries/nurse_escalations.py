"""What the on-call contact was told of a flag that nobody had acknowledged in its time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.models import Channel, Clinic, Escalation
from aftercare.models.outgoing import IN_HAND
from aftercare.queries.grammar import in_a_row
from aftercare.queries.reminder_words import way_words
from aftercare.queries.wording import format_brief
from aftercare.services.escalations import named_contacts

State = Escalation.State

LOOKED_BACK = timedelta(days=30)

Entry = tuple[datetime, str, str, str]
"""When, who, what, and a note, as `nurse_flag_record` takes them."""


def escalation_entries(told: Iterable[Escalation], zone: ZoneInfo, now: datetime) -> list[Entry]:
    """What became of each telling of a flag, in order; the same again and again is one entry that names the
    times. What somebody answered before it went out was told to nobody.
    """
    whom: dict[tuple[datetime, Channel, str], list[str]] = defaultdict(list)
    for row in sorted(told, key=lambda row: (row.due_at, row.channel, row.pk)):
        if row.state not in (State.SKIPPED, State.CANCELLED):
            whom[row.due_at, Channel(row.channel), _outcome(row)].append(row.name)
    times: dict[str, list[datetime]] = defaultdict(list)
    for (due_at, channel, outcome), names in whom.items():
        times[_words(channel, outcome, names)].append(due_at)
    entries = []
    for what, (first, *others) in times.items():
        again = ", ".join(format_brief(at, zone, now) for at in others)
        note = _("Again: %(times)s") % {"times": again} if again else ""
        entries.append((first, _("The portal"), what, note))
    return entries


def out_of_reach(clinic: Clinic, now: datetime) -> str:
    """That the last message to whoever is on call did not arrive, empty where it did or nobody is named.

    One query, and one more where somebody is named.
    """
    recipients = [contact.to for contact in named_contacts(clinic, now)]
    if not recipients:
        return ""
    last = clinic.escalations.last_told(recipients).filter(due_at__gte=now - LOOKED_BACK)
    failed = [row for row in last if row.has_not_arrived]
    if not failed:
        return ""
    words = _(
        "The last message %(ways)s, %(time)s, did not arrive. Every nurse and administrator is told too. "
        "An administrator checks under Clinic who is on call."
    )
    ways = in_a_row(way_words(channel) for channel in sorted(row.channel for row in failed))
    time = format_brief(max(row.due_at for row in failed), clinic.tz, now)
    return words % {"ways": ways, "time": time}


def _outcome(row: Escalation) -> str:
    """What became of it, as `_words` says it; what will be tried again is on its way."""
    if row.state in IN_HAND or row.next_at is not None:
        return "on-its-way"
    return row.state if row.state in (State.SENT, State.UNKNOWN) else "not-sent"


def _words(channel: Channel, outcome: str, names: Sequence[str]) -> str:
    """One telling in words: to whoever was on call, or to everybody where nobody was."""
    people = ngettext("the on-call contact", "%(count)d people of the clinic", len(names))
    whom = names[0] if len(names) == 1 and names[0] else people % {"count": len(names)}
    words = {
        State.SENT: _("told %(whom)s %(way)s"),
        State.UNKNOWN: _("does not know whether it told %(whom)s %(way)s"),
        "on-its-way": _("is telling %(whom)s %(way)s: on its way"),
        "not-sent": _("could not tell %(whom)s %(way)s"),
    }
    return words[outcome] % {"whom": whom, "way": way_words(channel)}
