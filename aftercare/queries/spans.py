"""Stretches of time, `[start, end)`: put together, cut out, laid over one another. Pure functions."""

from collections.abc import Iterable
from datetime import datetime

Span = tuple[datetime, datetime]
"""A stretch of time, `[start, end)`."""


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same time in as few stretches as possible, in order; empty ones are left out."""
    found: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def both(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """The time that lies in both."""
    others = list(others)
    return joined((max(a, c), min(b, d)) for a, b in spans for c, d in others)


def without(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """The time that lies in `spans` and in none of `others`."""
    left = joined(spans)
    for start, end in joined(others):
        left = [part for a, b in left for part in ((a, min(b, start)), (max(a, end), b)) if part[0] < part[1]]
    return left
