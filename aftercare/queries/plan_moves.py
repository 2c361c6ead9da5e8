"""What a change of the sessions does to a plan: which restrictions move, and what the patient hears.

Pure: two resolved timelines are compared, the one that stands and the one that would; nothing is stored.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import QuietHours
from aftercare.domain.projection import Segment
from aftercare.domain.protocol import Status
from aftercare.domain.reminders import PlannedReason, plan_reasons
from aftercare.domain.timeline import Timeline
from aftercare.queries.reminder_words import reason_words
from aftercare.queries.wording import When, format_date, format_instant, when

Cell = tuple[str, ...]
"""The lines of one cell of the table."""


@dataclass(frozen=True, slots=True)
class Move:
    """Topics that move alike: until when they are restricted as it stands, and if the sessions change."""

    topics: str
    note: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """Something the patient hears, as `_components/next.html` takes it; `session`: the session itself."""

    when: When
    text: str
    title: str = ""
    session: bool = False


@dataclass(frozen=True, slots=True)
class Untold:
    """Messages that would not go out any more, of one kind: the first of them and how many."""

    when: When
    text: str
    count: int


def find_moves(before: Timeline, after: Timeline, now: datetime) -> tuple[Move, ...]:
    """The restrictions that are not the same in both plans from `now` on, alike ones in one row."""
    rows: dict[tuple[str, Cell, Cell], list[str]] = {}
    for topic in before.protocol.topics:
        old, new = restrictions(before, topic.id, now), restrictions(after, topic.id, now)
        if _limits(old) != _limits(new):
            key = _note(old, new), *_cells(old, new, before.zone, now)
            rows.setdefault(key, []).append(topic.short_name)
    return tuple(Move(", ".join(names), note, old, new) for (note, old, new), names in rows.items())


def restrictions(timeline: Timeline, topic_id: str, now: datetime) -> list[Segment]:
    """The stretches of a topic from `now` on in which it is restricted for a time."""
    return [
        segment
        for segment in timeline.segments(topic_id)
        if segment.status in (Status.AVOID, Status.ASK) and segment.end is not None and segment.end > now
    ]


def _limits(segments: Iterable[Segment]) -> list[tuple[Status, datetime | None, datetime | None]]:
    return [(segment.status, segment.start, segment.end) for segment in segments]


def _note(old: list[Segment], new: list[Segment]) -> str:
    """What the cells leave out: that only asking is meant, or that there is a free stretch in between."""
    if all(segment.status is Status.ASK for segment in (*old, *new)):
        return _("ask first")
    apart = any(later.start != earlier.end for earlier, later in pairwise(new))
    return _("free in between") if apart else ""


def _cells(old: list[Segment], new: list[Segment], zone: ZoneInfo, now: datetime) -> tuple[Cell, Cell]:
    """Both cells in the fewest words that differ: last dates, last times, else every stretch."""
    for words in (_last_date, _last_time):
        cells = words(old, zone, now), words(new, zone, now)
        if cells[0] != cells[1]:
            return cells
    return _stretches(old, zone, now), _stretches(new, zone, now)


def _last_date(segments: list[Segment], zone: ZoneInfo, now: datetime) -> Cell:
    return tuple(format_date(end, zone, now) for end in _ends(segments)[-1:]) or (_("free"),)


def _last_time(segments: list[Segment], zone: ZoneInfo, now: datetime) -> Cell:
    return tuple(format_instant(end, zone, now) for end in _ends(segments)[-1:]) or (_("free"),)


def _stretches(segments: list[Segment], zone: ZoneInfo, now: datetime) -> Cell:
    starts = [max(segment.start or now, now) for segment in segments]
    return tuple(
        _("%(start)s to %(end)s")
        % {"start": format_instant(start, zone, now), "end": format_instant(end, zone, now)}
        for start, end in zip(starts, _ends(segments), strict=True)
    )


def _ends(segments: list[Segment]) -> list[datetime]:
    return [segment.end for segment in segments if segment.end is not None]


def news_at(quiet_hours: QuietHours, zone: ZoneInfo, now: datetime) -> datetime:
    """When the patient is told of a change made now: at once, or when the quiet hours end."""
    return quiet_hours.end_after(now, zone)


def find_told(before: Timeline, after: Timeline, quiet_hours: QuietHours, now: datetime) -> list[Told]:
    """What the patient hears only if the plan changes, in order of time; what is overdue is told at once."""
    soonest = news_at(quiet_hours, after.zone, now)
    known = {reason.key for reason in _ahead(before, quiet_hours, now)}
    new = [reason for reason in _ahead(after, quiet_hours, now) if reason.key not in known]
    slots = sorted({(max(reason.due_at, soonest), reason.reason) for reason in new})
    return [Told(when(due_at, after.zone, now), reason_words(reason)) for due_at, reason in slots]


def find_untold(
    before: Timeline, after: Timeline, quiet_hours: QuietHours, now: datetime
) -> tuple[Untold, ...]:
    """What the patient would hear as the plan stands and not if it changes, by kind."""
    kept = {reason.key for reason in _ahead(after, quiet_hours, now)}
    lost: dict[str, list[datetime]] = {}
    for reason in _ahead(before, quiet_hours, now):
        if reason.key not in kept and reason.due_at > now:
            lost.setdefault(reason.reason, []).append(reason.due_at)
    return tuple(
        Untold(when(due[0], before.zone, now), reason_words(reason), len(due)) for reason, due in lost.items()
    )


def _ahead(timeline: Timeline, quiet_hours: QuietHours, now: datetime) -> list[PlannedReason]:
    return [reason for reason in plan_reasons(timeline, quiet_hours, now) if not reason.expired(now)]
