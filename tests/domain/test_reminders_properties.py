"""What holds of the reminders of every plan."""

from datetime import datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from aftercare.domain.clinical_time import QuietHours
from aftercare.domain.reminders import plan, plan_reasons
from aftercare.domain.timeline import Session, SessionStatus, resolve
from tests.domain.plan_story import PROTOCOL
from tests.domain.test_timeline_properties import (
    STRICTEST_FIRST,
    TOPICS,
    edges_of,
    instants,
    simple_status,
    simple_windows,
    zones,
)

MOMENT = timedelta(microseconds=1)
clocks = st.integers(0, 47).map(lambda half_hours: time(half_hours // 2, half_hours % 2 * 30))
quiets = st.builds(QuietHours, clocks, clocks)
plans = st.lists(
    st.tuples(instants, st.sampled_from(SessionStatus)), max_size=4, unique_by=lambda pair: pair[0]
).map(lambda pairs: [Session(at, status, f"s{index}") for index, (at, status) in enumerate(pairs)])


def simple_lifts(topic: str, sessions: list[Session], zone: ZoneInfo) -> set[datetime]:
    """When the topic becomes less strict for at least 24 hours, by looking at every edge."""
    windows = simple_windows(topic, sessions, zone)
    edges = edges_of(windows)

    def strictness(at: datetime) -> int:
        return -STRICTEST_FIRST.index(simple_status(topic, windows, at)[0])

    return {
        edge
        for edge in edges
        if strictness(edge) < strictness(edge - MOMENT)
        and all(strictness(at) <= strictness(edge) for at in edges if edge <= at < edge + timedelta(hours=24))
    }


@settings(deadline=None)
@given(plans, zones, quiets, instants)
def test_one_message_a_slot_in_order_and_none_expired(
    sessions: list[Session], zone: ZoneInfo, quiet_hours: QuietHours, now: datetime
) -> None:
    reminders = plan(resolve(PROTOCOL, sessions, zone), quiet_hours, now)

    assert all(before.due_at < after.due_at for before, after in pairwise(reminders))
    for reminder in reminders:
        assert reminder.expires_at > now
        assert all(now < reason.expires_at for reason in reminder.reasons)
        assert all(reason.due_at == reminder.due_at for reason in reminder.reasons)


@settings(deadline=None)
@given(plans, zones, quiets, instants)
def test_nothing_is_due_in_quiet_hours_unless_it_expires_within_them(
    sessions: list[Session], zone: ZoneInfo, quiet_hours: QuietHours, now: datetime
) -> None:
    for reason in plan_reasons(resolve(PROTOCOL, sessions, zone), quiet_hours, now):
        span = quiet_hours.span_at(reason.due_at, zone)
        assert span is None or reason.expires_at <= span[1]


@settings(deadline=None)
@given(plans, zones, quiets, instants, st.integers(0, 60 * 24 * 60))
def test_planning_again_later_changes_nothing_that_is_still_planned(
    sessions: list[Session], zone: ZoneInfo, quiet_hours: QuietHours, now: datetime, minutes: int
) -> None:
    resolved, later = resolve(PROTOCOL, sessions, zone), now + timedelta(minutes=minutes)

    first = plan_reasons(resolved, quiet_hours, now)
    again = plan_reasons(resolved, quiet_hours, now)
    then = {reason.key: reason for reason in plan_reasons(resolved, quiet_hours, later)}

    assert first == again
    assert len({reason.key for reason in first}) == len(first)
    assert all(then[reason.key] == reason for reason in first if reason.key in then)


@settings(deadline=None)
@given(plans, zones, instants)
def test_plan_change_is_told_only_of_a_lift_that_holds_for_a_day(
    sessions: list[Session], zone: ZoneInfo, now: datetime
) -> None:
    upcoming = [session.at for session in sessions if session.status == "scheduled" and session.at > now]
    lifts = {lift for topic in TOPICS for lift in simple_lifts(topic, sessions, zone)}
    dates = {lift.astimezone(zone).date() for lift in lifts if all(lift < at for at in upcoming)}

    reasons = plan_reasons(resolve(PROTOCOL, sessions, zone), PROTOCOL.quiet_hours, now)

    assert {reason.key for reason in reasons if reason.reason == "plan-change"} == {
        f"plan-change:{day}" for day in dates
    }
