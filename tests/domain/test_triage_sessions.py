"""Which session an episode belongs to, and what sessions that come and go do to running clocks."""

from tests.domain.triage_story import Story, told

PAIN = "pain-over-7d"
RASH = "allergy-signs"


def test_session_is_the_latest_performed_at_or_before_the_onset() -> None:
    sessions = ["0 10:00", "7 10:00"]

    before = Story(sessions, [told("7 12:00", rash="7 09:59..")])
    at_it = Story(sessions, [told("7 12:00", rash="7 10:00..")])

    assert before.raised(RASH, now="7 12:00") == [("7 12:00", 0)]
    assert at_it.raised(RASH, now="7 12:00") == [("7 12:00", 1)]


def test_session_is_an_index_in_the_order_given() -> None:
    story = Story(["7 10:00", "0 10:00"], [told("1 12:00", rash="1 11:00..")])

    assert story.raised(RASH, now="1 12:00") == [("1 12:00", 1)]


def test_new_session_never_resets_the_clock_of_pain() -> None:
    story = Story(
        ["0 10:00", "7 09:00"], [told("6 10:00", pain=(4, "2 10:00..")), told("7 12:00", pain=(4, ".."))]
    )

    assert story.raised(PAIN, now="7 10:00") == []
    assert story.raised(PAIN, now="7 12:00") == [("7 10:00", 0)]


def test_pain_that_begins_after_the_new_session_counts_from_it() -> None:
    story = Story(["0 10:00", "7 09:00"], [told("7 12:00", pain=(4, "7 09:00.."))])

    assert story.due(PAIN, now="7 12:00") == [("14 09:00", 1)]


def test_pain_that_begins_after_day_seven_flags_with_the_check_in() -> None:
    story = Story(["0 10:00"], [told("9 12:00", pain=(1, "9 11:00.."))])

    assert story.raised(PAIN, now="9 12:00") == [("9 12:00", 0)]


def test_pain_told_as_over_flags_when_it_ended_after_day_seven() -> None:
    at_limit = Story(["0 10:00"], [told("9 12:00", pain=(1, "7 09:00..7 10:00"))])
    past_it = Story(["0 10:00"], [told("9 12:00", pain=(1, "7 09:00..7 10:00:01"))])

    assert at_limit.raised(PAIN, now="9 12:00") == []
    assert past_it.raised(PAIN, now="9 12:00") == [("9 12:00", 0)]


def test_pain_moved_back_before_the_new_session_counts_from_the_one_before() -> None:
    story = Story(
        ["0 10:00", "7 09:00"],
        [told("7 12:00", pain=(4, "7 09:00..")), told("7 13:00", pain=(4, "7 08:59.."))],
    )

    assert story.raised(PAIN, now="7 12:59") == []
    assert story.raised(PAIN, now="7 13:00") == [("7 13:00", 0)]


def test_scheduled_session_in_the_past_counts_as_performed_at_its_time() -> None:
    story = Story(["0 10:00 scheduled"], [told("0 12:00", heat="0 09:00..")])

    assert story.due("heat-or-redness-over-6h", now="0 12:00") == [("0 16:00", 0)]


def test_missed_and_cancelled_sessions_count_for_nothing() -> None:
    story = Story(
        ["0 10:00 missed", "1 10:00 cancelled"], [told("2 12:00", heat="2 01:00..", rash="2 11:00..")]
    )

    assert story.raised("heat-or-redness-over-6h", now="2 12:00") == []
    assert story.raised(RASH, now="2 12:00") == [("2 12:00", None)]
    assert story.due("no-check-in-48h", now="2 12:00") == []


def test_episode_first_told_before_the_first_session_has_none_also_where_it_goes_on() -> None:
    story = Story(["1 10:00"], [told("1 08:00", rash="1 07:00.."), told("1 12:00", rash="1 11:00..")])

    assert story.raised(RASH, now="1 12:00") == [("1 08:00", None)]


def test_new_at_once_episode_that_takes_an_onset_before_the_first_session_has_the_first() -> None:
    check_ins = [told("1 08:00", rash="1 07:00.."), told("1 12:00"), told("1 13:00", rash="1 12:00..")]
    story = Story(["1 10:00", "8 10:00"], check_ins)

    assert story.raised(RASH, now="8 12:00") == [("1 08:00", None), ("1 13:00", 0)]


def test_flags_of_one_instant_are_sorted_by_rule_and_a_null_session_comes_first() -> None:
    same_time = [
        told("1 10:00", taken={"gel-packs": ""}),
        told("1 10:00", fever="..", chest_pain="..", rash=".."),
    ]
    story = Story(["1 10:00"], [told("1 09:00", rash=".."), *same_time])

    flags = [(flag.rule, flag.session) for flag in story.assess("1 10:00").flags]

    assert flags == [
        ("allergy-signs", None),
        ("allergy-signs", 0),
        ("anti-inflammatory-taken", 0),
        ("circulation-emergency", 0),
        ("infection-signs", 0),
    ]


def test_nothing_is_found_without_sessions_and_check_ins() -> None:
    assessment = Story([]).assess("0 10:00")

    assert (assessment.flags, assessment.watches, assessment.advice) == ((), (), None)


def test_watches_are_sorted_by_due_time_then_rule() -> None:
    story = Story(
        ["0 10:00"], [told("0 10:00", swelling="0 10:00..", pain=(2, "0 10:00.."), heat="0 10:00..")]
    )

    watches = [(watch.rule, story.text(watch.due_at)) for watch in story.assess("0 10:00").watches]

    assert watches == [
        ("heat-or-redness-over-6h", "0 16:00"),
        ("no-check-in-48h", "2 10:00"),
        ("swelling-over-3d", "3 10:00"),
        ("pain-over-7d", "7 10:00"),
        ("no-check-in-day-8", "8 10:00"),
    ]
