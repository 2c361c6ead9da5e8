"""What the on-call contact was told of a flag that nobody had acknowledged in its time."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.models import Channel, Clinic, Escalation, Flag
from aftercare.models.outgoing import IN_HAND
from aftercare.queries.grammar import in_a_row
from aftercare.queries.reminder_words import way_words
from aftercare.queries.wording import format_brief
from aftercare.services.escalations import named_contacts

State = Escalation.State

LOOKED_BACK = timedelta(days=30)

Entry = tuple[datetime, str, str, str]
"""When, who, what, and a note, as `nurse_flag_record` takes them."""


def escalation_entries(flag: Flag, zone: ZoneInfo, now: datetime) -> list[Entry]:
    """What became of each telling, in order; the same again and again is one entry that names the times.

    One query. What somebody answered before it went out was told to nobody.
    """
    told = flag.escalations.exclude(state__in=[State.SKIPPED, State.CANCELLED])
    people = Counter(
        (row.due_at, Channel(row.channel), _outcome(row)) for row in told.order_by("due_at", "channel", "id")
    )
    times: dict[str, list[datetime]] = defaultdict(list)
    for (due_at, channel, outcome), count in people.items():
        times[_words(channel, outcome, count)].append(due_at)
    entries = []
    for what, (first, *others) in times.items():
        again = ", ".join(format_brief(at, zone, now) for at in others)
        note = _("Again: %(times)s") % {"times": again} if again else ""
        entries.append((first, _("The portal"), what, note))
    return entries


def out_of_reach(clinic: Clinic, now: datetime) -> str:
    """That the last message to the on-call contact did not arrive, empty where it did or nobody is named.

    One query where somebody is named.
    """
    recipients = [recipient for _channel, recipient in named_contacts(clinic)]
    if not recipients:
        return ""
    last = clinic.escalations.last_told(recipients).filter(due_at__gte=now - LOOKED_BACK)
    failed = [row for row in last if row.has_not_arrived]
    if not failed:
        return ""
    words = _(
        "The last message %(ways)s, %(time)s, did not arrive. Every nurse and administrator is told too. "
        "An administrator checks the contact under Clinic."
    )
    ways = in_a_row(way_words(channel) for channel in sorted(row.channel for row in failed))
    time = format_brief(max(row.due_at for row in failed), clinic.tz, now)
    return words % {"ways": ways, "time": time}


def _outcome(row: Escalation) -> str:
    """What became of it, as `_words` says it; what will be tried again is on its way."""
    if row.state in IN_HAND or row.next_at is not None:
        return "on-its-way"
    return row.state if row.state in (State.SENT, State.UNKNOWN) else "not-sent"


def _words(channel: Channel, outcome: str, people: int) -> str:
    """One telling in words: to the contact who is named, or to everybody where none is."""
    whom = ngettext("the on-call contact", "%(count)d people of the clinic", people) % {"count": people}
    words = {
        State.SENT: _("told %(whom)s %(way)s"),
        State.UNKNOWN: _("does not know whether it told %(whom)s %(way)s"),
        "on-its-way": _("is telling %(whom)s %(way)s: on its way"),
        "not-sent": _("could not tell %(whom)s %(way)s"),
    }
    return words[outcome] % {"whom": whom, "way": way_words(channel)}
