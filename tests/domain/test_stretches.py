"""What a report means where its beginning is not known, and where it lies before the first session."""

import pytest

from tests.domain.triage_story import Story, Told, told

HEAT = "heat-or-redness-over-6h"
RASH = "allergy-signs"
FIRST = "1 10:00"


def onset_of(rule: str, check_ins: list[Told], sessions: list[str] | None = None) -> list[str]:
    """The onsets of the episodes of `rule` that are flagged or watched at the last check-in."""
    story = Story(sessions or ["0 06:00"], check_ins)
    now = check_ins[-1].at
    onsets = [found.onset for found in (*story.flags(rule, now), *story.watches(rule, now))]
    return [story.text(onset) for onset in onsets if onset is not None]


def test_missing_since_continues_the_running_episode() -> None:
    assert onset_of(HEAT, [told("0 10:00", heat="0 09:00.."), told("0 12:00", redness="..")]) == ["0 09:00"]


def test_missing_since_over_continues_the_running_episode_down_to_its_onset() -> None:
    check_ins = [told("0 10:00", rash="0 09:00.."), told("0 12:00", rash="..0 09:00")]

    (flag,) = Story(["0 06:00"], check_ins).flags(RASH, now="0 12:00")

    assert (flag.told_by, flag.ended_at) == ((0, 1), Story([]).instant("0 09:00"))


def test_missing_since_with_an_until_before_the_onset_is_another_episode() -> None:
    check_ins = [told("0 07:00"), told("0 10:00", rash="0 09:00.."), told("0 12:00", rash="..0 08:59")]

    assert onset_of(RASH, check_ins) == ["0 09:00", "0 07:00"]


def test_missing_since_is_the_last_check_in_that_did_not_report_the_symptom() -> None:
    check_ins = [told("0 07:00"), told("0 08:00", redness="0 07:30..0 08:00"), told("0 12:00", heat="..")]

    assert onset_of(HEAT, check_ins) == ["0 07:30"]
    assert onset_of(HEAT, [told("0 07:00"), told("0 08:30"), told("0 12:00", heat="..")]) == ["0 08:30"]


def test_missing_since_looks_for_a_check_in_that_told_the_symptom_as_over() -> None:
    check_ins = [told("0 07:00"), told("0 09:00", heat="0 08:00..0 08:30"), told("0 12:00", heat="..")]

    assert onset_of(HEAT, check_ins) == ["0 09:00"]


def test_missing_since_looks_no_later_than_the_until() -> None:
    check_ins = [told("0 07:00"), told("0 11:00"), told("0 12:00", rash="..0 10:59")]

    assert onset_of(RASH, check_ins) == ["0 07:00"]
    assert onset_of(RASH, [*check_ins[:2], told("0 12:00", rash="..0 11:00")]) == ["0 11:00"]


def test_missing_since_with_no_such_check_in_is_the_first_session() -> None:
    assert onset_of(HEAT, [told("0 09:00", heat="..")]) == ["0 06:00"]


def test_missing_since_counts_pain_below_the_min_score_as_not_reported() -> None:
    check_ins = [told("0 09:00", pain=(3, "0 08:00..")), told("0 12:00", pain=(8, ".."))]

    assert onset_of("severe-pain", check_ins) == ["0 09:00"]
    assert onset_of("pain-over-7d", check_ins) == ["0 08:00"]


def test_missing_since_after_another_symptom_was_reported_is_that_check_in() -> None:
    check_ins = [told("0 09:00", rash="0 08:00..0 08:30"), told("0 12:00", hives="..")]

    assert onset_of(RASH, check_ins) == ["0 08:00", "0 09:00"]


def test_since_before_the_first_session_is_that_session() -> None:
    assert onset_of(HEAT, [told("1 12:00", heat="1 07:00..")], [FIRST]) == ["1 10:00"]
    assert onset_of(RASH, [told("1 12:00", rash="1 07:00..")], [FIRST]) == ["1 10:00"]


def test_stretch_over_before_the_first_session_is_not_counted() -> None:
    before = Story([FIRST], [told("1 12:00", heat="1 01:00..1 09:59")])
    until_then = Story([FIRST], [told("1 12:00", heat="1 01:00..1 10:00"), told("1 13:00", heat="1 10:00..")])

    assert before.raised(HEAT, now="1 12:00") == []
    assert until_then.due(HEAT, now="1 13:00") == [("1 16:00", 0)]


def test_at_once_stretch_over_before_the_first_session_keeps_its_own_times() -> None:
    story = Story([FIRST], [told("1 12:00", rash="1 01:00..1 09:59")])

    (flag,) = story.flags(RASH, now="1 12:00")

    assert (flag.onset, flag.ended_at, flag.session) == (
        story.instant("1 01:00"),
        story.instant("1 09:59"),
        0,
    )


def test_at_once_missing_since_of_a_stretch_over_before_the_first_session_is_its_until() -> None:
    assert onset_of(RASH, [told("1 12:00", rash="..1 09:00")], [FIRST]) == ["1 09:00"]


@pytest.mark.parametrize("sessions", [[FIRST], [f"{FIRST} scheduled"], []])
def test_check_in_before_the_first_session_keeps_its_times_for_at_once_rules(sessions: list[str]) -> None:
    story = Story(sessions, [told("1 08:00", rash="1 07:00..", heat="0 07:00..")])

    assert story.raised(HEAT, now="1 08:00") == []
    assert story.raised(RASH, now="1 08:00") == [("1 08:00", None)]
    assert onset_of(RASH, list(story.check_ins), sessions or ["5 10:00 cancelled"]) == ["1 07:00"]


def test_missing_since_before_the_first_session_is_the_check_in_or_the_until() -> None:
    assert onset_of(RASH, [told("1 08:00", rash="..")], [FIRST]) == ["1 08:00"]
    assert onset_of(RASH, [told("1 08:00", rash="..1 07:00")], [FIRST]) == ["1 07:00"]


def test_missing_since_before_the_first_session_looks_for_an_earlier_check_in() -> None:
    assert onset_of(RASH, [told("1 06:00"), told("1 08:00", rash="..")], [FIRST]) == ["1 06:00"]


def test_check_in_at_the_very_session_is_not_before_it() -> None:
    story = Story([FIRST], [told("1 10:00", rash="..", heat="..")])

    assert story.raised(RASH, now="1 10:00") == [("1 10:00", 0)]
    assert story.due(HEAT, now="1 10:00") == [("1 16:00", 0)]


def test_clock_that_ran_before_the_first_session_starts_with_it() -> None:
    story = Story([FIRST], [told("1 08:00", heat="1 01:00.."), told("1 11:00", heat="..")])

    assert story.due(HEAT, now="1 11:00") == [("1 16:00", 0)]
