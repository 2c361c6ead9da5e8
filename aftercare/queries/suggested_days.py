"""Days to offer for the next session, each with what it would mean for fish oil and with free times.

The record and the clinic's desk are given. Days on which the clinic does not work are passed over, and those
so near that the pause before the session could not be kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.domain.clinical_time import at_clock, local_date, start_of_day, to_local
from aftercare.domain.timeline import Session, SessionStatus, resolve
from aftercare.models import Clinic, TreatmentSession
from aftercare.queries.asked import Asked
from aftercare.queries.desk import Desk
from aftercare.queries.lane_mini import MiniLane, draw_mini_between
from aftercare.queries.lane_picture import LaneSession, LaneSource
from aftercare.queries.records import ClinicalRecord
from aftercare.queries.session_gap import GAP_TOPIC, find_gap, gap_text_short
from aftercare.queries.spans import Span
from aftercare.queries.wording import format_day, format_time

DAYS_OFFERED = 6
TIMES_OFFERED = 3
DRAWN_AFTER_INTERVAL = (0, 2, 7)  # days past the shortest interval: no gap, a short one, a long one
DAYS_DRAWN = 24
LOOKED_AHEAD_DAYS = 60
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FreeTime:
    """A time to choose: the button's value (local to the clinic) and its words."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class OfferedDay:
    """One day of the strip. `times` may be empty: booked up. A first session comes after nothing."""

    text: str
    after: str
    gap: str
    chosen: bool
    times: tuple[FreeTime, ...]


@dataclass(frozen=True, slots=True)
class DrawnDay:
    """One day of the comparison, its gap in words and its bar."""

    text: str
    gap: str
    bar: MiniLane


def offered_span(record: ClinicalRecord, now: datetime, moved: str = "") -> Span | None:
    """The stretch of time the offered days cover, or None where the clinic is closed as far as is looked."""
    dates = _dates(record, now, moved)
    if not dates:
        return None
    zone = record.patient.clinic.tz
    return start_of_day(dates[0], zone), start_of_day(dates[-1] + _ONE_DAY, zone)


def offer_days(record: ClinicalRecord, desk: Desk, asked: Asked, now: datetime) -> tuple[OfferedDay, ...]:
    """The days from the shortest interval after the last session on, with up to three free times each.

    A time is free when everyone and everything asked for is; it is near the time of day of the last session.
    """
    previous = _previous(record, asked.key)
    usual = desk.clinic.opens_at
    if previous is not None:
        usual = to_local(previous.scheduled_at, desk.clinic.tz).time()
    return tuple(
        _offer(
            record, previous, day, usual, _free_times(desk, record.patient.pk, asked, day, usual, now), asked
        )
        for day in _dates(record, now, asked.key)
    )


def draw_days(record: ClinicalRecord, now: datetime, moved: str = "") -> tuple[DrawnDay, ...]:
    """Fish oil for three dates of the next session, beneath one another; nothing before the first session."""
    previous = _previous(record, moved)
    dates = _dates(record, now, moved)
    if previous is None or not dates or dates[0] - local_date(previous.at, record.patient.tz) > 14 * _ONE_DAY:
        return ()
    clinic = record.patient.clinic
    drawn = [next(_working_days(clinic, dates[0] + days * _ONE_DAY), None) for days in DRAWN_AFTER_INTERVAL]
    return tuple(_draw(record, previous, day, moved) for day in dict.fromkeys(filter(None, drawn)))


def _previous(record: ClinicalRecord, moved: str) -> TreatmentSession | None:
    """The session the next one is counted from: the last live one."""
    others = [row for row in record.session_rows if str(row.pk) != moved]
    return next((row for row in reversed(others) if row.status in TreatmentSession.LIVE), None)


def _dates(record: ClinicalRecord, now: datetime, moved: str) -> list[date]:
    previous, zone = _previous(record, moved), record.patient.tz
    first = local_date(now, zone) + (record.protocol.pause.days + 1) * _ONE_DAY
    if previous is not None:
        interval = record.patient.clinic.shortest_interval_days * _ONE_DAY
        first = max(first, local_date(previous.at, zone) + interval)
    return list(islice(_working_days(record.patient.clinic, first), DAYS_OFFERED))


def _working_days(clinic: Clinic, first: date) -> Iterator[date]:
    """The clinic's working days from `first` on, as far ahead as is looked."""
    days = (first + number * _ONE_DAY for number in range(LOOKED_AHEAD_DAYS))
    return (day for day in days if clinic.works_on(day))


def _free_times(
    desk: Desk, patient_id: UUID, asked: Asked, day: date, clock: time, now: datetime
) -> list[datetime]:
    """The free times of a day nearest to a time of day, in order of time."""
    zone, step = desk.clinic.tz, timedelta(minutes=desk.clinic.slot_minutes)
    usual, closing = at_clock(day, clock, zone), at_clock(day, desk.clinic.closes_at, zone)
    start, free = at_clock(day, desk.clinic.opens_at, zone), []
    while (slot := desk.slot(start, asked.treatment)).end <= closing:
        if start > now and desk.is_free(slot, patient_id, asked.wish):
            free.append(start)
        start += step
    nearest = sorted(free, key=lambda start: (abs(start - usual), start))[:TIMES_OFFERED]
    return sorted(nearest)


def _offer(
    record: ClinicalRecord,
    previous: TreatmentSession | None,
    day: date,
    clock: time,
    free: list[datetime],
    asked: Asked,
) -> OfferedDay:
    zone = record.patient.clinic.tz
    at = at_clock(day, clock, zone)
    return OfferedDay(
        text=format_day(day),
        after="" if previous is None else _after_words(record, previous, at),
        gap="" if previous is None else _gap_words(record, previous, at, asked.key),
        chosen=asked.at is not None and local_date(asked.at, zone) == day,
        times=tuple(
            FreeTime(
                to_local(start, zone).isoformat("T", "minutes"), format_time(start, zone), start == asked.at
            )
            for start in free
        ),
    )


def _after_words(record: ClinicalRecord, previous: TreatmentSession, at: datetime) -> str:
    zone = record.patient.tz
    after = (local_date(at, zone) - local_date(previous.at, zone)).days
    return ngettext("%(days)d day after", "%(days)d days after", after) % {"days": after}


def _gap_words(record: ClinicalRecord, previous: TreatmentSession, at: datetime, moved: str) -> str:
    gap = find_gap(resolve(record.protocol, _sessions(record, at, moved), record.patient.tz), previous.at, at)
    return _("no gap") if gap is None else _("free %(length)s") % {"length": gap_text_short(gap)}


def _sessions(record: ClinicalRecord, at: datetime, moved: str) -> list[Session]:
    live = [one for one in record.sessions if one.live and one.key != moved]
    return [*live, Session(at=at, status=SessionStatus.SCHEDULED)]


def _draw(record: ClinicalRecord, previous: TreatmentSession, day: date, moved: str) -> DrawnDay:
    zone = record.patient.tz
    clock = to_local(previous.scheduled_at, record.patient.clinic.tz).time()
    at = at_clock(day, clock, record.patient.clinic.tz)
    sessions = _sessions(record, at, moved)
    timeline = resolve(record.protocol, sessions, zone)
    source = LaneSource(
        record.protocol.topic(GAP_TOPIC).short_name, timeline.segments(GAP_TOPIC), timeline.windows(GAP_TOPIC)
    )
    numbered = [LaneSession(session.at, number) for number, session in enumerate(sessions, start=1)]
    first = local_date(previous.at, zone) - _ONE_DAY
    bar = draw_mini_between(source, numbered[-2:], zone, first, DAYS_DRAWN)
    return DrawnDay(format_day(local_date(at, zone)), _gap_words(record, previous, at, moved), bar)


def chosen_value(value: str) -> tuple[date, time] | None:
    """The date and time of a button of the strip, or None for anything else."""
    try:
        local = datetime.fromisoformat(value)
    except ValueError:
        return None
    return local.date(), local.time()
