"""What holds of every timeline, whatever the sessions, against a slow and simple reading of the text."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from aftercare.domain.protocol import Rule, Status
from aftercare.domain.timeline import Session, SessionStatus, resolve
from tests.domain.plan_story import PROTOCOL

ZONES = [
    ZoneInfo(name)
    for name in (
        "America/New_York",
        "Europe/London",
        "Australia/Lord_Howe",
        "America/Havana",
        "Asia/Kathmandu",
    )
]
STRICTEST_FIRST = ["avoid", "ask", "continue", "encouraged", "allowed"]
MINUTE = timedelta(minutes=1)
TOPICS = [topic.id for topic in PROTOCOL.topics]

zones = st.sampled_from(ZONES)
instants = st.integers(0, 60 * 24 * 300).map(
    lambda minutes: datetime(2026, 2, 1, tzinfo=UTC) + minutes * MINUTE
)
sessions = st.builds(Session, at=instants, status=st.sampled_from(SessionStatus))
plans = st.lists(sessions, max_size=5)


def simple_window(rule: Rule, at: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """A rule's window read straight off the text, without the code under test."""
    on_the_wall = at.astimezone(zone).replace(tzinfo=None)
    if rule.duration is None:
        midnight = datetime.combine(on_the_wall.date() - timedelta(days=3), time())
        return midnight.replace(tzinfo=zone).astimezone(UTC), at
    if rule.duration.hours:
        return at, at + timedelta(hours=rule.duration.hours)
    end = (on_the_wall + timedelta(days=rule.duration.days)).replace(tzinfo=zone, fold=0)
    return at, end.astimezone(UTC)


SimpleWindow = tuple[datetime, datetime, Rule]


def simple_windows(topic: str, plan: list[Session], zone: ZoneInfo) -> list[SimpleWindow]:
    return [
        (*simple_window(rule, session.at, zone), rule)
        for session in plan
        if session.status in ("completed", "scheduled")
        for rule in PROTOCOL.rules
        if rule.topic == topic
    ]


def simple_status(topic: str, windows: list[SimpleWindow], at: datetime) -> tuple[Status, list[str]]:
    """The status of a topic at one instant and the rules that give it, by looking at every window."""
    in_force = [rule for start, end, rule in windows if start <= at < end]
    if not in_force:
        return PROTOCOL.topic(topic).resting, []
    status = min((rule.status for rule in in_force), key=STRICTEST_FIRST.index)
    return status, sorted({rule.id for rule in in_force if rule.status == status})


def edges_of(windows: list[SimpleWindow]) -> set[datetime]:
    return {edge for start, end, _ in windows for edge in (start, end)}


@settings(deadline=None)
@given(plans, zones)
def test_segments_cover_all_time_and_neighbours_differ(plan: list[Session], zone: ZoneInfo) -> None:
    resolved = resolve(PROTOCOL, plan, zone)

    for topic in TOPICS:
        segments = resolved.segments(topic)
        assert (segments[0].start, segments[-1].end) == (None, None)
        assert all(before.end == after.start for before, after in pairwise(segments))
        assert all(before.status != after.status for before, after in pairwise(segments))
        assert all(s.start < s.end for s in segments if s.start is not None and s.end is not None)


@settings(deadline=None)
@given(plans, zones, st.sampled_from(TOPICS), instants)
def test_strictest_window_always_wins(plan: list[Session], zone: ZoneInfo, topic: str, at: datetime) -> None:
    resolved = resolve(PROTOCOL, plan, zone)
    limits = [
        limit for segment in resolved.segments(topic) for limit in (segment.start,) if limit is not None
    ]

    windows = simple_windows(topic, plan, zone)

    for moment in (at, *limits, *(limit - MINUTE for limit in limits)):
        status, rules = simple_status(topic, windows, moment)
        segment = resolved.segment_at(topic, moment)
        assert segment.status == status
        assert set(rules) <= set(segment.rules)


@settings(deadline=None)
@given(plans, zones, st.sampled_from(TOPICS), instants, st.integers(1, 60 * 24 * 60))
def test_clipped_segments_say_what_each_instant_in_them_says(
    plan: list[Session], zone: ZoneInfo, topic: str, start: datetime, minutes: int
) -> None:
    end = start + minutes * MINUTE
    windows = simple_windows(topic, plan, zone)

    clipped = resolve(PROTOCOL, plan, zone).clipped(topic, start, end)

    assert (clipped[0].start, clipped[-1].end) == (start, end)
    assert all(before.end == after.start for before, after in pairwise(clipped))
    assert all(before.status != after.status for before, after in pairwise(clipped))
    for segment in clipped:
        assert segment.start is not None and segment.end is not None
        moments = {
            segment.start,
            *(edge for edge in edges_of(windows) if segment.start <= edge < segment.end),
        }
        told = [simple_status(topic, windows, moment) for moment in moments]
        assert {status for status, _ in told} == {segment.status}
        assert {rule for _, rules in told for rule in rules} == set(segment.rules)


@settings(deadline=None)
@given(plans, sessions, zones)
def test_another_session_never_loosens_a_topic_inside_its_windows(
    plan: list[Session], another: Session, zone: ZoneInfo
) -> None:
    without, with_it = resolve(PROTOCOL, plan, zone), resolve(PROTOCOL, [*plan, another], zone)

    for topic in TOPICS:
        for window in with_it.windows(topic):
            for segment in with_it.clipped(topic, window.start, window.end):
                assert segment.start is not None and segment.end is not None
                before = without.strictest_in(topic, segment.start, segment.end - timedelta(microseconds=1))
                assert window.session != len(plan) or segment.status.strictness >= before.strictness


@settings(deadline=None)
@given(plans, zones, st.sampled_from(TOPICS), instants, st.integers(0, 60 * 24 * 30))
def test_strictest_in_is_the_strictest_of_all_instants(
    plan: list[Session], zone: ZoneInfo, topic: str, start: datetime, minutes: int
) -> None:
    end = start + minutes * MINUTE
    resolved, windows = resolve(PROTOCOL, plan, zone), simple_windows(topic, plan, zone)

    moments = {start, end, *(edge for edge in edges_of(windows) if start <= edge <= end)}
    statuses = {simple_status(topic, windows, moment)[0] for moment in moments}

    assert resolved.strictest_in(topic, start, end) == min(statuses, key=STRICTEST_FIRST.index)
