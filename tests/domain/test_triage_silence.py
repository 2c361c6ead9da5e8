"""Silence is not reassurance: a check-in that does not come is flagged too."""

from datetime import date

import pytest

from tests.domain.triage_story import Story, told

AFTER_48H = "no-check-in-48h"
DAY_8 = "no-check-in-day-8"


def test_48_hours_after_the_session_exactly_is_still_a_watch() -> None:
    story = Story(["0 10:00"])

    assert (story.raised(AFTER_48H, now="2 10:00"), story.due(AFTER_48H, now="2 10:00")) == (
        [],
        [("2 10:00", 0)],
    )
    assert (story.raised(AFTER_48H, now="2 10:00:01"), story.due(AFTER_48H, now="2 10:00:01")) == (
        [("2 10:00", 0)],
        [],
    )


def test_48_hours_are_watched_from_the_session_on() -> None:
    story = Story(["0 10:00 scheduled"])

    assert story.due(AFTER_48H, now="0 09:59") == []
    assert story.due(AFTER_48H, now="0 10:00") == [("2 10:00", 0)]


def test_48_hours_count_anew_from_every_check_in() -> None:
    story = Story(["0 10:00"], [told("1 09:00"), told("3 08:00")])

    assert story.due(AFTER_48H, now="1 12:00") == [("3 09:00", 0)]
    assert story.due(AFTER_48H, now="3 09:00") == [("5 08:00", 0)]
    assert story.raised(AFTER_48H, now="5 08:00:01") == [("5 08:00", 0)]


def test_check_in_at_the_very_instant_answers() -> None:
    story = Story(["0 10:00"], [told("2 10:00")])

    assert story.raised(AFTER_48H, now="2 12:00") == []


def test_check_in_one_second_late_does_not() -> None:
    story = Story(["0 10:00"], [told("2 10:00:01")])

    (flag,) = story.flags(AFTER_48H, now="2 12:00")

    assert (story.text(flag.raised_at), flag.ended_at, flag.told_by) == (
        "2 10:00",
        story.instant("2 10:00:01"),
        (),
    )


def test_check_in_at_the_very_session_is_the_one_that_counts() -> None:
    story = Story(["0 10:00"], [told("0 10:00")])

    (flag,) = story.flags(AFTER_48H, now="2 12:00")

    assert flag.episode == "session of 0 10:00/told 0 10:00"


def test_each_silence_after_a_check_in_is_a_flag_of_its_own() -> None:
    story = Story(["0 10:00"], [told("3 10:00")])

    assert story.raised(AFTER_48H, now="6 10:00") == [("2 10:00", 0), ("5 10:00", 0)]


def test_48_hours_that_end_with_the_first_week_are_not_waited_for() -> None:
    within = Story(["0 10:00"], [told("2 10:00"), told("4 10:00"), told("5 09:59:59")])
    past_it = Story(["0 10:00"], [told("2 10:00"), told("4 10:00"), told("5 10:00")])

    assert within.raised(AFTER_48H, now="9 10:00") == [("7 09:59:59", 0)]
    assert past_it.raised(AFTER_48H, now="9 10:00") == []


def test_next_performed_session_takes_over() -> None:
    story = Story(["0 10:00", "2 10:00"])

    assert story.raised(AFTER_48H, now="4 12:00") == [("4 10:00", 1)]
    assert Story(["0 10:00", "2 10:00:01"]).raised(AFTER_48H, now="4 12:00") == [
        ("2 10:00", 0),
        ("4 10:00:01", 1),
    ]


def test_upcoming_session_does_not_remove_a_watch() -> None:
    story = Story(["0 10:00", "1 10:00 scheduled"])

    assert story.due(AFTER_48H, now="1 09:59") == [("2 10:00", 0)]
    assert story.due(DAY_8, now="1 09:59") == [("8 10:00", 0)]
    assert story.due(AFTER_48H, now="1 10:00") == [("3 10:00", 1)]
    assert story.due(DAY_8, now="1 10:00") == [("9 10:00", 1)]


def test_day_8_exactly_is_still_a_watch() -> None:
    story = Story(["0 10:00"], [told("6 23:59:59")])

    assert (story.raised(DAY_8, now="8 10:00"), story.due(DAY_8, now="8 10:00")) == ([], [("8 10:00", 0)])
    assert (story.raised(DAY_8, now="8 10:00:01"), story.due(DAY_8, now="8 10:00:01")) == (
        [("8 10:00", 0)],
        [],
    )


@pytest.mark.parametrize(
    ("answer", "raised"),
    [
        ("6 23:59:59", [("8 10:00", 0)]),
        ("7 00:00", []),
        ("8 10:00", []),
        ("8 10:00:01", [("8 10:00", 0)]),
    ],
)
def test_day_8_is_answered_from_midnight_of_day_7(answer: str, raised: list[tuple[str, int]]) -> None:
    story = Story(["0 10:00"], [told(answer)])

    assert story.raised(DAY_8, now="9 10:00") == raised


def test_day_8_watch_is_gone_once_answered() -> None:
    story = Story(["0 10:00"], [told("7 08:00")])

    assert story.due(DAY_8, now="7 08:00") == []


@pytest.mark.parametrize(("later", "raised"), [("8 10:00", []), ("8 10:00:01", [("8 10:00", 0)])])
def test_day_8_is_left_to_a_session_performed_by_then(later: str, raised: list[tuple[str, int]]) -> None:
    story = Story(["0 10:00", later])

    assert story.raised(DAY_8, now="9 10:00") == raised


def test_both_silences_are_open_until_the_next_check_in() -> None:
    silent = Story(["0 10:00"])
    answered = Story(["0 10:00"], [told("9 10:00")])

    assert [flag.open for flag in silent.assess("9 10:00").flags] == [True, True]
    assert [flag.open for flag in answered.assess("9 10:00").flags] == [False, False]


def test_48_hours_are_elapsed_time_and_days_the_patient_s_wall_clock() -> None:
    story = Story(["0 10:00"], zone="America/New_York", day_0=date(2026, 3, 7))

    assert story.due(AFTER_48H, now="0 10:00") == [("2 11:00", 0)]
    assert story.due(DAY_8, now="0 10:00") == [("8 10:00", 0)]


def test_midnight_of_day_7_that_the_clocks_skip_is_one_o_clock() -> None:
    """Havana went from 23:59:59 to 01:00 on 8 March 2026."""
    too_early = Story(["0 10:00"], [told("6 23:59:59")], zone="America/Havana", day_0=date(2026, 3, 1))
    in_time = Story(["0 10:00"], [told("7 01:00")], zone="America/Havana", day_0=date(2026, 3, 1))

    assert too_early.due(DAY_8, now="7 09:00") == [("8 10:00", 0)]
    assert in_time.due(DAY_8, now="7 09:00") == []


def test_week_ends_at_the_session_s_local_time_when_the_clocks_change() -> None:
    """Berlin, 29 March 2026: 48 hours from day 5 09:00 end on day 7 at 10:00, with the week."""
    asked = [told("2 10:00"), told("4 10:00")]
    within = Story(["0 10:00"], [*asked, told("5 08:59:59")], zone="Europe/Berlin", day_0=date(2026, 3, 23))
    past_it = Story(["0 10:00"], [*asked, told("5 09:00")], zone="Europe/Berlin", day_0=date(2026, 3, 23))

    assert within.due(AFTER_48H, now="5 10:00") == [("7 09:59:59", 0)]
    assert past_it.due(AFTER_48H, now="5 10:00") == []


def test_identity_of_a_silence_names_the_session_and_what_it_counts_from() -> None:
    story = Story(["0 10:00"], [told("3 10:00")])

    episodes = [(flag.rule, flag.episode) for flag in story.assess("9 10:00").flags]

    assert episodes == [
        (AFTER_48H, "session of 0 10:00@20260302T100000Z"),
        (AFTER_48H, "session of 0 10:00/told 3 10:00"),
        (DAY_8, "session of 0 10:00@20260302T100000Z"),
    ]
