"""Pages of something small and of the same thing grown: what the database takes for each, how much more."""

import logging
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from tests.benchmarks.figures import Figure, Mark, ratio
from tests.benchmarks.rounds import Progress, interleaved, warm_up


def compare(
    group: str,
    pages: Mapping[str, str],
    small: tuple[int, str],
    grown: tuple[int, str],
    database_time: Callable[[int, str], float],
    marks: Mapping[str, Mark],
    rounds: int,
    progress: Progress,
) -> Iterator[Figure]:
    """Of each page by name and path the milliseconds that `database_time(size, path)` tells, of the small and
    of the grown (size, in words), and their ratio against the mark of that name.
    """
    logging.disable(logging.INFO)  # a line for each request, in the middle of the progress
    arms = {
        f"{name}, {words}": partial(database_time, size, path)
        for name, path in pages.items()
        for size, words in (small, grown)
    }
    warm_up(arms, progress)
    found = interleaved(arms, rounds, progress)
    logging.disable(logging.NOTSET)
    for name in pages:
        few, many = (found[f"{name}, {words}"] for _size, words in (small, grown))
        for (size, words), values in ((small, few), (grown, many)):
            yield Figure(f"{group}.{name}.{size}", f"database time of {name}, {words}", "ms", values)
        what = f"database time of {name}, {grown[1]} against {small[0]:,}"
        yield ratio(f"{group}.{name}.ratio", what, many, few, marks.get(name))
