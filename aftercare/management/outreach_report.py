"""Outreach for a person at a terminal, and for a program: one screen, or one JSON object."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime

from aftercare.models import Channel
from aftercare.models.outgoing import Why
from aftercare.queries.broker import Broker
from aftercare.queries.outreach_status import COUNTED_AT_MOST, Failure, Load, OutreachStatus

LABEL = "{:<34}"
CELL = "{:>10}"


def as_json(status: OutreachStatus, broker: Broker | None, now: datetime) -> dict[str, object]:
    """Every number of the screen by name; `redis` is null where it does not answer."""
    return {
        "at": now.isoformat(timespec="seconds"),
        "status": status.health.status,
        **asdict(status.health),
        "messages": {load.name: count_of(load) for load in status.loads},
        "clocks_run_out": status.clocks_run_out,
        "failures_24_h": [asdict(failure) for failure in status.failures],
        "counted_at_most": COUNTED_AT_MOST,
        "redis": asdict(broker) if broker else None,
    }


def count_of(load: Load) -> dict[str, int]:
    """The counts of one line."""
    return {"due": load.due, "in_hand": load.in_hand, "to_retry": load.to_retry, "overdue": load.overdue}


def as_text(status: OutreachStatus, broker: Broker | None, now: datetime) -> Iterator[str]:
    """The lines of the screen; the last one is `ok`, or what is late."""
    health = status.health
    tick = "never" if health.last_tick_seconds is None else f"{health.last_tick_seconds} s ago"
    yield f"Outreach at {now:%Y-%m-%d %H:%M:%S} UTC"
    yield ""
    yield row("Last tick", tick)
    yield row("Oldest overdue reminder", f"{health.overdue_reminder_seconds} s")
    yield row("Oldest overdue escalation", f"{health.overdue_escalation_seconds} s")
    yield row("Oldest clock run out", f"{health.overdue_clock_seconds} s")
    yield row("Clocks run out", shown(status.clocks_run_out))
    yield ""
    yield row("Messages", "due", "in hand", "to retry", "overdue")
    for load in status.loads:
        yield row(label_of(load), *(shown(count) for count in count_of(load).values()))
    yield ""
    yield from of_failures(status.failures)
    yield ""
    yield from of_broker(broker)
    yield ""
    yield f"late: {health.why_late}" if health.why_late else "ok"


def of_failures(failures: Sequence[Failure]) -> Iterator[str]:
    """What did not arrive; the reasons come last, for some are long."""
    if not failures:
        yield "Not arrived in the last 24 h: nothing"
        return
    yield "Not arrived in the last 24 h"
    yield f"{'reminders':>11} {'escalations':>11}"
    for failure in failures:
        why = Why(failure.reason).label
        yield f"{shown(failure.reminders):>11} {shown(failure.escalations):>11}  {why}"


def of_broker(broker: Broker | None) -> Iterator[str]:
    """What waits in Redis, and who answers."""
    if broker is None:
        yield "Redis does not answer."
        return
    for name, length in broker.queues.items():
        yield row(f"Tasks waiting, {name}", str(length))
    yield f"{row('Workers answering', str(len(broker.workers)))}  {' '.join(broker.workers)}".rstrip()


def label_of(load: Load) -> str:
    """What a line counts."""
    return f"Reminders, {Channel(load.name).label}" if load.name in Channel.values else "Escalations"


def shown(count: int) -> str:
    """A count, marked where it may stand for more."""
    return f"{count}+" if count >= COUNTED_AT_MOST else str(count)


def row(label: str, *cells: str) -> str:
    """A label and its values, each in its column."""
    return (LABEL.format(label) + " ".join(CELL.format(cell) for cell in cells)).rstrip()
