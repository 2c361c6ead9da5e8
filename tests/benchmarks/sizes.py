"""How much a run measures: the usual one, a quick one that only shows that it works, a full one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """Rounds, and rows. `future` and `pending` are the sizes of table that are compared, the smallest first."""

    rounds: int
    patients: int
    chunked: int
    one_by_one: int
    due: int
    future: tuple[int, ...]
    drained: int
    pending: tuple[int, int]


USUAL = Sizes(
    rounds=5,
    patients=10_000,
    chunked=4_000,
    one_by_one=1_000,
    due=1_000,
    future=(10_000, 1_000_000),
    drained=10_000,
    pending=(10_000, 1_000_000),
)
FULL = Sizes(
    rounds=5,
    patients=10_000,
    chunked=4_000,
    one_by_one=1_000,
    due=1_000,
    future=(10_000, 1_000_000, 10_000_000),
    drained=10_000,
    pending=(10_000, 1_000_000),
)
QUICK = Sizes(
    rounds=3,
    patients=1_000,
    chunked=1_000,
    one_by_one=200,
    due=1_000,
    future=(10_000, 50_000),
    drained=1_000,
    pending=(10_000, 50_000),
)
