"""Figures: what was measured in each round, its median and range, and the mark it should reach."""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True)
class Mark:
    """What a figure should reach: at least a number, or at most one."""

    words: str
    number: float

    @classmethod
    def at_least(cls, number: float) -> "Mark":
        return cls("at least", number)

    @classmethod
    def at_most(cls, number: float) -> "Mark":
        return cls("at most", number)

    def is_reached_by(self, number: float) -> bool:
        compare: Callable[[float, float], bool] = operator.ge if self.words == "at least" else operator.le
        return compare(number, self.number)

    def __str__(self) -> str:
        return f"{self.words} {self.number:g}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, with its value in every round. `name` is for programs, `what` for people."""

    name: str
    what: str
    unit: str
    rounds: tuple[float, ...]
    mark: Mark | None = None

    @property
    def median(self) -> float:
        return median(self.rounds)

    @property
    def low(self) -> float:
        return min(self.rounds)

    @property
    def high(self) -> float:
        return max(self.rounds)

    @property
    def reached(self) -> bool | None:
        """Whether the median reaches the mark; None where there is none."""
        return None if self.mark is None else self.mark.is_reached_by(self.median)

    def to_store(self) -> dict[str, Any]:
        """The figure as JSON, with everything that follows from its rounds."""
        return {
            "name": self.name,
            "what": self.what,
            "unit": self.unit,
            "median": self.median,
            "low": self.low,
            "high": self.high,
            "rounds": list(self.rounds),
            "mark": None if self.mark is None else {self.mark.words: self.mark.number},
            "reached": self.reached,
        }

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Figure":
        """The figure that was stored so."""
        marks = [Mark(words, number) for words, number in (stored["mark"] or {}).items()]
        rounds = tuple(stored["rounds"])
        return cls(stored["name"], stored["what"], stored["unit"], rounds, next(iter(marks), None))


def ratio(name: str, what: str, over: Sequence[float], under: Sequence[float], mark: Mark | None) -> Figure:
    """How often one arm holds the other: a ratio for each round, since a round's arms ran side by side."""
    rounds = tuple(one / other for one, other in zip(over, under, strict=True))
    return Figure(name, what, "x", rounds, mark)
