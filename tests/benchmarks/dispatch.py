"""Dispatch: claim, chunk, worker, intent, record; against raw psycopg2, one task each, and row by row."""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from aftercare.models import Reminder
from aftercare.models.outgoing import State
from aftercare.services.outreach import chunks, claim_due
from aftercare.tasks import send_reminders
from tests.benchmarks import rows
from tests.benchmarks.figures import Figure, Mark, ratio
from tests.benchmarks.raw import RawEngine
from tests.benchmarks.rounds import Progress, interleaved, warm_up
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.stand import Stand

DATABASE = "dispatch"
PATIENCE_SECONDS = 300


class NotAllSent(Exception):
    """An arm that did not do its work measures nothing."""


def steps(sizes: Sizes) -> int:
    """How many steps `measure` takes."""
    return 4 * (1 + sizes.rounds)


def measure(stand: Stand, sizes: Sizes, progress: Progress) -> Iterator[Figure]:
    """Reminders a second: from the first claim to the last record, the same table before each arm."""
    stand.use(DATABASE)
    raw = RawEngine()
    arms = {
        "portal": lambda: pace(sizes.chunked, by_chunks),
        "raw": lambda: pace(sizes.chunked, raw.run),
        "one-task-each": lambda: pace(sizes.one_by_one, by_single_tasks),
        "row-by-row": lambda: pace(sizes.one_by_one, row_by_row),
    }
    with stand.worker(DATABASE):
        warm_up(arms, progress)
        paces = interleaved(arms, sizes.rounds, progress)
    words = {
        "portal": "the portal: claim, Celery chunks of 100, a worker of one process, intent and record",
        "raw": "the same statements, raw psycopg2 and one connection",
        "one-task-each": "the portal with one Celery task for each reminder",
        "row-by-row": "no Celery: Django loads each reminder and saves it three times",
    }
    for name, what in words.items():
        yield Figure(f"dispatch.{name}", what, "reminders/s", paces[name])
    portal = paces["portal"]
    yield ratio(
        "dispatch.against-raw", "portal against raw psycopg2", portal, paces["raw"], Mark.at_least(0.7)
    )
    yield ratio(
        "dispatch.against-one-task-each",
        "portal against one task for each reminder",
        portal,
        paces["one-task-each"],
        Mark.at_least(20),
    )


def pace(count: int, send_all: Callable[[], None]) -> float:
    """Reminders a second of one way to send `count` of them."""
    rows.empty()
    rows.add_due(count)
    rows.tidy()
    started = timezone.now()
    send_all()
    ended = end_of(count)
    return count / (ended - started).total_seconds()


def end_of(count: int) -> datetime:
    """When the last of `count` was sent, by its own record. Looks rarely: looking takes time as well.

    Raises:
        NotAllSent: that did not come to pass.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        number, last = rows.sent()
        if number == count and last is not None:
            return last
        time.sleep(0.1)
    raise NotAllSent(f"{number} of {count} reminders were sent")


def by_chunks() -> None:
    """As the tick does it."""
    hand_out(lambda ids: [send_reminders.apply_async([chunk]) for chunk in chunks(ids)])


def by_single_tasks() -> None:
    """The same tasks with one reminder each."""
    hand_out(lambda ids: [send_reminders.apply_async([chunk]) for chunk in chunks(ids, 1)])


def hand_out(publish: Callable[[Sequence[UUID]], object]) -> None:
    """Claim until nothing is due; where as many are in hand as may be, wait for the worker."""
    while Reminder.objects.due(timezone.now()).exists():
        ids = claim_due(at=timezone.now()).reminders
        publish(ids)
        if not ids:
            time.sleep(0.1)


def row_by_row() -> None:
    """What a first draft would do."""
    due = Reminder.objects.due(timezone.now()).order_by("next_at", "id").values_list("id", flat=True)
    for one in list(due):
        reminder = Reminder.objects.get(pk=one)
        for state in (State.CLAIMED, State.SENDING, State.SENT):
            reminder.pass_to(state, at=timezone.now())
