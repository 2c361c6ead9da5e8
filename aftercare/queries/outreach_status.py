"""What outreach has before it and what went wrong lately, in counts: no person and no message is named."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from aftercare.models import Channel, Escalation, Reminder, Watch
from aftercare.models.outgoing import OutgoingQuerySet, State
from aftercare.queries.outreach_health import OVERDUE_LATE_SECONDS, OutreachHealth, outreach_health

COUNTED_AT_MOST = 10_000
"""A count that reaches this may stand for more: nobody needs the number, and counting costs."""
LONGEST_PAUSE = timedelta(hours=1)
"""Above every pause before another try, so that what is planned for next month is not read through."""
LATELY = timedelta(hours=24)
ENDED_BADLY = (State.FAILED, State.UNKNOWN, State.EXPIRED)


@dataclass(frozen=True, slots=True)
class Load:
    """Messages of one kind. `overdue` are those of the due ones that wait for too long."""

    name: str
    due: int
    in_hand: int
    to_retry: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Failure:
    """How many messages did not arrive within `LATELY` for one reason, a `Why`."""

    reason: str
    reminders: int
    escalations: int


@dataclass(frozen=True, slots=True)
class OutreachStatus:
    """`loads` has a line for each channel's reminders, named by it, and one for the escalations."""

    health: OutreachHealth
    loads: tuple[Load, ...]
    clocks_run_out: int
    failures: tuple[Failure, ...]


def outreach_status(*, now: datetime) -> OutreachStatus:
    """How outreach stands at `now`. No count is above `COUNTED_AT_MOST`."""
    kinds = {str(channel): Reminder.objects.filter(channel=channel) for channel in Channel}
    return OutreachStatus(
        health=outreach_health(now=now),
        loads=tuple(
            _load(name, messages, now)
            for name, messages in {**kinds, "escalations": Escalation.objects.all()}.items()
        ),
        clocks_run_out=_count(Watch.objects.run_out(now)),
        failures=_failures(now),
    )


def _load(name: str, messages: OutgoingQuerySet, now: datetime) -> Load:
    tried = Q(attempts__gt=0) | ~Q(state_reason="")
    to_retry = messages.filter(tried, next_at__gt=now, next_at__lte=now + LONGEST_PAUSE)
    return Load(
        name=name,
        due=_count(messages.due(now)),
        in_hand=_count(messages.in_hand()),
        to_retry=_count(to_retry),
        overdue=_count(messages.due(now - timedelta(seconds=OVERDUE_LATE_SECONDS))),
    )


def _count(rows: "QuerySet[Any]") -> int:
    return rows.order_by()[:COUNTED_AT_MOST].count()


def _failures(now: datetime) -> tuple[Failure, ...]:
    """The most frequent first."""
    reminders, escalations = (
        Counter(
            messages.filter(state__in=ENDED_BADLY, next_at__isnull=True, state_at__gt=now - LATELY)
            .order_by()
            .values_list("state_reason", flat=True)[:COUNTED_AT_MOST]
        )
        for messages in (Reminder.objects.all(), Escalation.objects.all())
    )
    return tuple(
        Failure(reason, reminders[reason], escalations[reason])
        for reason, _ in sorted((reminders + escalations).items(), key=lambda one: (-one[1], one[0]))
    )
