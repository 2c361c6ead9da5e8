"""The tick: what claiming a thousand due reminders takes, while the table of future ones grows."""

import json
import time
from collections.abc import Iterator
from functools import partial
from statistics import median

from django.db import connection
from django.utils import timezone

from aftercare.models import Reminder
from aftercare.services.outreach import CLAIM_AT_MOST, IN_HAND_AT_MOST, LEASE, claim_due
from tests.benchmarks import rows
from tests.benchmarks.figures import Figure, Mark, ratio
from tests.benchmarks.raw import Statement, caught
from tests.benchmarks.rounds import Progress, interleaved, warm_up
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.stand import Stand

TICKS = 3


def steps(sizes: Sizes) -> int:
    """How many steps `measure` takes."""
    return len(sizes.future) * (2 + sizes.rounds)


def measure(stand: Stand, sizes: Sizes, progress: Progress) -> Iterator[Figure]:
    """Milliseconds of a whole tick, whatever else it looks for included, and by which index it finds rows."""
    for count in sizes.future:
        progress.step(f"{count:,} future reminders are made")
        use_future(stand, count, sizes.patients)
    arms = {f"{count:,} future": partial(tick_time, stand, count, sizes) for count in sizes.future}
    warm_up(arms, progress)
    times = dict(zip(sizes.future, interleaved(arms, sizes.rounds, progress).values(), strict=True))
    for count, values in times.items():
        what = f"a tick with {sizes.due:,} due and {count:,} future reminders"
        yield Figure(f"tick.future-{count}", what, "ms", values)
    few, *more = sizes.future
    for many in more:
        what = f"a tick, {many:,} future reminders against {few:,}"
        yield ratio(f"tick.{many}-against-{few}", what, times[many], times[few], Mark.at_most(1.2))
    yield from indexes()


def use_future(stand: Stand, count: int, patients: int) -> str:
    """Work on the database with so many future reminders; it is filled the first time. Returns its name."""
    name = f"future_{count}"
    if stand.use(name):
        rows.add_future(count, patients)
    return name


def tick_time(stand: Stand, count: int, sizes: Sizes) -> float:
    """Milliseconds of a tick, the median of a few: the first one of the connection is not counted."""
    use_future(stand, count, sizes.patients)
    times = []
    for number in range(TICKS + 1):
        rows.take_away_claimed()
        rows.add_due(sizes.due)
        if number == 0:
            rows.tidy()
        started = time.perf_counter()
        claimed = claim_due(at=timezone.now()).reminders
        times.append(1000 * (time.perf_counter() - started))
        assert len(claimed) == sizes.due
    rows.take_away_claimed()
    return median(times[1:])


def indexes() -> Iterator[Figure]:
    """Whether PostgreSQL's plans, in the database used last, the largest, go by the partial indexes."""
    messages = Reminder.objects.all()
    claim = caught(lambda: messages.claim(at=timezone.now(), lease=LEASE, at_most=CLAIM_AT_MOST))
    in_hand = caught(lambda: messages.in_hand().order_by()[:IN_HAND_AT_MOST].count())
    yield index_check("waiting", "the claim goes", claim)
    yield index_check("in_hand", "the count of what is in hand goes", in_hand)


def index_check(name: str, what: str, statement: Statement) -> Figure:
    """A check as a figure: 1 where the plan of a statement names the index."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement.sql}", statement.values)
        named = f'"Index Name": "reminder_{name}"' in json.dumps(cursor.fetchone()[0])
    what = f"{what} by the partial index reminder_{name} (1: yes, 0: no)"
    return Figure(f"tick.index-{name}", what, "of 1", (float(named),), Mark.at_least(1))
