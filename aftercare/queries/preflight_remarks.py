"""What there is to know about a date for a session: intervals, the gap of fish oil, clock changes, zones."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.domain.clinical_time import local_date
from aftercare.domain.projection import pause_start
from aftercare.domain.timeline import Session, Timeline
from aftercare.queries.clock_changes import clock_changes
from aftercare.queries.desk import Desk, NotFree, Slot, Wish
from aftercare.queries.records import ClinicalRecord
from aftercare.queries.session_gap import GAP_TOPIC, Gap, find_gap, gap_text, later_week_with_gap
from aftercare.queries.wording import format_day, format_instant
from aftercare.queries.zones import zone_name

ANNOUNCED_FROM = timedelta(hours=24)
"""A shorter gap is shown, never announced. Source: PROTOCOL.md, worked cases."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to know about a date, as `_components/notice.html` takes it."""

    tone: str
    icon: str
    title: str
    text: str


def past_remark() -> Remark:
    """For a time that has gone by."""
    return Remark("avoid", "urgent", _("This time is already past."), _("Choose one that is still to come."))


def place_remarks(desk: Desk, slot: Slot, patient_id: UUID, wish: Wish) -> list[Remark]:
    """Who or what is not free then."""
    try:
        desk.find_place(slot, patient_id, wish)
    except NotFree as refusal:
        return [Remark("avoid", "urgent", refusal.reason, _("The days to choose from show what is free."))]
    return []


def closed_remarks(desk: Desk, slot: Slot) -> list[Remark]:
    """That the clinic is closed then, if somebody treats nevertheless."""
    if desk.clinic_works(slot):
        return []
    title = _("The clinic is closed at this time.")
    return [Remark("urgent", "urgent", title, _("Book it only if somebody is there."))]


def pause_remarks(record: ClinicalRecord, at: datetime, now: datetime) -> list[Remark]:
    """Whether the pause before a session at `at` can still be kept as a whole: it has begun already."""
    zone = record.patient.tz
    begins_at = pause_start(record.protocol, at, zone)
    if begins_at >= now:
        return []
    began = {"day": format_day(local_date(begins_at, zone))}
    title = _("Too late for the whole pause: it began %(day)s.") % began
    return [Remark("urgent", "urgent", title, _("Ask what was taken since, or choose a later date."))]


def zone_remarks(record: ClinicalRecord, at: datetime, now: datetime) -> list[Remark]:
    """The patient's own time, where the clinic's is another."""
    zone = record.patient.tz
    if at.astimezone(zone).utcoffset() == at.astimezone(record.patient.clinic.tz).utcoffset():
        return []
    words = {"time": format_instant(at, zone, now), "zone": zone_name(zone)}
    title = _("For the patient: %(time)s, %(zone)s.") % words
    return [Remark("", "routine", title, _("All below is in the patient's time."))]


def is_too_close(record: ClinicalRecord, others: list[Session], at: datetime) -> bool:
    """Whether a session at `at` needs a reason: another is nearer than the clinic's shortest interval."""
    zone, shortest = record.patient.tz, record.patient.clinic.shortest_interval_days
    return any(abs(_days(at, other, zone)) < shortest for other in others)


def interval_remarks(record: ClinicalRecord, others: list[Session], at: datetime) -> list[Remark]:
    """Days since the session before; and to the one after it where that is too close."""
    zone, shortest = record.patient.tz, record.patient.clinic.shortest_interval_days
    earlier = [(number, other) for number, other in enumerate(others, start=1) if other.at <= at]
    later = [(number, other) for number, other in enumerate(others, start=1) if other.at > at]
    near = [*earlier[-1:], *[one for one in later[:1] if -_days(at, one[1], zone) < shortest]]
    remarks = [_interval_remark(number, _days(at, other, zone), shortest) for number, other in near]
    if not earlier:
        first = Remark("", "routine", _("The first session."), _("There is none before it."))
        remarks.insert(0, first)
    return remarks


def _days(at: datetime, other: Session, zone: ZoneInfo) -> int:
    """Whole dates from `other` to `at` on the patient's wall."""
    return (local_date(at, zone) - local_date(other.at, zone)).days


def _interval_remark(number: int, days: int, shortest: int) -> Remark:
    if days >= 0:
        words = ngettext(
            "%(days)d day after session %(number)d.", "%(days)d days after session %(number)d.", days
        )
    else:
        words = ngettext(
            "%(days)d day before session %(number)d.", "%(days)d days before session %(number)d.", -days
        )
    title = words % {"days": abs(days), "number": number}
    if abs(days) < shortest:
        text = _("Closer than the shortest interval of %(days)d days. Say why.") % {"days": shortest}
        return Remark("urgent", "urgent", title, text)
    if days == shortest:
        return Remark("ok", "ok", title, _("At the shortest interval."))
    return Remark("ok", "ok", title, _("The shortest interval is %(days)d days.") % {"days": shortest})


def gap_remarks(
    record: ClinicalRecord, others: list[Session], after: Timeline, at: datetime, now: datetime
) -> list[Remark]:
    """Whether fish oil is free between the session before and the pause of this one."""
    previous_at = max((other.at for other in others if other.at <= at), default=None)
    if previous_at is None or GAP_TOPIC not in {topic.id for topic in record.protocol.topics}:
        return []
    name = record.protocol.topic(GAP_TOPIC).short_name
    off_until = after.segment_at(GAP_TOPIC, at).end
    off = "" if off_until is None else format_instant(off_until, after.zone, now)
    gap = find_gap(after, previous_at, at)
    if gap is not None:
        return [_free_remark(name, gap, off, after.zone, now)]
    text = _("Off until %(time)s.") % {"time": off}
    better = later_week_with_gap(record, others, at)
    if better is not None:
        words = {"day": format_day(local_date(better.at, after.zone)), "gap": gap_text(better.gap)}
        text += " " + _("A session on %(day)s would leave %(gap)s free.") % words
    return [Remark("urgent", "urgent", _("%(topic)s has no gap.") % {"topic": name}, text)]


def _free_remark(name: str, gap: Gap, off: str, zone: ZoneInfo, now: datetime) -> Remark:
    title = _("%(topic)s is free for %(gap)s.") % {"topic": name, "gap": gap_text(gap)}
    start, end = format_instant(gap.start, zone, now), format_instant(gap.end, zone, now)
    text = _("From %(start)s to %(end)s, then off until %(off)s.") % {"start": start, "end": end, "off": off}
    if gap.end - gap.start < ANNOUNCED_FROM:
        text += " " + _("Under 24 hours: shown, but never announced.")
        return Remark("urgent", "urgent", title, text)
    return Remark("ok", "ok", title, text)


def clock_remarks(start: datetime, end: datetime, zone: ZoneInfo) -> list[Remark]:
    """The clock changes between two instants."""
    remarks = []
    for day, forward in clock_changes(start, end, zone):
        words = _("Clocks go forward %(day)s.") if forward else _("Clocks go back %(day)s.")
        title = words % {"day": format_day(day)}
        remarks.append(Remark("", "routine", title, _("Local times stay as shown.")))
    return remarks
