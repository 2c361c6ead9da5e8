"""How much a run measures: the usual one, a quick one that only shows that it works, a full one."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Sizes:
    """Rounds, and rows; the sizes of table that are compared with the smallest first.

    `worker_rounds` are those that start a worker for each turn; `watched_rounds` those in which
    nurses watch the queue for `watched_seconds`.
    """

    rounds: int
    worker_rounds: int
    patients: int
    chunked: int
    one_by_one: int
    due: int
    future: tuple[int, ...]
    drained: int
    pending: tuple[int, int]
    requests: int
    flags: int
    watched_rounds: int
    watched_seconds: int


USUAL = Sizes(
    rounds=5,
    worker_rounds=5,
    patients=10_000,
    chunked=4_000,
    one_by_one=500,
    due=1_000,
    future=(10_000, 1_000_000),
    drained=10_000,
    pending=(10_000, 1_000_000),
    requests=400,
    flags=100_000,
    watched_rounds=3,
    watched_seconds=60,
)
FULL = replace(USUAL, future=(10_000, 1_000_000, 10_000_000))
QUICK = Sizes(
    rounds=3,
    worker_rounds=1,
    patients=1_000,
    chunked=300,
    one_by_one=50,
    due=1_000,
    future=(10_000, 50_000),
    drained=300,
    pending=(10_000, 50_000),
    requests=50,
    flags=5_000,
    watched_rounds=1,
    watched_seconds=10,
)
