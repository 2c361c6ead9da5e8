"""The tick: what claiming a thousand due reminders takes, while the table of future ones grows."""

import json
import time
from collections.abc import Iterator
from functools import partial
from statistics import median

from django.db import connection
from django.utils import timezone

from aftercare.models import Reminder
from aftercare.services.outreach import CLAIM_AT_MOST, LEASE, claim_due
from tests.benchmarks import rows
from tests.benchmarks.figures import Figure, Mark, ratio
from tests.benchmarks.raw import caught
from tests.benchmarks.rounds import Progress, interleaved, steps_of
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.stand import Stand

TITLE = "Tick"
TICKS = 3
INDEX = "reminder_waiting"


def steps(sizes: Sizes) -> int:
    """How many steps `measure` takes."""
    return len(sizes.future) + steps_of(len(sizes.future), sizes.rounds)


def measure(stand: Stand, sizes: Sizes, progress: Progress) -> Iterator[Figure]:
    """Milliseconds of one whole tick, whatever else it looks for included; the least of its due rows is one."""
    for count in sizes.future:
        progress.step(f"{count:,} future reminders are made")
        use_future(stand, count, sizes.patients)
    arms = {f"{count:,} future": partial(tick_time, stand, count, sizes) for count in sizes.future}
    times = dict(zip(sizes.future, interleaved(arms, sizes.rounds, progress).values(), strict=True))
    for count, values in times.items():
        what = f"a tick with {sizes.due:,} due and {count:,} future reminders"
        yield Figure(f"tick.future-{count}", what, "ms", values)
    few, *more = sizes.future
    for many in more:
        what = f"a tick, {many:,} future reminders against {few:,}"
        yield ratio(f"tick.{many}-against-{few}", what, times[many], times[few], Mark.at_most(1.2))
    yield Figure(
        "tick.index",
        f"the claim goes by the partial index {INDEX} (1: yes)",
        "of 1",
        tuple(float(goes_by_index(stand, count, sizes)) for count in sizes.future),
        Mark.at_least(1),
    )


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
    for _ in range(TICKS + 1):
        rows.take_away_claimed()
        rows.add_due(sizes.due)
        started = time.perf_counter()
        claimed = claim_due(at=timezone.now()).reminders
        times.append(1000 * (time.perf_counter() - started))
        assert len(claimed) == sizes.due
    rows.take_away_claimed()
    return median(times[1:])


def goes_by_index(stand: Stand, count: int, sizes: Sizes) -> bool:
    """Whether PostgreSQL's plan of the claim finds what is due in the index of what waits."""
    use_future(stand, count, sizes.patients)
    messages = Reminder.objects.all()
    claim = caught(lambda: messages.claim(at=timezone.now(), lease=LEASE, at_most=CLAIM_AT_MOST))
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {claim.sql}", claim.values)
        return f'"Index Name": "{INDEX}"' in json.dumps(cursor.fetchone()[0])
