"""The resolved timeline against tables made by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from aftercare.domain.clinical_time import Window
from aftercare.domain.protocol import Anchor, Status
from aftercare.domain.timeline import ProjectedWindow, Segment, resolve
from tests.domain.plan_story import (
    MONDAY,
    NEW_YORK,
    PROTOCOL,
    instant,
    session,
    timeline,
    told_segments,
)

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("topic", "restricted", "until", "resting"),
    [
        ("nsaids", "avoid", "2026-06-08T10:00", "allowed"),
        ("turmeric", "avoid", "2026-06-08T10:00", "allowed"),
        ("fish-oil", "avoid", "2026-06-06T10:00", "allowed"),
        ("ice", "avoid", "2026-06-08T10:00", "allowed"),
        ("wraps", "avoid", "2026-06-02T10:00", "allowed"),
        ("public-water", "avoid", "2026-06-04T10:00", "allowed"),
        ("sugar", "avoid", "2026-06-15T10:00", "allowed"),
        ("intense-exercise", "avoid", "2026-06-29T10:00", "allowed"),
        ("moderate-exercise", "avoid", "2026-06-08T10:00", "encouraged"),
        ("stretching", "ask", "2026-06-08T10:00", "encouraged"),
    ],
)
def test_restriction_begins_with_the_session_and_is_over_at_its_end(
    topic: str, restricted: str, until: str, resting: str
) -> None:
    resolved = timeline(session(MONDAY))

    moments = [instant(MONDAY), instant(until) - SECOND, instant(until)]

    assert [resolved.segment_at(topic, at).status for at in moments] == [restricted, restricted, resting]


@pytest.mark.parametrize("topic", ["nsaids", "turmeric", "fish-oil", "ice"])
def test_pause_begins_at_midnight_three_dates_before_the_session(topic: str) -> None:
    resolved = timeline(session("2026-06-11T10:00", "scheduled"))
    midnight = instant("2026-06-08T00:00")

    statuses = [resolved.segment_at(topic, at).status for at in (midnight - SECOND, midnight)]

    assert statuses == ["allowed", "avoid"]
    assert resolved.segment_at(topic, instant("2026-06-11T10:00") - SECOND).status == "avoid"


@pytest.mark.parametrize(
    "topic", ["wraps", "public-water", "sugar", "intense-exercise", "moderate-exercise", "stretching"]
)
def test_topic_without_pause_rule_rests_until_the_session(topic: str) -> None:
    resolved = timeline(session(MONDAY, "scheduled"))

    before = resolved.segment_at(topic, instant(MONDAY) - SECOND)

    assert before == Segment(PROTOCOL.topic(topic).resting, None, instant(MONDAY), ())


@pytest.mark.parametrize(
    ("topic", "status"),
    [
        ("gel-packs", "avoid"),
        ("own-pool", "allowed"),
        ("smoking", "avoid"),
        ("light-exercise", "encouraged"),
        ("acetaminophen", "allowed"),
        ("epsom-bath", "allowed"),
        ("opioids", "continue"),
        ("prescribed-blood-thinners", "ask"),
    ],
)
def test_topic_without_rules_never_changes(topic: str, status: str) -> None:
    resolved = timeline(session(MONDAY), session("2026-06-08T10:00", "scheduled"))

    assert resolved.segments(topic) == (Segment(Status(status), None, None, ()),)


@pytest.mark.parametrize(
    ("second", "fish_oil"),
    [
        ("2026-06-06T10:00", [("allowed", "2026-05-29T00:00-04:00"), ("avoid", "2026-06-11T10:00-04:00")]),
        ("2026-06-08T10:00", [("allowed", "2026-05-29T00:00-04:00"), ("avoid", "2026-06-13T10:00-04:00")]),
        ("2026-06-09T10:00", [("allowed", "2026-05-29T00:00-04:00"), ("avoid", "2026-06-14T10:00-04:00")]),
        (
            "2026-06-10T10:00",
            [
                ("allowed", "2026-05-29T00:00-04:00"),
                ("avoid", "2026-06-06T10:00-04:00"),
                ("allowed", "2026-06-07T00:00-04:00"),
                ("avoid", "2026-06-15T10:00-04:00"),
            ],
        ),
        (
            "2026-06-15T10:00",
            [
                ("allowed", "2026-05-29T00:00-04:00"),
                ("avoid", "2026-06-06T10:00-04:00"),
                ("allowed", "2026-06-12T00:00-04:00"),
                ("avoid", "2026-06-20T10:00-04:00"),
            ],
        ),
        (
            "2026-06-22T10:00",
            [
                ("allowed", "2026-05-29T00:00-04:00"),
                ("avoid", "2026-06-06T10:00-04:00"),
                ("allowed", "2026-06-19T00:00-04:00"),
                ("avoid", "2026-06-27T10:00-04:00"),
            ],
        ),
    ],
    ids=["5 days", "7 days", "8 days", "9 days", "14 days", "21 days"],
)
def test_fish_oil_is_free_between_day_5_and_the_next_pause(
    second: str, fish_oil: list[tuple[str, str]]
) -> None:
    resolved = timeline(session(MONDAY), session(second, "scheduled"))

    assert told_segments(resolved, "fish-oil") == [*fish_oil, ("allowed", None)]


@pytest.mark.parametrize(
    ("days", "ends"),
    [
        (5, ["2026-06-13T10:00-04:00"]),
        (7, ["2026-06-15T10:00-04:00"]),
        (8, ["2026-06-16T10:00-04:00"]),
        (9, ["2026-06-17T10:00-04:00"]),
        (10, ["2026-06-18T10:00-04:00"]),
        (11, ["2026-06-08T10:00-04:00", "2026-06-19T10:00-04:00"]),
        (14, ["2026-06-08T10:00-04:00", "2026-06-22T10:00-04:00"]),
        (21, ["2026-06-08T10:00-04:00", "2026-06-29T10:00-04:00"]),
    ],
)
def test_nsaids_are_avoided_without_a_gap_where_week_and_pause_meet(days: int, ends: list[str]) -> None:
    second = (datetime.fromisoformat(MONDAY) + timedelta(days=days)).isoformat()
    resolved = timeline(session(MONDAY), session(second, "scheduled"))

    assert [end for status, end in told_segments(resolved, "nsaids") if status == "avoid"] == ends


@pytest.mark.parametrize("status", ["cancelled", "missed"])
def test_session_that_did_not_take_place_projects_nothing(status: str) -> None:
    resolved = timeline(session(MONDAY, status))

    assert {topic.id: resolved.segments(topic.id) for topic in PROTOCOL.topics} == {
        topic.id: (Segment(topic.resting, None, None, ()),) for topic in PROTOCOL.topics
    }
    assert resolved.pauses == ()
    assert resolved.windows("ice") == ()


def test_sessions_may_come_in_any_order() -> None:
    first, second = session(MONDAY), session("2026-06-10T10:00", "scheduled")

    in_order, turned = timeline(first, second), timeline(second, first)

    assert [in_order.segments(topic.id) for topic in PROTOCOL.topics] == [
        turned.segments(topic.id) for topic in PROTOCOL.topics
    ]
    assert [index for index, _ in turned.pauses] == [0, 1]


def test_windows_name_their_session_and_pauses_belong_to_live_ones() -> None:
    resolved = timeline(session("2026-05-01T10:00", "missed"), session(MONDAY, "scheduled"))
    pause = Window(instant("2026-05-29T00:00"), instant(MONDAY))

    assert resolved.pauses == ((1, pause),)
    assert resolved.windows("fish-oil") == (
        ProjectedWindow("fish-oil-pause", "fish-oil", Status.AVOID, Anchor.PAUSE, pause.start, pause.end, 1),
        ProjectedWindow(
            "fish-oil-first-days",
            "fish-oil",
            Status.AVOID,
            Anchor.AFTER,
            instant(MONDAY),
            instant("2026-06-06T10:00"),
            1,
        ),
    )


def test_clipped_segments_are_cut_and_name_the_rules_in_force_there() -> None:
    resolved = timeline(session(MONDAY), session("2026-06-10T10:00", "scheduled"))
    start, end = instant("2026-06-02T00:00"), instant("2026-06-10T10:00")

    assert resolved.clipped("fish-oil", start, end) == (
        Segment(Status.AVOID, start, instant("2026-06-06T10:00"), ("fish-oil-first-days",)),
        Segment(Status.ALLOWED, instant("2026-06-06T10:00"), instant("2026-06-07T00:00"), ()),
        Segment(Status.AVOID, instant("2026-06-07T00:00"), end, ("fish-oil-pause",)),
    )


def test_clipped_segments_do_not_reach_over_an_edge_that_is_a_limit() -> None:
    resolved = timeline(session(MONDAY))
    limit = instant("2026-06-06T10:00")

    before = resolved.clipped("fish-oil", limit - SECOND, limit)
    after = resolved.clipped("fish-oil", limit, limit + SECOND)

    assert before == (Segment(Status.AVOID, limit - SECOND, limit, ("fish-oil-first-days",)),)
    assert after == (Segment(Status.ALLOWED, limit, limit + SECOND, ()),)


@pytest.mark.parametrize(
    ("start", "end", "status"),
    [
        ("2026-05-28T10:00", "2026-05-28T23:59:59", "allowed"),
        ("2026-05-28T10:00", "2026-05-29T00:00", "avoid"),  # both ends are included
        ("2026-06-06T09:59:59", "2026-06-07T10:00", "avoid"),
        ("2026-06-06T10:00", "2026-06-07T10:00", "allowed"),
        ("2026-05-28T10:00", "2026-06-20T10:00", "avoid"),
        ("2026-06-06T09:00", "2026-05-20T10:00", "allowed"),  # turned round: as it was at the end
    ],
)
def test_strictest_in_looks_at_both_ends_and_all_between(start: str, end: str, status: str) -> None:
    resolved = timeline(session(MONDAY))

    assert resolved.strictest_in("fish-oil", instant(start), instant(end)) == status


def test_unknown_topic_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        timeline().segment_at("snow", datetime(2026, 6, 1, tzinfo=UTC))


def test_plan_of_many_sessions_resolves_at_once() -> None:
    weekly = [session(MONDAY), *(session(f"20{year}-06-01T10:00", "scheduled") for year in range(27, 60))]

    resolved = resolve(PROTOCOL, weekly, NEW_YORK)

    assert len(resolved.segments("ice")) == 2 * len(weekly) + 1
