"""The resolved timeline: for each topic, what holds at every instant over all sessions of one patient."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from aftercare.domain.clinical_time import Window
from aftercare.domain.projection import (
    ProjectedWindow,
    Segment,
    pause_start,
    project,
    segments_of,
    strictest,
)
from aftercare.domain.protocol import Protocol, Status
from aftercare.domain.sessions import Session, SessionStatus

__all__ = ["ProjectedWindow", "Segment", "Session", "SessionStatus", "Timeline", "resolve"]


@dataclass(frozen=True, slots=True)
class Timeline:
    """What holds when for one patient. Made by `resolve`; an unknown topic id is a KeyError.

    `pauses` gives each live session's index in `sessions` and its pause.
    """

    protocol: Protocol
    sessions: tuple[Session, ...]
    zone: ZoneInfo
    pauses: tuple[tuple[int, Window], ...]
    _windows: Mapping[str, tuple[ProjectedWindow, ...]]
    _segments: Mapping[str, tuple[Segment, ...]]

    def windows(self, topic_id: str) -> tuple[ProjectedWindow, ...]:
        """Every window of the topic over every live session, in time order."""
        return self._windows[topic_id]

    def segments(self, topic_id: str) -> tuple[Segment, ...]:
        """The topic over all time: no gap, no overlap, neighbours differ in status."""
        return self._segments[topic_id]

    def clipped(self, topic_id: str, start: datetime, end: datetime) -> tuple[Segment, ...]:
        """The segments within `[start, end)`, cut at its ends, each with the rules in force there."""
        return tuple(
            self._cut(topic_id, segment, start, end)
            for segment in self._between(topic_id, start, end)
            if segment.start is None or segment.start < end
        )

    def segment_at(self, topic_id: str, instant: datetime) -> Segment:
        """The segment that holds at `instant`."""
        return self._between(topic_id, instant, instant)[0]

    def strictest_in(self, topic_id: str, start: datetime, end: datetime) -> Status:
        """The strictest status from `start` to `end`, both included; where `start` is later: at `end`."""
        return strictest(segment.status for segment in self._between(topic_id, min(start, end), end))

    def _between(self, topic_id: str, start: datetime, end: datetime) -> tuple[Segment, ...]:
        """The segments that `start` and `end` lie in, and all between."""
        segments = self._segments[topic_id]
        limits = [segment.start for segment in segments if segment.start is not None]
        return segments[bisect_right(limits, start) : bisect_right(limits, end) + 1]

    def _cut(self, topic_id: str, segment: Segment, start: datetime, end: datetime) -> Segment:
        start = start if segment.start is None else max(start, segment.start)
        end = end if segment.end is None else min(end, segment.end)
        rules = {
            window.rule_id
            for window in self._windows[topic_id]
            if window.status is segment.status and window.start < end and start < window.end
        }
        return replace(segment, start=start, end=end, rules=tuple(sorted(rules)))


def resolve(protocol: Protocol, sessions: Sequence[Session], zone: ZoneInfo) -> Timeline:
    """The timeline of `sessions`, given in any order, with days counted on the wall clock of `zone`."""
    windows: dict[str, list[ProjectedWindow]] = defaultdict(list)
    for window in project(protocol, sessions, zone):
        windows[window.topic].append(window)
    return Timeline(
        protocol=protocol,
        sessions=tuple(sessions),
        zone=zone,
        pauses=tuple(
            (index, Window(pause_start(protocol, session.at, zone), session.at))
            for index, session in enumerate(sessions)
            if session.live
        ),
        _windows={topic.id: tuple(windows[topic.id]) for topic in protocol.topics},
        _segments={topic.id: segments_of(topic.resting, windows[topic.id]) for topic in protocol.topics},
    )
