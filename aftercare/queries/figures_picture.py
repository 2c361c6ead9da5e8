"""Bars and dots of the figures: x and width are shares of the picture's width. Pure functions."""

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _

from aftercare.queries.wording import format_duration

MINUTE = timedelta(minutes=1)
WEEK = timedelta(days=7)
MARKED: Final = (MINUTE, 10 * MINUTE, timedelta(hours=1), timedelta(hours=6), timedelta(days=1), WEEK)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar; `tone` colours it, empty for the usual colour."""

    x: str
    width: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A time: the median, or the ring of the 90th percentile."""

    x: str
    kind: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A time beneath the picture."""

    x: str
    text: str
    anchor: str


def share_bar(count: int, of: int, tone: str) -> Bar:
    """A bar as long as its share."""
    return Bar("0%", _percent(count / of if of else 0), tone)


def time_share(time: timedelta) -> float:
    """Where a time lies between a minute and a week: each step to the right is some times longer."""
    inside = min(max(time, MINUTE), WEEK)
    return math.log(inside / MINUTE) / math.log(WEEK / MINUTE)


def time_dots(median: timedelta | None, long: timedelta | None) -> tuple[Dot, ...]:
    """The median as a dot and the 90th percentile as a ring, of those that can be told."""
    known = (("median", median), ("long", long))
    return tuple(Dot(_percent(time_share(time)), kind) for kind, time in known if time is not None)


def time_bar(median: timedelta | None, long: timedelta | None) -> tuple[Bar, ...]:
    """What lies between the two."""
    if median is None or long is None:
        return ()
    begins, ends = time_share(median), time_share(long)
    return (Bar(_percent(begins), _percent(ends - begins), "between"),)


def time_ticks() -> tuple[Tick, ...]:
    """The times that are marked."""
    anchors = {MINUTE: "start", WEEK: "end"}
    texts = {WEEK: _("1 week")}
    return tuple(
        Tick(
            _percent(time_share(time)), texts.get(time) or format_duration(time), anchors.get(time, "middle")
        )
        for time in MARKED
    )


def _percent(share: float) -> str:
    return f"{100 * share:.2f}%"
