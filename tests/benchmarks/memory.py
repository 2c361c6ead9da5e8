"""Memory: the most that a worker ever held while it drained due reminders, while others wait."""

import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from django.utils import timezone

from aftercare.models import Reminder
from aftercare.tasks import tick
from tests.benchmarks import rows
from tests.benchmarks.figures import Figure, Mark, ratio
from tests.benchmarks.machine import first_of
from tests.benchmarks.rounds import Progress, interleaved
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.stand import Stand
from tests.benchmarks.tick import use_future

PAUSE_SECONDS = 0.2


def steps(sizes: Sizes) -> int:
    """How many steps `measure` takes."""
    return 2 * (1 + sizes.worker_rounds)


def measure(stand: Stand, sizes: Sizes, progress: Progress) -> Iterator[Figure]:
    """MiB of a fresh worker, parent and child together. It does the ticks too."""
    few, many = sizes.pending
    for count in sizes.pending:
        progress.step(f"{count:,} pending reminders are there")
        use_future(stand, count, sizes.patients)
    arms = {f"memory, {count:,} pending": partial(high_water, stand, count, sizes) for count in (few, many)}
    of_few, of_many = interleaved(arms, sizes.worker_rounds, progress).values()
    for count, values in ((few, of_few), (many, of_many)):
        what = f"most memory of a worker that sends {sizes.drained:,} while {count:,} are pending"
        yield Figure(f"memory.pending-{count}", what, "MiB", values)
    what = f"most memory of a worker, {many:,} pending against {few:,}"
    yield ratio("memory.ratio", what, of_many, of_few, Mark.at_most(1.05))


def high_water(stand: Stand, count: int, sizes: Sizes) -> float:
    """MiB that a worker held at most."""
    name = use_future(stand, count, sizes.patients)
    rows.add_due(sizes.drained)
    rows.tidy()
    with stand.worker(name, "clinical,outreach") as parent:
        while Reminder.objects.due(timezone.now()).exists() or Reminder.objects.in_hand().exists():
            tick.apply_async(expires=PAUSE_SECONDS)
            time.sleep(PAUSE_SECONDS)
        return sum(most_kib(pid) for pid in (parent, *children(parent))) / 1024


def children(parent: int) -> list[int]:
    """The processes that a process has started (Linux)."""
    told = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    return [int(pid) for pid in told.split()]


def most_kib(pid: int) -> int:
    """The most memory that a process was ever resident with, in KiB, by the kernel's own count (Linux)."""
    return int(first_of(f"/proc/{pid}/status", "VmHWM").split()[0])
