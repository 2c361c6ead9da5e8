"""How long fish oil is free between two sessions: the gap that a date for the second one leaves or closes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import Duration, to_local
from aftercare.domain.protocol import Status
from aftercare.domain.timeline import Session, SessionStatus, Timeline, resolve
from aftercare.queries.records import ClinicalRecord
from aftercare.queries.wording import format_duration

GAP_TOPIC = "fish-oil"
"""The topic with the shortest first days: where it has no gap, no topic of the pause has one."""

WEEKS_TRIED = 4
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Gap:
    """A free stretch, `[start, end)`; `length` is as the wall clock of the patient counts it."""

    start: datetime
    end: datetime
    length: timedelta


@dataclass(frozen=True, slots=True)
class BetterDate:
    """A later instant for a session, and the gap it would leave."""

    at: datetime
    gap: Gap


def find_gap(timeline: Timeline, previous_at: datetime, at: datetime) -> Gap | None:
    """The free stretch between the session at `previous_at` and the one at `at`, or None."""
    gaps = [
        Gap(segment.start, segment.end, _on_the_wall(segment.start, segment.end, timeline.zone))
        for segment in timeline.clipped(GAP_TOPIC, previous_at, at)
        if segment.status is not Status.AVOID and segment.start is not None and segment.end is not None
    ]
    return gaps[-1] if gaps else None


def _on_the_wall(start: datetime, end: datetime, zone: ZoneInfo) -> timedelta:
    return to_local(end, zone) - to_local(start, zone)


def later_week_with_gap(record: ClinicalRecord, others: list[Session], at: datetime) -> BetterDate | None:
    """The same weekday and time of day in the first week after that would leave at least a day free."""
    previous_at = max(other.at for other in others if other.at <= at)
    for week in range(1, WEEKS_TRIED + 1):
        later = Duration(days=7 * week).after(at, record.patient.tz)
        sessions = [*others, Session(at=later, status=SessionStatus.SCHEDULED)]
        gap = find_gap(resolve(record.protocol, sessions, record.patient.tz), previous_at, later)
        if gap is not None and gap.end - gap.start >= _ONE_DAY:
            return BetterDate(later, gap)
    return None


def gap_text(gap: Gap) -> str:
    """The length of a gap: "14 h", "5 days 14 h"."""
    return format_duration(gap.length)


def gap_text_short(gap: Gap) -> str:
    """The same where there is little room: "14 h", "5 d 14 h"."""
    days, rest = divmod(gap.length, _ONE_DAY)
    hours = rest // timedelta(hours=1)
    if not days:
        return _("%(hours)d h") % {"hours": hours}
    return (_("%(days)d d %(hours)d h") if hours else _("%(days)d d")) % {"days": days, "hours": hours}
