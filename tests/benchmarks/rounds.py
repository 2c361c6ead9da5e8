"""Rounds: the arms of a comparison take turns (A B C A B C ...), so that a slow minute slows all of them."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

BAR_WIDTH = 30

Arms = Mapping[str, Callable[[], float]]
Show = Literal["bar", "lines", "none"]


@dataclass
class Progress:
    """How far a run is, told on standard error: as a bar, a line for each step, or not at all."""

    steps: int
    show: Show
    done: int = 0

    def step(self, what: str) -> None:
        """One more step begins."""
        self.done += 1
        if self.show == "lines":
            print(f"{self.done}/{self.steps} {what}", file=sys.stderr, flush=True)
        elif self.show == "bar":
            filled = BAR_WIDTH * self.done // max(self.steps, 1)
            bar = "#" * filled + "." * (BAR_WIDTH - filled)
            print(f"\r[{bar}] {self.done}/{self.steps} {what:<50.50}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leave the line of the bar."""
        if self.show == "bar":
            print(file=sys.stderr)


def warm_up(arms: Arms, progress: Progress) -> None:
    """A turn of each arm that does not count."""
    for name, measure in arms.items():
        progress.step(f"{name}, warm-up")
        measure()


def interleaved(arms: Arms, rounds: int, progress: Progress) -> dict[str, tuple[float, ...]]:
    """What each arm measured in each round."""
    values: dict[str, list[float]] = {name: [] for name in arms}
    for number in range(1, rounds + 1):
        for name, measure in arms.items():
            progress.step(f"{name}, round {number} of {rounds}")
            values[name].append(measure())
    return {name: tuple(each) for name, each in values.items()}
