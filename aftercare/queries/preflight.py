"""What a date for a session would do, before anybody books it: computed from the record, nothing is stored."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.domain.clinical_time import local_date
from aftercare.domain.timeline import Session, SessionStatus, Timeline, resolve
from aftercare.queries.clock_changes import clock_changes
from aftercare.queries.plan_moves import Move, Told, Untold, find_moves, find_told, find_untold, news_at
from aftercare.queries.records import ClinicalRecord
from aftercare.queries.session_gap import GAP_TOPIC, find_gap, gap_text, later_week_with_gap
from aftercare.queries.wording import format_day, format_instant, when
from aftercare.queries.zones import zone_name

NEW = "new"
"""The key of a session that is not stored yet."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to know about a date, as `_components/notice.html` takes it."""

    tone: str
    icon: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Preflight:
    """A change of the sessions as staff see it before it is made. `too_close`: it needs a reason."""

    title: str
    remarks: tuple[Remark, ...]
    told: tuple[Told, ...]
    untold: tuple[Untold, ...]
    moves: tuple[Move, ...]
    too_close: bool = False


def preflight(record: ClinicalRecord, at: datetime, now: datetime, *, moved: UUID | None = None) -> Preflight:
    """What a session at `at` would do, new or `moved` there from its present time."""
    others = live_others(record, moved)
    candidate = Session(at=at, status=SessionStatus.SCHEDULED, key=str(moved or NEW), booked_at=now)
    after = with_session(record, candidate)
    number = sum(other.at < at for other in others) + 1
    zone, clinic_zone = record.patient.tz, record.patient.clinic.tz
    intervals, too_close = interval_remarks(others, at, record, now)
    told = [
        Told(
            when(news_at(record.patient.quiet_hours, zone, now), zone, now), _("Your sessions have changed")
        ),
        *find_told(record.timeline, after, record.patient.quiet_hours, now),
        Told(when(at, zone, now), _("Session %(number)d") % {"number": number}, session=True),
    ]
    words = _("If you move it to %(time)s") if moved else _("If you book %(time)s")
    return Preflight(
        title=words % {"time": format_instant(at, clinic_zone)},
        remarks=(
            *zone_remarks(at, zone, clinic_zone, now),
            *intervals,
            *gap_remarks(record, others, after, at),
            *clock_remarks(min([*(other.at for other in others if other.at < at)][-1:] or [now]), at, zone),
        ),
        told=tuple(sorted(told, key=lambda step: step.when.datetime_attr)),
        untold=find_untold(record.timeline, after, record.patient.quiet_hours, now),
        moves=find_moves(record.timeline, after, now),
        too_close=too_close,
    )


def preflight_without(record: ClinicalRecord, dropped: UUID, now: datetime, *, tell: bool) -> Preflight:
    """What the plan becomes without one session; with `tell` the patient hears of it at once."""
    after = resolve(record.protocol, live_others(record, dropped), record.timeline.zone)
    zone, quiet = record.patient.tz, record.patient.quiet_hours
    news = [Told(when(news_at(quiet, zone, now), zone, now), _("Your sessions have changed"))] if tell else []
    return Preflight(
        title=_("What it does to the plan"),
        remarks=(),
        told=(*news, *find_told(record.timeline, after, quiet, now)),
        untold=find_untold(record.timeline, after, quiet, now),
        moves=find_moves(record.timeline, after, now),
    )


def live_others(record: ClinicalRecord, without: UUID | None) -> list[Session]:
    """The live sessions of the record but one, in order of time."""
    return [one for one in record.sessions if one.live and one.key != str(without)]


def with_session(record: ClinicalRecord, candidate: Session) -> Timeline:
    """The plan with `candidate` in it, in place of the stored session of the same key."""
    others = [session for session in record.sessions if session.key != candidate.key]
    sessions = sorted([*others, candidate], key=lambda session: session.at)
    return resolve(record.protocol, sessions, record.patient.tz)


def interval_remarks(
    others: list[Session], at: datetime, record: ClinicalRecord, now: datetime
) -> tuple[list[Remark], bool]:
    """Days to the sessions before and after, against the shortest interval; and whether one is too close."""
    zone, shortest = record.patient.tz, record.patient.clinic.shortest_interval_days
    day = local_date(at, zone)
    remarks, too_close = [], False
    for number, other in enumerate(others, start=1):
        days = (day - local_date(other.at, zone)).days
        nearest = other is _nearest(others, at, before=other.at <= at)
        if not nearest or (other.at > at and abs(days) >= shortest):
            continue
        too_close = too_close or abs(days) < shortest
        remarks.append(_interval_remark(number, days, shortest))
    if not remarks:
        remarks.append(Remark("", "routine", _("The first session."), _("No interval to keep.")))
    return remarks, too_close


def _nearest(others: list[Session], at: datetime, *, before: bool) -> Session | None:
    if before:
        return max((one for one in others if one.at <= at), key=lambda one: one.at, default=None)
    return min((one for one in others if one.at > at), key=lambda one: one.at, default=None)


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
    if abs(days) == shortest:
        return Remark("ok", "ok", title, _("At the shortest interval."))
    return Remark("ok", "ok", title, _("The shortest interval is %(days)d days.") % {"days": shortest})


def gap_remarks(record: ClinicalRecord, others: list[Session], after: Timeline, at: datetime) -> list[Remark]:
    """Whether fish oil is free between the session before and the pause of this one."""
    previous = _nearest(others, at, before=True)
    if previous is None or not any(topic.id == GAP_TOPIC for topic in record.protocol.topics):
        return []
    gap = find_gap(after, previous.at, at)
    name = record.protocol.topic(GAP_TOPIC).short_name
    off_until = after.segment_at(GAP_TOPIC, at).end
    off = "" if off_until is None else format_instant(off_until, after.zone)
    if gap is None:
        text = _("Off until %(time)s.") % {"time": off}
        better = later_week_with_gap(record, others, at)
        if better is not None:
            day, later = format_day(local_date(better.at, after.zone)), gap_text(better.gap)
            text += " " + _("A session on %(day)s would leave %(gap)s free.") % {"day": day, "gap": later}
        return [Remark("urgent", "urgent", _("%(topic)s has no gap.") % {"topic": name}, text)]
    title = _("%(topic)s is free for %(gap)s.") % {"topic": name, "gap": gap_text(gap)}
    span = _("From %(start)s to %(end)s, then off until %(off)s.") % {
        "start": format_instant(gap.start, after.zone),
        "end": format_instant(gap.end, after.zone),
        "off": off,
    }
    if gap.end - gap.start < timedelta(hours=24):
        told = _("A window under 24 hours is shown but never announced.")
        return [Remark("urgent", "urgent", title, f"{span} {told}")]
    return [Remark("ok", "ok", title, span)]


def clock_remarks(start: datetime, end: datetime, zone: ZoneInfo) -> list[Remark]:
    """The clock changes between two instants."""
    remarks = []
    for day, forward in clock_changes(start, end, zone):
        words = _("Clocks go forward %(day)s.") if forward else _("Clocks go back %(day)s.")
        title = words % {"day": format_day(day)}
        remarks.append(Remark("", "routine", title, _("Local times stay as shown.")))
    return remarks


def zone_remarks(at: datetime, zone: ZoneInfo, clinic_zone: ZoneInfo, now: datetime) -> list[Remark]:
    """The patient's own time, where the clinic's is another."""
    local, here = at.astimezone(zone), at.astimezone(clinic_zone)
    if local.utcoffset() == here.utcoffset():
        return []
    time = format_instant(at, zone, now)
    title = _("For the patient: %(time)s, %(zone)s.") % {"time": time, "zone": zone_name(zone)}
    return [Remark("", "routine", title, _("The plan below is in the patient's time."))]
