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


def steps_of(arms: int, rounds: int) -> int:
    """How many steps `interleaved` takes: every arm is warmed up once."""
    return arms * (rounds + 1)


def interleaved(arms: Arms, rounds: int, progress: Progress) -> dict[str, tuple[float, ...]]:
    """What each arm measured in each round; a first turn of each warms up and does not count."""
    values: dict[str, list[float]] = {name: [] for name in arms}
    for number in range(rounds + 1):
        for name, measure in arms.items():
            progress.step(f"{name}, {f'round {number} of {rounds}' if number else 'warm-up'}")
            values[name].append(measure())
    return {name: tuple(each[1:]) for name, each in values.items()}
