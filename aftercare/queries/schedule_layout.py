"""What lies where in a column of the schedule: every minute of it in exactly one piece. Pure functions.

A column is a stack of pieces from its first instant to its last, each as high as the time that passes in it,
so a day of 23 or 25 hours is drawn true. Sessions that overlap in one column stand side by side.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from aftercare.queries.spans import Span, both, without

SESSION, BUFFER, BESIDE, BLANK = "session", "buffer", "beside", "blank"

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Taken(Generic[Item]):
    """A session in a column: its time, and until when nothing else begins."""

    start: datetime
    end: datetime
    free_at: datetime
    item: Item


@dataclass(frozen=True, slots=True)
class Piece(Generic[Item]):
    """A part of a column. `kind`: session, buffer, blank, beside (what its `lanes` hold), or a ground."""

    kind: str
    start: datetime
    end: datetime
    item: Item | None = None
    lanes: tuple[tuple["Piece[Item]", ...], ...] = ()


Ground = tuple[str, Sequence[Span]]
"""What lies where no session is: its name, and where."""


def lay_out(window: Span, taken: Sequence[Taken[Item]], grounds: Sequence[Ground]) -> tuple[Piece[Item], ...]:
    """The column of a window of time; what reaches over its edge is cut. The first ground lies on top."""
    pieces: list[Piece[Item]] = []
    at = window[0]
    for cluster in _clusters(window, taken):
        start, end = cluster[0].start, max(one.free_at for one in cluster)
        pieces += _fill((at, start), grounds)
        lanes = _lanes(cluster)
        if len(lanes) == 1:
            pieces += _stack((start, end), lanes[0])
        else:
            beside = tuple(tuple(_stack((start, end), lane)) for lane in lanes)
            pieces.append(Piece(BESIDE, start, end, lanes=beside))
        at = end
    return (*pieces, *_fill((at, window[1]), grounds))


def cut(span: Span, step: timedelta, shortest: timedelta) -> Iterator[Span]:
    """A stretch in steps; a rest shorter than `shortest` belongs to the last of them."""
    start, end = span
    while end - start >= step + shortest:
        yield start, start + step
        start += step
    yield start, end


def _clusters(window: Span, taken: Sequence[Taken[Item]]) -> Iterator[list[Taken[Item]]]:
    """Sessions that overlap, directly or by others, in order of time; cut at the edges of the window."""
    first, last = window
    inside = [
        Taken(max(one.start, first), min(max(one.end, first), last), min(one.free_at, last), one.item)
        for one in taken
        if one.start < last and first < one.free_at
    ]
    cluster: list[Taken[Item]] = []
    for one in sorted(inside, key=lambda one: (one.start, one.free_at)):
        if cluster and one.start >= max(other.free_at for other in cluster):
            yield cluster
            cluster = []
        cluster.append(one)
    if cluster:
        yield cluster


def _lanes(cluster: Sequence[Taken[Item]]) -> list[list[Taken[Item]]]:
    """Each in the first lane that is free again."""
    lanes: list[list[Taken[Item]]] = []
    for one in cluster:
        lane = next((lane for lane in lanes if lane[-1].free_at <= one.start), None)
        if lane is None:
            lanes.append([one])
        else:
            lane.append(one)
    return lanes


def _stack(span: Span, lane: Sequence[Taken[Item]]) -> Iterator[Piece[Item]]:
    """One lane from the first instant of a span to the last."""
    at = span[0]
    for one in lane:
        parts = ((BLANK, at, one.start), (SESSION, one.start, one.end), (BUFFER, one.end, one.free_at))
        for kind, start, end in parts:
            if start < end:
                yield Piece(kind, start, end, None if kind == BLANK else one.item)
        at = one.free_at
    if at < span[1]:
        yield Piece(BLANK, at, span[1])


def _fill(span: Span, grounds: Sequence[Ground]) -> list[Piece[Item]]:
    """A stretch without sessions: what lies on top at each time, blank where nothing does."""
    left = [span] if span[0] < span[1] else []
    pieces: list[Piece[Item]] = []
    for kind, spans in grounds:
        pieces += [Piece(kind, start, end) for start, end in both(left, spans)]
        left = without(left, spans)
    pieces += [Piece(BLANK, start, end) for start, end in left]
    return sorted(pieces, key=lambda piece: piece.start)
