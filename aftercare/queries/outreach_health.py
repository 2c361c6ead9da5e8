"""Whether outreach keeps time, in numbers that cost a probe next to nothing: an index leads to each."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min
from django.utils.translation import gettext as _

from aftercare.models import Escalation, Heartbeat, Reminder, Watch
from aftercare.models.outgoing import OutgoingQuerySet, State

TICK_LATE_SECONDS = 60
"""A last tick older than this is late; a dozen have been missed."""
OVERDUE_LATE_SECONDS = 120
"""Something overdue for longer than this is late: as long as a dead worker may hold it."""


@dataclass(frozen=True, slots=True)
class OutreachHealth:
    """Ages in whole seconds: `last_tick_seconds` is None before the first tick, the others 0 if none is over.

    `overdue_clock_seconds` is of the triage clock that ran out first and that nobody has looked at.
    `why_late` is one sentence for each thing that is late, empty where none is.
    """

    last_tick_seconds: int | None
    overdue_reminder_seconds: int
    overdue_escalation_seconds: int
    overdue_clock_seconds: int
    why_late: str

    @property
    def status(self) -> str:
        """`ok` or `late`, for whatever raises alarms."""
        return "late" if self.why_late else "ok"


def outreach_health(*, now: datetime) -> OutreachHealth:
    """How outreach stands at `now`."""
    ticked_at = Heartbeat.objects.filter(name=Heartbeat.TICK).values_list("at", flat=True).first()
    tick = None if ticked_at is None else _seconds(ticked_at, now)
    reminder = _seconds(_overdue_since(Reminder.objects.all(), now), now)
    escalation = _seconds(_overdue_since(Escalation.objects.all(), now), now)
    run_out = Watch.objects.run_out(now).order_by("due_at", "id").values_list("due_at", flat=True)
    clock = _seconds(run_out.first(), now)
    return OutreachHealth(tick, reminder, escalation, clock, _why_late(tick, reminder, escalation, clock))


def _overdue_since(messages: OutgoingQuerySet, now: datetime) -> datetime | None:
    """Since when the oldest of `messages` waits: for the next tick, or in hand for a worker to begin it.

    Without the latter a dead worker would not be seen: every lease that runs out brings a new `next_at`.
    """
    waits = messages.due(now).order_by("next_at", "id").values_list("next_at", flat=True).first()
    not_begun = messages.in_hand().filter(state=State.CLAIMED, attempts=0, due_at__lte=now)
    held = not_begun.aggregate(oldest=Min("due_at"))["oldest"]
    return min((one for one in (waits, held) if one is not None), default=None)


def _seconds(since: datetime | None, now: datetime) -> int:
    return 0 if since is None else max(0, int((now - since).total_seconds()))


def _why_late(tick: int | None, reminder: int, escalation: int, clock: int) -> str:
    why = []
    if tick is None:
        why.append(_("There has been no tick yet."))
    elif tick > TICK_LATE_SECONDS:
        why.append(_("The last tick was %(seconds)d s ago.") % {"seconds": tick})
    overdue = (
        (clock, _("A clock ran out %(seconds)d s ago and was not looked at.")),
        (escalation, _("An escalation is overdue by %(seconds)d s.")),
        (reminder, _("A reminder is overdue by %(seconds)d s.")),
    )
    why += [text % {"seconds": seconds} for seconds, text in overdue if seconds > OVERDUE_LATE_SECONDS]
    return " ".join(why)
