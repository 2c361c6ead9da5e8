"""From sessions to windows, and from windows to the one status that holds at each instant of a topic."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from aftercare.domain.clinical_time import local_date, start_of_day
from aftercare.domain.protocol import Anchor, Protocol, Rule, Status
from aftercare.domain.sessions import Session


@dataclass(frozen=True, slots=True)
class ProjectedWindow:
    """One rule's window over one session, a reason for a status. `session` is its index in those given."""

    rule_id: str
    topic: str
    status: Status
    anchor: Anchor
    start: datetime
    end: datetime
    session: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of one status; None is no limit. `rules` gave this status somewhere in it, sorted."""

    status: Status
    start: datetime | None
    end: datetime | None
    rules: tuple[str, ...]


def pause_start(protocol: Protocol, at: datetime, zone: ZoneInfo) -> datetime:
    """When the pause before a session at `at` begins: 00:00 local, some dates before the session's."""
    return start_of_day(local_date(at, zone) - timedelta(days=protocol.pause.days), zone)


def project(protocol: Protocol, sessions: Sequence[Session], zone: ZoneInfo) -> list[ProjectedWindow]:
    """The window of every rule over every live session, in time order."""
    windows = [
        ProjectedWindow(
            rule.id, rule.topic, rule.status, rule.anchor, *_span(protocol, rule, session.at, zone), index
        )
        for index, session in enumerate(sessions)
        if session.live
        for rule in protocol.rules
    ]
    return sorted(windows, key=lambda window: (window.start, window.end))


def _span(protocol: Protocol, rule: Rule, at: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    if rule.duration is None:
        return pause_start(protocol, at, zone), at
    return at, rule.duration.after(at, zone)


def segments_of(resting: Status, windows: Iterable[ProjectedWindow]) -> tuple[Segment, ...]:
    """All of time in stretches of one status: the strictest window in force, else `resting`."""
    starting: dict[datetime, list[ProjectedWindow]] = defaultdict(list)
    for window in windows:
        starting[window.start].append(window)
        starting.setdefault(window.end, [])
    stretches: list[tuple[Status, datetime | None, set[str]]] = [(resting, None, set())]
    in_force: list[ProjectedWindow] = []
    for instant in sorted(starting):
        in_force = [window for window in in_force if window.end > instant] + starting[instant]
        status = strictest(window.status for window in in_force) if in_force else resting
        rules = {window.rule_id for window in in_force if window.status is status}
        if stretches[-1][0] is status:
            stretches[-1][2].update(rules)
        else:
            stretches.append((status, instant, rules))
    ends = [start for _, start, _ in stretches[1:]] + [None]
    return tuple(
        Segment(status, start, end, tuple(sorted(rules)))
        for (status, start, rules), end in zip(stretches, ends, strict=True)
    )


def strictest(statuses: Iterable[Status]) -> Status:
    """The strictest of at least one status."""
    return max(statuses, key=lambda status: status.strictness)
