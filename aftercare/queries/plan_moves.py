"""What a change of the sessions does to a patient's plan: which restrictions move, and what the patient hears.

Pure: two resolved timelines are compared, the one that stands and the one that would; nothing is stored.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import QuietHours
from aftercare.domain.projection import Segment
from aftercare.domain.protocol import Status, Topic
from aftercare.domain.reminders import PlannedReason, plan_reasons
from aftercare.domain.timeline import Timeline
from aftercare.queries.reminder_words import reason_words
from aftercare.queries.wording import When, format_date, format_instant, when


@dataclass(frozen=True, slots=True)
class Move:
    """Topics whose restriction moves alike: when it holds as it stands, and when it would."""

    topics: str
    note: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """Something the patient hears, as `_components/next.html` takes it. `session` marks the session itself."""

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
    rows: dict[tuple[bool, tuple[str, ...], tuple[str, ...]], list[Topic]] = {}
    for topic in before.protocol.topics:
        old, new = restrictions(before, topic.id, now), restrictions(after, topic.id, now)
        if _limits(old) != _limits(new):
            cells = _cells(old, new, before.zone, now)
            asks = all(segment.status is Status.ASK for segment in (*old, *new))
            rows.setdefault((asks, *cells), []).append(topic)
    return tuple(
        Move(
            topics=", ".join(topic.short_name for topic in topics),
            note=_("ask first") if asks else "",
            before=old_cell,
            after=new_cell,
        )
        for (asks, old_cell, new_cell), topics in rows.items()
    )


def restrictions(timeline: Timeline, topic_id: str, now: datetime) -> list[Segment]:
    """The stretches of a topic from `now` on in which it is restricted for a time."""
    return [
        segment
        for segment in timeline.segments(topic_id)
        if segment.status in (Status.AVOID, Status.ASK) and segment.end is not None and segment.end > now
    ]


def _limits(segments: Iterable[Segment]) -> list[tuple[Status, datetime | None, datetime | None]]:
    return [(segment.status, segment.start, segment.end) for segment in segments]


def _cells(
    old: list[Segment], new: list[Segment], zone: ZoneInfo, now: datetime
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Both cells in dates; where only the time of day differs, with the time."""
    for timed in (False, True):
        cells = _cell(old, zone, now, timed=timed), _cell(new, zone, now, timed=timed)
        if cells[0] != cells[1]:
            break
    return cells


def _cell(segments: list[Segment], zone: ZoneInfo, now: datetime, *, timed: bool) -> tuple[str, ...]:
    words = format_instant if timed else format_date
    lines = []
    for segment in segments:
        end = "" if segment.end is None else words(segment.end, zone, now)
        if segment.start is None or segment.start <= now:
            lines.append(_("until %(end)s") % {"end": end})
        else:
            lines.append(_("%(start)s to %(end)s") % {"start": words(segment.start, zone, now), "end": end})
    return tuple(lines) or (_("free"),)


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
