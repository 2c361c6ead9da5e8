"""How quiet hours move what is due in them."""

from zoneinfo import ZoneInfo

import pytest

from aftercare.domain.clinical_time import QuietHours
from tests.domain.plan_story import (
    MONDAY,
    NO_QUIET,
    USUAL_QUIET,
    quiet,
    reason_of,
    session,
    told_reminders,
)

HAVANA = ZoneInfo("America/Havana")


@pytest.mark.parametrize(
    ("at", "quiet_hours", "due", "expires"),
    [
        ("2026-06-01T19:59", USUAL_QUIET, "2026-06-01T20:59-04:00", "2026-06-02T20:59-04:00"),
        ("2026-06-01T20:00", USUAL_QUIET, "2026-06-02T08:00-04:00", "2026-06-02T21:00-04:00"),
        ("2026-06-01T23:59", USUAL_QUIET, "2026-06-02T08:00-04:00", "2026-06-03T00:59-04:00"),
        ("2026-06-01T06:59", USUAL_QUIET, "2026-06-01T08:00-04:00", "2026-06-02T07:59-04:00"),
        ("2026-06-01T07:00", USUAL_QUIET, "2026-06-01T08:00-04:00", "2026-06-02T08:00-04:00"),
        # moved only where the end of the quiet hours is before the expiry
        ("2026-06-01T10:00", quiet("11:00", "10:59"), "2026-06-02T10:59-04:00", "2026-06-02T11:00-04:00"),
        ("2026-06-01T10:00", quiet("10:59", "10:58"), "2026-06-02T10:58-04:00", "2026-06-02T11:00-04:00"),
        # 24 hours are elapsed hours
        ("2026-03-07T10:00", USUAL_QUIET, "2026-03-07T11:00-05:00", "2026-03-08T12:00-04:00"),
        ("2026-10-31T10:00", USUAL_QUIET, "2026-10-31T11:00-04:00", "2026-11-01T10:00-05:00"),
        # that day has 25 hours: the quiet ones end when it has expired
        ("2026-10-31T10:00", quiet("10:30", "10:00"), "2026-10-31T11:00-04:00", "2026-11-01T10:00-05:00"),
    ],
)
def test_plan_ready_is_due_an_hour_after_the_session(
    at: str, quiet_hours: QuietHours, due: str, expires: str
) -> None:
    assert reason_of("plan-ready", at, quiet_hours) == (due, expires)


@pytest.mark.parametrize(
    ("at", "quiet_hours", "due", "expires"),
    [
        ("2026-06-01T14:59", USUAL_QUIET, "2026-06-01T20:59-04:00", "2026-06-02T20:59-04:00"),
        # in quiet hours: half an hour before they begin, and the expiry counts from there
        ("2026-06-01T15:00", USUAL_QUIET, "2026-06-01T20:30-04:00", "2026-06-02T20:30-04:00"),
        ("2026-06-01T19:30", USUAL_QUIET, "2026-06-01T20:30-04:00", "2026-06-02T20:30-04:00"),
        # less than an hour after the session: late rather than early
        ("2026-06-01T19:31", USUAL_QUIET, "2026-06-02T08:00-04:00", "2026-06-03T01:31-04:00"),
        ("2026-06-01T23:59", USUAL_QUIET, "2026-06-02T08:00-04:00", "2026-06-03T05:59-04:00"),
        ("2026-06-02T01:59", USUAL_QUIET, "2026-06-02T08:00-04:00", "2026-06-03T07:59-04:00"),
        ("2026-06-02T02:00", USUAL_QUIET, "2026-06-02T08:00-04:00", "2026-06-03T08:00-04:00"),
        # quiet hours that do not run past midnight
        ("2026-06-01T19:00", quiet("00:00", "06:00"), "2026-06-01T23:30-04:00", "2026-06-02T23:30-04:00"),
        ("2026-06-01T07:00", quiet("12:30", "14:00"), "2026-06-01T12:00-04:00", "2026-06-02T12:00-04:00"),
        # quiet nearly always: half an hour before they begin it is still quiet from the day before
        ("2026-06-01T04:00", quiet("09:00", "08:45"), "2026-06-01T08:45-04:00", "2026-06-02T08:30-04:00"),
        # over a change of clocks
        ("2026-03-07T19:00", USUAL_QUIET, "2026-03-07T20:30-05:00", "2026-03-08T21:30-04:00"),
        ("2026-10-31T23:00", NO_QUIET, "2026-11-01T04:00-05:00", "2026-11-02T04:00-05:00"),
    ],
)
def test_heat_check_comes_before_quiet_hours_where_it_can(
    at: str, quiet_hours: QuietHours, due: str, expires: str
) -> None:
    assert reason_of("heat-check", at, quiet_hours) == (due, expires)


def test_heat_check_before_quiet_hours_that_begin_at_a_skipped_midnight() -> None:
    due, _ = reason_of("heat-check", "2026-03-07T20:00", quiet("00:00", "06:00"), HAVANA)

    assert due == "2026-03-07T23:30-05:00"


@pytest.mark.parametrize(
    ("quiet_hours", "due", "expires"),
    [
        (USUAL_QUIET, "2026-06-03T09:00-04:00", "2026-06-04T00:00-04:00"),
        (quiet("22:00", "10:00"), "2026-06-03T10:00-04:00", "2026-06-04T00:00-04:00"),
        (quiet("09:00", "23:59"), "2026-06-03T23:59-04:00", "2026-06-04T00:00-04:00"),
        (quiet("09:00", "00:00"), "2026-06-03T09:00-04:00", "2026-06-04T00:00-04:00"),  # too late by then
        (quiet("08:59", "08:58"), "2026-06-03T09:00-04:00", "2026-06-04T00:00-04:00"),
        (quiet("00:00", "09:00"), "2026-06-03T09:00-04:00", "2026-06-04T00:00-04:00"),
    ],
)
def test_check_in_moves_out_of_quiet_hours_before_its_date_is_over(
    quiet_hours: QuietHours, due: str, expires: str
) -> None:
    reminders = told_reminders([session(MONDAY)], "2026-06-03T00:00", quiet_hours)

    assert next(told for told in reminders if told[2] == ["check-in"]) == (due, expires, ["check-in"])
