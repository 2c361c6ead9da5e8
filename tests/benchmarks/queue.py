"""The queue: the database's time for its parts, with a hundred thousand open flags and with a thousand."""

from collections.abc import Iterator
from functools import partial

from django.core.management import call_command

from tests.benchmarks import flag_rows, rows
from tests.benchmarks.figures import Figure, Mark
from tests.benchmarks.grown import compare
from tests.benchmarks.rounds import Progress
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.staff import signed_in, time_of
from tests.benchmarks.stand import Stand

PARTS = {
    "the queue": "/queue/",
    "the queue, one's own": "/queue/?show=mine",
    "the queue, nobody's": "/queue/?show=unclaimed",
    "the queue, overdue": "/queue/?show=overdue",
    "the queue, one kind of flag": "/queue/?rule=pain-over-7d",
}
MARKS = {"the queue": Mark.at_most(1.2)}
FEW = 1_000  # flags
NURSE = "nurse.7@juniper.example"


def steps(sizes: Sizes) -> int:
    """How many steps `measure` takes."""
    return 2 + 2 * len(PARTS) * (1 + sizes.rounds)


def measure(stand: Stand, sizes: Sizes, progress: Progress) -> Iterator[Figure]:
    """Milliseconds that the statements of one request take, all of them, as the portal waits for them."""
    both = (FEW, sizes.flags)
    for flags in both:
        progress.step(f"{flags:,} open flags are made")
        use_queue(stand, flags)
    small, grown = ((flags, f"{flags:,} open flags") for flags in both)
    asked = partial(database_time, stand)
    yield from compare("queue", PARTS, small, grown, asked, MARKS, sizes.rounds, progress)


def use_queue(stand: Stand, flags: int) -> str:
    """Work on the database of a clinic with so many open flags; it is filled the first time. Its name."""
    name = f"queue_{flags}"
    if stand.use(name, "template0"):
        call_command("migrate", interactive=False, verbosity=0)
        rows.add_patients(flag_rows.FLAGLESS + flags // 2)
        rows.add_sessions(flag_rows.FLAGLESS, flag_rows.FLAGLESS)
        flag_rows.add_open_flags(flags, flag_rows.add_nurses())
    return name


def database_time(stand: Stand, flags: int, path: str) -> float:
    """Milliseconds in the database for one request of the clinic with so many open flags."""
    use_queue(stand, flags)
    return time_of(path, signed_in(NURSE))
