"""Statements per reminder: what the engine says to PostgreSQL for each message, claim to record."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from aftercare.services.delivery import deliver_reminders
from aftercare.services.outreach import chunks, claim_due
from tests.benchmarks import rows
from tests.benchmarks.figures import Figure, Mark
from tests.benchmarks.null_channel import silence
from tests.benchmarks.rounds import Progress
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.stand import Stand


def steps(sizes: Sizes) -> int:
    """How many steps `measure` takes."""
    return 1


def measure(stand: Stand, sizes: Sizes, progress: Progress) -> Iterator[Figure]:
    """Counted in this very process: the worker runs the same function. A count has no range."""
    from aftercare.notifications.post import Post

    silence()
    stand.use("dispatch")
    rows.empty()
    rows.add_due(sizes.due)
    progress.step("statements, counted")
    with counted() as claiming:
        ids = claim_due(at=timezone.now()).reminders
    with counted() as sending, Post() as post:
        for chunk in chunks(ids):
            deliver_reminders(ids=[UUID(one) for one in chunk], post=post, now=timezone.now)

    def per_reminder(name: str, what: str, count: int, mark: Mark | None = None) -> Figure:
        return Figure(f"statements.{name}", what, "a reminder", (count / len(ids),), mark)

    claim, record = claiming.total(), sending["record"]
    yield per_reminder(
        "claim-and-record",
        "statements that claim and record and are no part of an intent",
        claim + record,
        Mark.at_most(0.02),
    )
    yield per_reminder("claim", "of these, by the tick (whatever it looks for)", claim)
    yield per_reminder("record", "of these, the record of the last message of each chunk", record)
    yield per_reminder("read", "besides, reads of whom to write to", sending["read"])
    yield per_reminder(
        "intent", "besides, intents; each carries the record of the one before it", sending["intent"]
    )


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """Counts the statements of this connection, by what they are for."""
    kinds: Counter[str] = Counter()

    def count(execute: Callable[..., Any], sql: str, *others: Any) -> Any:
        kinds[kind_of(sql)] += 1
        return execute(sql, *others)

    with connection.execute_wrapper(count):
        yield kinds


def kind_of(sql: str) -> str:
    """What one of delivery's statements is for."""
    if "'sending', state_reason = ''" in sql:
        return "intent"
    return "read" if sql.startswith("SELECT") else "record"
