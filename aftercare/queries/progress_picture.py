"""Scores over the months beside the course that is usual: drawing values for `_components/course.html`.

The drawing is 368 units wide. Time runs from 30 to 366: the first two weeks take the first third, the time to
month 4 the second, the time to month 10 the last; so both the sore days and the slow months can be seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

LEFT, RIGHT = 30.0, 366.0
TOP, BOTTOM = 30.0, 150.0
STAGES = ((0.0, 0.0), (14.0, 1 / 3), (122.0, 2 / 3), (304.0, 1.0))
"""Days since the first session, and how much of the width has gone by then."""
SORE_DAYS = (0.0, 3.0)
RESULTS_BEGIN_DAYS = (91.0, 122.0)
BEST_DAYS = (244.0, 304.0)
NARROWEST = 4.0


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch in which something is usual, with its words above."""

    x: str
    width: str
    text_x: str
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A time beneath the drawing."""

    x: str
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class CoursePicture:
    """Everything `_components/course.html` draws; `title` says it in words."""

    title: str
    line: str
    dots: tuple[tuple[str, str], ...]
    baseline_y: str
    sessions: tuple[str, ...]
    bands: tuple[Band, ...]
    ticks: tuple[Tick, ...]
    now: str


def draw_course(
    scores: Sequence[tuple[float, int]],
    *,
    sessions: Sequence[float],
    baseline: int | None,
    today: float,
    title: str,
) -> CoursePicture:
    """Draw scores (0-10) by days since the first session; `sessions` and `today` in the same days."""
    points = tuple((f"{x_of(day):.1f}", f"{y_of(score):.1f}") for day, score in scores if day >= 0)
    return CoursePicture(
        title=title,
        line=" ".join(f"{x},{y}" for x, y in points),
        dots=points,
        baseline_y="" if baseline is None else f"{y_of(baseline):.1f}",
        sessions=tuple(f"{x_of(day):.1f}" for day in sessions),
        bands=tuple(_bands()),
        ticks=tuple(_ticks()),
        now=f"{x_of(today):.1f}",
    )


def x_of(day: float) -> float:
    """Where a day lies; what comes after the last stage lies at its end."""
    for (first, begin), (last, end) in pairwise(STAGES):
        if day <= last:
            share = begin + (max(day, 0.0) - first) / (last - first) * (end - begin)
            return LEFT + share * (RIGHT - LEFT)
    return RIGHT


def y_of(score: int) -> float:
    """The height of a score."""
    return BOTTOM - score * (BOTTOM - TOP) / 10


def _bands() -> Sequence[Band]:
    words = (
        (SORE_DAYS, _("sore"), "start"),
        (RESULTS_BEGIN_DAYS, _("results begin"), "end"),
        (BEST_DAYS, _("often best"), "end"),
    )
    bands = []
    for (first, last), text, anchor in words:
        x, end = x_of(first), x_of(last)
        text_x = x if anchor == "start" else end
        bands.append(Band(f"{x:.1f}", f"{max(end - x, NARROWEST):.1f}", f"{text_x:.1f}", text, anchor))
    return bands


def _ticks() -> Sequence[Tick]:
    words = ((7, _("1 week")), (14, _("2 weeks")), (122, _("4 months")))
    ticks = [Tick(f"{x_of(day):.1f}", text, "middle") for day, text in words]
    # written about its time, the last one would not fit
    return [*ticks, Tick(f"{RIGHT:.1f}", _("9 months"), "end")]
