from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from aftercare.domain.clinical_time import (
    Duration,
    QuietHours,
    Window,
    at_clock,
    from_local,
    local_date,
    start_of_day,
    to_local,
)
from tests.domain.plan_story import APIA, LONDON, LORD_HOWE, NEW_YORK, SAO_PAULO, instant, local

HAVANA = ZoneInfo("America/Havana")
BEIRUT = ZoneInfo("Asia/Beirut")


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("PT6H", Duration(hours=6)),
        ("P7D", Duration(days=7)),
        ("P3M", Duration(months=3)),
        ("PT0H", Duration()),
    ],
)
def test_duration_parses_one_unit(text: str, duration: Duration) -> None:
    assert Duration.parse(text) == duration


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "P7", "7D", "P7DT1H", "P-1D", "P1.5D", "PT30M", "p7d", "P٣D", "P99999D"]
)
def test_duration_refuses_anything_else(text: str) -> None:
    with pytest.raises(ValueError, match="is not a duration such as PT6H, P7D or P3M"):
        Duration.parse(text)


@pytest.mark.parametrize(
    ("longer", "shorter"),
    [("P1D", "PT23H"), ("PT25H", "P1D"), ("P1M", "P29D"), ("P31D", "P1M"), ("P28D", "PT48H")],
)
def test_nominal_hours_order_lengths_of_different_units(longer: str, shorter: str) -> None:
    assert Duration.parse(longer).nominal_hours > Duration.parse(shorter).nominal_hours


@pytest.mark.parametrize(
    ("zone", "start", "duration", "end"),
    [
        # clocks go forward: three days are 71 hours, 24 hours end an hour later on the wall
        (NEW_YORK, "2026-03-06T10:00", "P3D", "2026-03-09T10:00-04:00"),
        (NEW_YORK, "2026-03-07T10:00", "PT24H", "2026-03-08T11:00-04:00"),
        # clocks go back: three days are 73 hours, 24 hours end an hour earlier on the wall
        (NEW_YORK, "2026-10-30T10:00", "P3D", "2026-11-02T10:00-05:00"),
        (NEW_YORK, "2026-10-31T10:00", "PT24H", "2026-11-01T09:00-05:00"),
        (LONDON, "2026-03-28T18:30", "P1D", "2026-03-29T18:30+01:00"),
        (LONDON, "2026-10-24T18:30", "PT24H", "2026-10-25T17:30+00:00"),
        # half an hour only
        (LORD_HOWE, "2026-04-03T10:00", "P3D", "2026-04-06T10:00+10:30"),
        (LORD_HOWE, "2026-10-03T10:00", "PT24H", "2026-10-04T10:30+11:00"),
        # a time that does not exist is read with the offset before the gap
        (NEW_YORK, "2026-03-07T02:30", "P1D", "2026-03-08T03:30-04:00"),
        (LORD_HOWE, "2026-10-03T02:15", "P1D", "2026-10-04T02:45+11:00"),
        # one that occurs twice means the first
        (NEW_YORK, "2026-10-31T01:30", "P1D", "2026-11-01T01:30-04:00"),
        (LONDON, "2026-10-24T01:30", "P1D", "2026-10-25T01:30+01:00"),
        # the date that Samoa left out
        (APIA, "2011-12-29T10:00", "P1D", "2011-12-31T10:00+14:00"),
        (APIA, "2011-12-29T10:00", "P2D", "2011-12-31T10:00+14:00"),
        (NEW_YORK, "2026-05-31T10:00", "P9M", "2027-02-28T10:00-05:00"),
        (NEW_YORK, "2027-05-31T10:00", "P9M", "2028-02-29T10:00-05:00"),
        (NEW_YORK, "2026-01-31T10:00", "P3M", "2026-04-30T10:00-04:00"),
        (NEW_YORK, "2026-12-15T10:00", "P12M", "2027-12-15T10:00-05:00"),
    ],
)
def test_duration_counts_days_on_the_wall_and_hours_on_a_stopwatch(
    zone: ZoneInfo, start: str, duration: str, end: str
) -> None:
    ends_at = Duration.parse(duration).after(instant(start, zone), zone)

    assert local(ends_at, zone) == end


def test_duration_counts_days_from_the_resolved_time_of_a_session_in_a_gap() -> None:
    session_at = from_local(datetime.fromisoformat("2026-03-08T02:30"), NEW_YORK)

    assert local(session_at) == "2026-03-08T03:30-04:00"
    assert local(Duration(days=1).after(session_at, NEW_YORK)) == "2026-03-09T03:30-04:00"


@pytest.mark.parametrize(
    ("zone", "day", "midnight"),
    [
        (NEW_YORK, date(2026, 3, 8), "2026-03-08T00:00-05:00"),
        (SAO_PAULO, date(2018, 11, 4), "2018-11-04T01:00-02:00"),  # 00:00 is skipped
        (BEIRUT, date(2026, 3, 29), "2026-03-29T01:00+03:00"),
        (HAVANA, date(2026, 3, 8), "2026-03-08T01:00-04:00"),
        (HAVANA, date(2026, 11, 1), "2026-11-01T00:00-04:00"),  # 00:00 comes twice
        (APIA, date(2011, 12, 30), "2011-12-31T00:00+14:00"),  # the whole day is skipped
    ],
)
def test_start_of_day_where_midnight_is_missing_or_comes_twice(
    zone: ZoneInfo, day: date, midnight: str
) -> None:
    assert local(start_of_day(day, zone), zone) == midnight


def test_local_time_and_date_are_those_of_the_zone() -> None:
    moment = datetime(2026, 3, 9, 2, 15, tzinfo=UTC)

    assert to_local(moment, NEW_YORK) == datetime.fromisoformat("2026-03-08T22:15")
    assert local_date(moment, NEW_YORK) == date(2026, 3, 8)
    assert at_clock(date(2026, 3, 8), time(22, 15), NEW_YORK) == moment


@pytest.mark.parametrize(
    ("window", "held"),
    [
        (("2026-03-02T10:00", "2026-03-02T11:00"), [False, True, True, False]),
        ((None, "2026-03-02T11:00"), [True, True, True, False]),
        (("2026-03-02T10:00", None), [False, True, True, True]),
        ((None, None), [True, True, True, True]),
    ],
)
def test_window_holds_its_start_and_not_its_end(
    window: tuple[str | None, str | None], held: list[bool]
) -> None:
    start, end = (None if limit is None else instant(limit) for limit in window)
    moments = [instant(f"2026-03-02T{clock}") for clock in ("09:59:59", "10:00", "10:59:59", "11:00")]

    assert [Window(start, end).holds(moment) for moment in moments] == held


@pytest.mark.parametrize(
    ("quiet", "moment", "moved"),
    [
        (("21:00", "08:00"), "2026-06-02T20:59:59", "2026-06-02T20:59-04:00"),
        (("21:00", "08:00"), "2026-06-02T21:00", "2026-06-03T08:00-04:00"),
        (("21:00", "08:00"), "2026-06-03T00:00", "2026-06-03T08:00-04:00"),
        (("21:00", "08:00"), "2026-06-03T07:59:59", "2026-06-03T08:00-04:00"),
        (("21:00", "08:00"), "2026-06-03T08:00", "2026-06-03T08:00-04:00"),
        (("13:00", "15:00"), "2026-06-03T12:59", "2026-06-03T12:59-04:00"),
        (("13:00", "15:00"), "2026-06-03T13:00", "2026-06-03T15:00-04:00"),
        (("13:00", "15:00"), "2026-06-03T15:00", "2026-06-03T15:00-04:00"),
        (("09:00", "08:00"), "2026-06-03T12:00", "2026-06-04T08:00-04:00"),
        (("09:00", "08:00"), "2026-06-03T08:30", "2026-06-03T08:30-04:00"),
        (("08:00", "08:00"), "2026-06-03T08:00", "2026-06-03T08:00-04:00"),  # equal ends mean none
        (("00:00", "00:00"), "2026-06-03T03:00", "2026-06-03T03:00-04:00"),
        # nights of a clock change
        (("21:00", "08:00"), "2026-03-07T23:00", "2026-03-08T08:00-04:00"),
        (("21:00", "08:00"), "2026-10-31T23:00", "2026-11-01T08:00-05:00"),
        (("21:00", "02:30"), "2026-03-08T01:00", "2026-03-08T03:30-04:00"),  # the end is skipped
        (("21:00", "01:30"), "2026-11-01T01:10", "2026-11-01T01:30-04:00"),  # the end comes twice
    ],
)
def test_quiet_hours_move_an_instant_to_their_end(quiet: tuple[str, str], moment: str, moved: str) -> None:
    quiet_hours = QuietHours(*(time.fromisoformat(clock) for clock in quiet))

    assert local(quiet_hours.end_after(instant(moment), NEW_YORK)) == moved


def test_quiet_hours_are_over_in_the_second_of_two_equal_hours() -> None:
    quiet_hours = QuietHours(time(21), time(1, 30))
    second_time = datetime(2026, 11, 1, 6, 10, tzinfo=UTC)  # 01:10 for the second time

    assert quiet_hours.end_after(second_time, NEW_YORK) == second_time


def test_quiet_hours_last_over_a_date_that_the_zone_skips() -> None:
    quiet_hours = QuietHours(time(21), time(8))
    # 29 December 2011 was followed by the 31st
    clocks = ("2011-12-29T20:59", "2011-12-29T21:00", "2011-12-31T05:30", "2011-12-31T08:00")
    moments = [instant(clock, APIA) for clock in clocks]

    moved = [quiet_hours.end_after(moment, APIA) for moment in moments]

    assert moved == [moments[0], moments[3], moments[3], moments[3]]
