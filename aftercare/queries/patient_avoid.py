"""What to avoid now, grouped by when it ends; a gap that is none is told and drawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from aftercare.domain.protocol import Status
from aftercare.models import TreatmentSession
from aftercare.queries.lane_mini import MiniLane, draw_mini
from aftercare.queries.lane_picture import LaneSession, LaneSource
from aftercare.queries.patient_topics import TopicNow, bridge_words, find_bridge, windows_of
from aftercare.queries.patient_why import Why, why_of_all
from aftercare.queries.records import ClinicalRecord
from aftercare.queries.session_words import live_numbers
from aftercare.queries.wording import When, when


@dataclass(frozen=True, slots=True)
class AvoidLine:
    """Something to avoid; `mini` draws why there is no gap, where one might be expected."""

    text: str
    small: str
    mini: MiniLane | None


@dataclass(frozen=True, slots=True)
class AvoidGroup:
    """All that is avoided until the same time, and why; `when` is None for always."""

    term: str
    when: When | None
    lines: tuple[AvoidLine, ...]
    why: Why


def avoid_groups(record: ClinicalRecord, topics: Iterable[TopicNow], now: datetime) -> tuple[AvoidGroup, ...]:
    """All that is avoided at `now`; what ends first comes first, what never ends last."""
    avoided = [one for one in topics if one.status is Status.AVOID]
    ends = sorted({one.segment.end for one in avoided if one.segment.end is not None})
    groups = []
    for end in [*ends, None]:
        told: set[str] = set()
        alike = [one for one in avoided if one.segment.end == end]
        lines = tuple(_avoid_line(one, record, now, told) for one in alike)
        if lines:
            term = _("Always") if end is None else _("Until")
            groups.append(
                AvoidGroup(
                    term,
                    None if end is None else when(end, record.patient.tz, now),
                    lines,
                    why_of_all(alike, record, now),
                )
            )
    return tuple(groups)


def _avoid_line(one: TopicNow, record: ClinicalRecord, now: datetime, told: set[str]) -> AvoidLine:
    """One line; why there is no gap is said and drawn with the first of a group it holds for (`told`)."""
    bridge = find_bridge(record, one.topic.id, one.segment, now)
    if bridge is None:
        return AvoidLine(one.topic.name, one.short_hint, None)
    numbers = live_numbers(record.session_rows)
    number = numbers[str(record.session_rows[bridge.pause.session].pk)]
    why = bridge_words(bridge, record, number)
    if why in told:
        return AvoidLine(one.topic.name, one.short_hint, None)
    told.add(why)
    small = " ".join(filter(None, [why, one.short_hint]))
    windows = windows_of(record.timeline, one.topic.id, one.segment)
    shown = sorted({window.session for window in windows}, key=lambda index: record.session_rows[index].at)
    sessions = [_lane_session(record.session_rows[index], numbers) for index in shown]
    source = LaneSource(one.topic.short_name, (one.segment,), windows)
    return AvoidLine(one.topic.name, small, draw_mini(source, sessions, record.patient.tz, now))


def _lane_session(row: TreatmentSession, numbers: dict[str, int]) -> LaneSession:
    return LaneSession(row.at, numbers[str(row.pk)])
