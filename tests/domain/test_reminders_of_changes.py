"""Which changes of the plan a patient is told of, and which not."""

from datetime import datetime, timedelta

import pytest

from aftercare.domain.protocol_document import parse_protocol
from aftercare.domain.reminders import plan_reasons
from aftercare.domain.timeline import resolve
from tests.domain.plan_story import (
    MONDAY,
    NEW_YORK,
    USUAL_QUIET,
    dates_of,
    instant,
    session,
    shipped_document,
)


@pytest.mark.parametrize(
    ("days", "told", "untold"),
    [
        (8, [], ["2026-06-06"]),  # fish oil: its five days run into the pause
        (9, [], ["2026-06-06"]),  # free for 14 hours only
        (10, ["2026-06-06"], []),  # free for 38 hours
        (14, ["2026-06-06", "2026-06-08"], []),
        (21, ["2026-06-06", "2026-06-08", "2026-06-15"], []),
    ],
)
def test_lift_is_told_where_nothing_stricter_follows_within_a_day(
    days: int, told: list[str], untold: list[str]
) -> None:
    second = (datetime.fromisoformat(MONDAY) + timedelta(days=days)).isoformat()

    dates = {
        due[:10]
        for due in dates_of("plan-change", [session(MONDAY), session(second, "scheduled")], MONDAY)
        if due
    }

    assert set(told) <= dates
    assert not set(untold) & dates


@pytest.mark.parametrize(("second", "told"), [("2026-06-10T00:00", True), ("2026-06-09T23:59", False)])
def test_lift_of_exactly_24_hours_is_told(second: str, told: bool) -> None:
    # fish oil is free from day 5 at 00:00; the pause of the second session begins on day 6 or day 5 at 00:00
    sessions = [session("2026-06-01T00:00"), session(second, "scheduled")]

    assert ("2026-06-06T09:00-04:00" in dates_of("plan-change", sessions, "2026-06-01T00:00")) is told


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        # 23 hours long, though from 00:00 to 00:00: clocks go forward
        ("2026-03-03T00:00", "2026-03-12T10:00", False),
        # 25 hours long, though from 00:30 to 00:00 on the wall: clocks go back
        ("2026-10-27T00:30", "2026-11-05T10:00", True),
        ("2026-10-27T01:00", "2026-11-05T10:00", True),  # 24 hours to the minute
        ("2026-10-27T01:01", "2026-11-05T10:00", False),
        ("2026-10-28T00:01", "2026-11-06T10:00", False),
    ],
)
def test_day_after_a_lift_is_24_elapsed_hours(first: str, second: str, told: bool) -> None:
    lifted = datetime.fromisoformat(first) + timedelta(days=5)

    dates = dates_of("plan-change", [session(first), session(second, "scheduled")], first)

    assert any(due.startswith(lifted.date().isoformat()) for due in dates) is told


def test_lift_waits_until_the_earliest_upcoming_session_is_performed() -> None:
    sessions = [
        session(MONDAY),
        session("2026-06-08T10:00", "scheduled"),
        session("2026-06-29T10:00", "scheduled"),
    ]

    before = dates_of("plan-change", sessions, "2026-06-08T09:59:59")
    after = dates_of("plan-change", sessions, "2026-06-08T10:00")

    assert before == ["2026-06-02T09:00-04:00", "2026-06-04T09:00-04:00"]
    assert after == [
        *before,
        "2026-06-09T09:00-04:00",
        "2026-06-11T09:00-04:00",
        "2026-06-13T09:00-04:00",
        "2026-06-15T09:00-04:00",
        "2026-06-22T09:00-04:00",
    ]


def test_lift_at_the_very_time_of_an_upcoming_session_waits() -> None:
    document = shipped_document()
    del document["rules"]["ice-first-week"]  # so ice is free the moment a session is over
    resolved = resolve(parse_protocol(document), [session("2026-06-01T10:00", "scheduled")], NEW_YORK)

    before = plan_reasons(resolved, USUAL_QUIET, instant("2026-06-01T09:59:59"))
    after = plan_reasons(resolved, USUAL_QUIET, instant("2026-06-01T10:00"))

    assert "plan-change:2026-06-01" not in [reason.key for reason in before]
    assert "plan-change:2026-06-01" in [reason.key for reason in after]


def test_plan_without_performed_session_tells_no_lift() -> None:
    sessions = [session("2026-06-11T10:00", "scheduled"), session("2026-06-18T10:00", "scheduled")]

    assert dates_of("plan-change", sessions, MONDAY) == []
