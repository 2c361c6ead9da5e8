"""The time left to answer a flag."""

from datetime import UTC, datetime, timedelta

import pytest

from aftercare.queries.time_left import TimeLeft, time_left

RAISED = datetime(2026, 3, 5, 14, tzinfo=UTC)
DUE = RAISED + timedelta(hours=2)


@pytest.mark.parametrize(
    ("now", "left"),
    [
        (RAISED, TimeLeft("2 h", 72, late=False)),
        (RAISED + timedelta(hours=1), TimeLeft("1 h", 36, late=False)),
        (DUE - timedelta(seconds=60), TimeLeft("1 min", 1, late=False)),
        (DUE - timedelta(seconds=59), TimeLeft("under 1 min", 1, late=False)),
        (DUE, TimeLeft("Time is up", 0, late=True)),
        (DUE + timedelta(seconds=59), TimeLeft("Time is up", 0, late=True)),
        (DUE + timedelta(seconds=60), TimeLeft("1 min over", 0, late=True)),
        (DUE + timedelta(minutes=12), TimeLeft("12 min over", 0, late=True)),
    ],
)
def test_time_left(now, left):
    assert time_left(RAISED, DUE, now) == left


def test_bar_is_never_more_than_full():
    early = time_left(RAISED, DUE, RAISED - timedelta(hours=1))

    assert early.width == 72
