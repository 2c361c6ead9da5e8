"""Which days the picture shows: both sides of each boundary of the rule."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from aftercare.queries.lane_picture import LaneSession
from aftercare.queries.lane_scale import Scale, choose_scale

NEW_YORK = ZoneInfo("America/New_York")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK).astimezone(UTC)


def choose(now, *sessions):
    numbered = [LaneSession(at(session), number) for number, session in enumerate(sessions, 1)]
    scale = choose_scale(numbered, NEW_YORK, at(now))
    return scale.left, scale.days


@pytest.mark.parametrize(
    ("now", "sessions", "left", "days"),
    [
        ("2026-03-05T08:10", ["2026-03-02T10:00", "2026-03-09T10:00"], date(2026, 3, 1), 28),
        # Day 13 after the first session: the day before it is 14 days back. A day later it no longer begins.
        ("2026-03-15T23:59", ["2026-03-02T10:00", "2026-03-09T10:00"], date(2026, 3, 1), 28),
        ("2026-03-16T00:00", ["2026-03-02T10:00", "2026-03-09T10:00"], date(2026, 3, 8), 28),
        # Everything long past: a week back.
        ("2026-05-01T12:00", ["2026-03-02T10:00", "2026-03-09T10:00"], date(2026, 4, 24), 28),
        # Nothing performed yet: yesterday.
        ("2026-03-05T08:10", ["2026-03-09T10:00"], date(2026, 3, 4), 28),
        ("2026-03-05T08:10", [], date(2026, 3, 4), 28),
        # The very instant of a session counts as performed.
        ("2026-03-09T09:59", ["2026-03-09T10:00"], date(2026, 3, 8), 28),
        ("2026-03-09T10:00", ["2026-03-09T10:00"], date(2026, 3, 8), 28),
        # The next session has its three days after it in four weeks, or else eight are shown.
        ("2026-03-05T08:10", ["2026-03-02T10:00", "2026-03-25T10:00"], date(2026, 3, 1), 28),
        ("2026-03-05T08:10", ["2026-03-02T10:00", "2026-03-26T10:00"], date(2026, 3, 1), 56),
        # Beyond eight weeks there is no use in stretching.
        ("2026-03-05T08:10", ["2026-03-02T10:00", "2026-04-25T10:00"], date(2026, 3, 1), 56),
        ("2026-03-05T08:10", ["2026-03-02T10:00", "2026-04-26T10:00"], date(2026, 3, 1), 28),
    ],
)
def test_days_shown(now, sessions, left, days):
    assert choose(now, *sessions) == (left, days)


def test_now_is_always_in_the_picture():
    sessions = ["2026-03-02T10:00", "2026-03-09T10:00", "2026-04-20T10:00"]
    shares = []
    for day in range(1, 32):
        now = at(f"2026-03-{day:02d}T23:59")
        scale = choose_scale(
            [LaneSession(at(one), number) for number, one in enumerate(sessions, 1)], NEW_YORK, now
        )
        shares.append(scale.x(now))

    assert [share for share in shares if not 0 <= share <= 55] == []


def test_x_counts_the_days_of_the_wall_clock():
    scale = Scale(date(2026, 3, 8), 28, NEW_YORK)

    noon_after_a_short_night = scale.x(at("2026-03-08T12:00"))

    assert noon_after_a_short_night == pytest.approx(0.5 / 28 * 100)
