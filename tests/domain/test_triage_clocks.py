"""When a flag rises: the limit itself while the episode runs, else the check-in that tells of it."""

from datetime import date

import pytest

from tests.domain.triage_story import Story, told

HEAT = "heat-or-redness-over-6h"


def test_flag_rises_with_the_check_in_when_the_limit_had_passed_before_it() -> None:
    story = Story(["0 08:00"], [told("0 16:00", heat="0 09:00..")])

    assert story.raised(HEAT, now="0 16:00") == [("0 16:00", 0)]


def test_check_in_at_the_very_limit_leaves_a_watch_that_becomes_a_flag() -> None:
    story = Story(["0 08:00"], [told("0 15:00", heat="0 09:00..")])

    assert story.due(HEAT, now="0 15:00") == [("0 15:00", 0)]
    assert story.raised(HEAT, now="0 15:00:01") == [("0 15:00", 0)]


def test_heat_that_ends_at_the_limit_never_flags() -> None:
    story = Story(["0 08:00"], [told("0 12:00", heat="0 09:00.."), told("0 15:00")])

    assert story.raised(HEAT, now="1 15:00") == []


def test_later_report_does_not_take_back_a_flag() -> None:
    story = Story(["0 08:00"], [told("0 12:00", heat="0 09:00.."), told("0 15:01", heat="0 09:00..0 13:00")])

    (flag,) = story.flags(HEAT, now="0 16:00")

    assert (story.text(flag.raised_at), flag.ended_at) == ("0 15:00", story.instant("0 13:00"))


def test_report_before_the_limit_that_it_is_over_stops_the_clock() -> None:
    story = Story(["0 08:00"], [told("0 12:00", heat="0 09:00.."), told("0 15:00", heat="0 09:00..0 13:00")])

    assert story.raised(HEAT, now="1 15:00") == []
    assert story.due(HEAT, now="0 15:00") == []


def test_onset_told_earlier_moves_the_limit() -> None:
    story = Story(["0 08:00"], [told("0 12:00", heat="0 11:00.."), told("0 13:00", heat="0 09:00..")])

    assert story.raised(HEAT, now="0 15:00:01") == [("0 15:00", 0)]


def test_onset_told_so_early_that_the_limit_had_passed_raises_the_flag_with_that_check_in() -> None:
    story = Story(["0 05:00"], [told("0 12:00", heat="0 11:00.."), told("0 13:00", heat="0 06:00..")])

    assert story.raised(HEAT, now="0 12:59") == []
    assert story.raised(HEAT, now="0 13:00") == [("0 13:00", 0)]


def test_onset_told_earlier_does_not_date_a_raised_flag_anew() -> None:
    story = Story(["0 05:00"], [told("0 12:00", heat="0 11:00.."), told("0 18:00", heat="0 06:00..")])

    assert story.raised(HEAT, now="0 18:00") == [("0 17:00", 0)]


def test_onset_told_later_does_not_move_the_clock() -> None:
    story = Story(["0 08:00"], [told("0 12:00", heat="0 09:00.."), told("0 14:00", heat="0 13:00..")])

    assert story.due(HEAT, now="0 14:00") == [("0 15:00", 0)]


def test_check_ins_are_read_by_time_whatever_their_order() -> None:
    told_first, told_next = told("0 12:00", heat="0 09:00.."), told("0 14:00")

    forward = Story(["0 08:00"], [told_first, told_next]).raised(HEAT, now="0 20:00")
    backward = Story(["0 08:00"], [told_next, told_first]).raised(HEAT, now="0 20:00")

    assert (forward, backward) == ([], [])


def test_check_ins_of_one_instant_are_read_in_the_order_given() -> None:
    hot, cool = told("0 12:00", heat="0 09:00.."), told("0 12:00")

    cool_last = Story(["0 08:00"], [hot, cool]).raised(HEAT, now="0 20:00")
    hot_last = Story(["0 08:00"], [cool, hot]).raised(HEAT, now="0 20:00")

    assert (cool_last, hot_last) == ([], [("0 15:00", 0)])


def test_check_in_after_now_is_not_known_yet() -> None:
    story = Story(["0 08:00"], [told("0 12:00", rash="0 09:00..")])

    assert story.raised("allergy-signs", now="0 11:59") == []


@pytest.mark.parametrize(
    ("zone", "eve", "due"),
    [
        ("America/New_York", date(2026, 3, 7), "1 04:00"),
        ("America/New_York", date(2026, 10, 31), "1 02:00"),
        ("Europe/Berlin", date(2026, 3, 28), "1 04:00"),
        ("Australia/Lord_Howe", date(2026, 10, 3), "1 03:30"),
    ],
)
def test_six_hours_are_elapsed_time_on_the_night_the_clocks_change(zone: str, eve: date, due: str) -> None:
    story = Story(["0 12:00"], [told("0 22:00", heat="0 21:00..")], zone=zone, day_0=eve)

    assert story.due(HEAT, now="0 22:00") == [(due, 0)]


@pytest.mark.parametrize(
    ("zone", "eve", "hours"),
    [
        ("America/New_York", date(2026, 3, 7), 71.0),
        ("America/New_York", date(2026, 10, 31), 73.0),
        ("Europe/Berlin", date(2026, 3, 28), 71.0),
        ("Australia/Lord_Howe", date(2026, 10, 3), 71.5),
    ],
)
def test_three_days_end_at_the_same_local_time_when_the_clocks_change(
    zone: str, eve: date, hours: float
) -> None:
    story = Story(["0 10:00"], [told("0 22:00", swelling="0 12:00..")], zone=zone, day_0=eve)

    (watch,) = story.watches("swelling-over-3d", now="0 22:00")

    assert story.text(watch.due_at) == "3 12:00"
    assert (watch.due_at - story.instant("0 12:00")).total_seconds() == hours * 3600


def test_three_days_that_end_in_a_skipped_hour_end_an_hour_later_on_the_clock() -> None:
    story = Story(
        ["0 01:00"], [told("0 22:00", swelling="0 02:30..")], zone="America/New_York", day_0=date(2026, 3, 5)
    )

    assert story.due("swelling-over-3d", now="0 22:00") == [("3 03:30", 0)]


def test_seven_days_of_pain_end_at_the_session_s_local_time_when_the_clocks_change() -> None:
    story = Story(
        ["0 10:00"], [told("1 09:00", pain=(2, "0 18:00.."))], zone="Europe/Berlin", day_0=date(2026, 3, 25)
    )

    assert story.due("pain-over-7d", now="1 09:00") == [("7 10:00", 0)]
