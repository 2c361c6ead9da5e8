"""The timeline over changes of clocks, missing midnights and the ends of months."""

from zoneinfo import ZoneInfo

import pytest

from tests.domain.plan_story import (
    APIA,
    LONDON,
    LORD_HOWE,
    NEW_YORK,
    SAO_PAULO,
    local,
    session,
    timeline,
    told_segments,
)

CAIRO = ZoneInfo("Africa/Cairo")


@pytest.mark.parametrize(
    ("zone", "at", "fish_oil"),
    [
        # a pause of 71 hours and 73 hours; five days over a change of clocks
        (NEW_YORK, "2026-03-09T10:00", ["2026-03-06T00:00-05:00", "2026-03-14T10:00-04:00"]),
        (NEW_YORK, "2026-03-05T10:00", ["2026-03-02T00:00-05:00", "2026-03-10T10:00-04:00"]),
        (NEW_YORK, "2026-11-02T10:00", ["2026-10-30T00:00-04:00", "2026-11-07T10:00-05:00"]),
        (LONDON, "2026-03-28T23:59", ["2026-03-25T00:00+00:00", "2026-04-02T23:59+01:00"]),
        (LONDON, "2026-10-25T00:00", ["2026-10-22T00:00+01:00", "2026-10-30T00:00+00:00"]),
        (LORD_HOWE, "2026-04-05T10:00", ["2026-04-02T00:00+11:00", "2026-04-10T10:00+10:30"]),
        (LORD_HOWE, "2026-10-03T10:00", ["2026-09-30T00:00+10:30", "2026-10-08T10:00+11:00"]),
        # midnight is skipped where the pause begins
        (SAO_PAULO, "2018-11-07T09:00", ["2018-11-04T01:00-02:00", "2018-11-12T09:00-02:00"]),
        (CAIRO, "2026-04-27T09:00", ["2026-04-24T01:00+03:00", "2026-05-02T09:00+03:00"]),
        # the ends of months and years
        (NEW_YORK, "2028-03-01T10:00", ["2028-02-27T00:00-05:00", "2028-03-06T10:00-05:00"]),
        (NEW_YORK, "2027-01-01T10:00", ["2026-12-29T00:00-05:00", "2027-01-06T10:00-05:00"]),
        # the date that Samoa left out counts as a date
        (APIA, "2012-01-02T10:00", ["2011-12-31T00:00+14:00", "2012-01-07T10:00+14:00"]),
        (APIA, "2011-12-28T10:00", ["2011-12-25T00:00-10:00", "2012-01-02T10:00+14:00"]),
    ],
)
def test_pause_and_days_are_counted_on_the_patients_wall(
    zone: ZoneInfo, at: str, fish_oil: list[str]
) -> None:
    resolved = timeline(session(at, zone=zone), zone=zone)

    assert [local(segment.start, zone) for segment in resolved.segments("fish-oil")[1:]] == fish_oil


@pytest.mark.parametrize(
    ("zone", "at", "end"),
    [
        (NEW_YORK, "2026-03-07T10:00", "2026-03-08T11:00-04:00"),
        (LONDON, "2026-10-24T10:00", "2026-10-25T09:00+00:00"),
        (LORD_HOWE, "2026-10-03T10:00", "2026-10-04T10:30+11:00"),
    ],
)
def test_hours_are_elapsed_over_a_change_of_clocks(zone: ZoneInfo, at: str, end: str) -> None:
    resolved = timeline(session(at, zone=zone), zone=zone)

    assert told_segments(resolved, "wraps")[1] == ("avoid", end)
