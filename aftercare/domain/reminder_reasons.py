"""What a patient is to be told, read off the resolved timeline and so never against the plan.

Source: PROTOCOL.md, "Reminders".
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from aftercare.domain.clinical_time import Duration, QuietHours, at_clock, local_date, start_of_day
from aftercare.domain.protocol import Reason, Status
from aftercare.domain.sessions import Session
from aftercare.domain.timeline import Timeline

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PlannedReason:
    """One thing to tell a patient: due at `due_at`, of no use from `expires_at` on.

    `key` is the same whenever this is planned again, so that what was sent is never repeated. `session` is an
    index in the timeline's sessions, None for a change of the plan.
    """

    reason: Reason
    key: str
    due_at: datetime
    expires_at: datetime
    session: int | None

    def expired(self, now: datetime) -> bool:
        """Whether it is of no use any more at `now`."""
        return self.expires_at <= now

    def outside(self, quiet_hours: QuietHours, zone: ZoneInfo) -> "PlannedReason":
        """The same, moved to the end of quiet hours it is due in, if that is before it expires."""
        moved_at = quiet_hours.end_after(self.due_at, zone)
        return replace(self, due_at=moved_at) if moved_at < self.expires_at else self


def reasons_of(timeline: Timeline, quiet_hours: QuietHours, now: datetime) -> Iterator[PlannedReason]:
    """Every reason of the plan as it is at `now`, expired ones too, in no order, before quiet hours move any.

    Only the heat check already minds `quiet_hours`: it comes before them rather than after.
    """
    for index, session in enumerate(timeline.sessions):
        if session.performed(now):
            yield _plan_ready(timeline, index, session)
            yield _heat_check(timeline, index, session, quiet_hours)
            yield from _check_ins(timeline, index, session)
        elif session.upcoming(now):
            yield from _before_session(timeline, index, session)
    yield from _plan_changes(timeline, now)


def _plan_ready(timeline: Timeline, index: int, session: Session) -> PlannedReason:
    rule = timeline.protocol.reminder_rule(Reason.PLAN_READY)
    due_at = rule.delay.after(session.at, timeline.zone)
    expires_at = rule.expires_after.after(due_at, timeline.zone)
    return PlannedReason(rule.reason, f"{rule.reason}:{session.key}", due_at, expires_at, index)


def _heat_check(timeline: Timeline, index: int, session: Session, quiet_hours: QuietHours) -> PlannedReason:
    rule = timeline.protocol.reminder_rule(Reason.HEAT_CHECK)
    due_at = rule.delay.after(session.at, timeline.zone)
    quiet = quiet_hours.span_at(due_at, timeline.zone)
    if quiet is not None:
        before_quiet = quiet[0] - timedelta(minutes=rule.minutes_before_quiet)
        if before_quiet >= rule.earliest.after(session.at, timeline.zone):
            due_at = before_quiet
    expires_at = rule.expires_after.after(due_at, timeline.zone)
    return PlannedReason(rule.reason, f"{rule.reason}:{session.key}", due_at, expires_at, index)


def _check_ins(timeline: Timeline, index: int, session: Session) -> Iterator[PlannedReason]:
    rule, zone = timeline.protocol.reminder_rule(Reason.CHECK_IN), timeline.zone
    first = local_date(session.at, zone)
    key = f"{rule.reason}:{session.key}"
    for number in rule.days:
        day = first + timedelta(days=number)
        due_at, expires_at = at_clock(day, rule.clock, zone), start_of_day(day + _ONE_DAY, zone)
        yield PlannedReason(rule.reason, f"{key}:day-{number}", due_at, expires_at, index)
    for number in rule.months:
        day = Duration(months=number).after_date(first)
        due_at = at_clock(day, rule.clock, zone)
        expires_at = at_clock(rule.expires_after.after_date(day), rule.clock, zone)
        yield PlannedReason(rule.reason, f"{key}:month-{number}", due_at, expires_at, index)


def _before_session(timeline: Timeline, index: int, session: Session) -> Iterator[PlannedReason]:
    """The pause announced and begun, and the appointment; `at` in their keys, so that a move is told anew."""
    protocol, zone = timeline.protocol, timeline.zone
    session_date = local_date(session.at, zone)
    pause_date = session_date - timedelta(days=protocol.pause.days)
    pause_starts_at = start_of_day(pause_date, zone)
    told = (
        (Reason.PAUSE_TOMORROW, pause_date, pause_starts_at),
        (Reason.PAUSE_START, pause_date, session.at),
        (Reason.APPOINTMENT, session_date, session.at),
    )
    for reason, day, expires_at in told:
        rule = protocol.reminder_rule(reason)
        due_at = at_clock(day - timedelta(days=rule.days_before), rule.clock, zone)
        if reason is Reason.PAUSE_START and session.booked_at is not None:
            due_at = session.booked_at if pause_starts_at <= session.booked_at < session.at else due_at
        yield PlannedReason(
            reason, f"{reason}:{session.key}:{session.at.isoformat()}", due_at, expires_at, index
        )


def _plan_changes(timeline: Timeline, now: datetime) -> Iterator[PlannedReason]:
    rule, zone = timeline.protocol.reminder_rule(Reason.PLAN_CHANGE), timeline.zone
    for day in sorted({local_date(lift, zone) for lift in _lifts(timeline, now)}):
        due_at, expires_at = at_clock(day, rule.clock, zone), start_of_day(day + _ONE_DAY, zone)
        yield PlannedReason(rule.reason, f"{rule.reason}:{day.isoformat()}", due_at, expires_at, None)


def _lifts(timeline: Timeline, now: datetime) -> Iterator[datetime]:
    """When a topic becomes less strict, to stay so for a while, before the earliest upcoming session."""
    first_upcoming = min((session.at for session in timeline.sessions if session.upcoming(now)), default=None)
    for topic in timeline.protocol.topics:
        for before, after in pairwise(timeline.segments(topic.id)):
            if after.start is None or after.status.strictness > before.status.strictness:
                continue
            told_now = first_upcoming is None or after.start < first_upcoming
            if told_now and _stays(timeline, topic.id, after.start, after.status):
                yield after.start


def _stays(timeline: Timeline, topic_id: str, lift_at: datetime, status: Status) -> bool:
    """Whether nothing stricter than `status` follows soon after a lift."""
    settled_for = timeline.protocol.reminder_rule(Reason.PLAN_CHANGE).settled_for
    until = settled_for.after(lift_at, timeline.zone)
    soon = timeline.clipped(topic_id, lift_at, until)
    return all(segment.status.strictness <= status.strictness for segment in soon)
