"""What was taken while it was to be avoided, and too much acetaminophen."""

import pytest

from tests.domain.triage_story import Story, Told, told

TAKEN = "anti-inflammatory-taken"
TOO_MUCH = "acetaminophen-over-limit"


def taken(at: str, topic: str, used_at: str = "") -> Told:
    return told(at, taken={topic: used_at})


@pytest.mark.parametrize(
    ("topic", "last_avoided", "first_free"),
    [
        ("nsaids", "7 09:59:59", "7 10:00"),
        ("turmeric", "7 09:59:59", "7 10:00"),
        ("ice", "7 09:59:59", "7 10:00"),
        ("fish-oil", "5 09:59:59", "5 10:00"),
    ],
)
def test_use_with_its_own_time_is_judged_by_the_status_then(
    topic: str, last_avoided: str, first_free: str
) -> None:
    avoided = Story(["0 10:00"], [taken("8 12:00", topic, last_avoided)])
    free = Story(["0 10:00"], [taken("8 12:00", topic, first_free)])

    assert avoided.raised(TAKEN, now="8 12:00") == [("8 12:00", 0)]
    assert free.raised(TAKEN, now="8 12:00") == []


def test_gel_packs_are_flagged_whenever_they_are_used() -> None:
    story = Story(["0 10:00"], [taken("60 12:00", "gel-packs", "60 11:00")])

    assert story.raised(TAKEN, now="60 12:00") == [("60 12:00", 0)]


@pytest.mark.parametrize("topic", ["sugar", "acetaminophen", "wraps", "opioids"])
def test_other_topics_are_not_this_rule_s_matter(topic: str) -> None:
    story = Story(["0 10:00"], [taken("0 12:00", topic)])

    assert story.raised(TAKEN, now="0 12:00") == []


def test_use_without_a_time_is_judged_by_the_strictest_status_since_the_previous_check_in() -> None:
    at_the_end = Story(["0 10:00"], [told("7 09:59:59"), taken("8 12:00", "nsaids")])
    after_it = Story(["0 10:00"], [told("7 10:00"), taken("8 12:00", "nsaids")])

    assert at_the_end.raised(TAKEN, now="8 12:00") == [("8 12:00", 0)]
    assert after_it.raised(TAKEN, now="8 12:00") == []


def test_use_without_a_time_counts_the_check_in_s_own_instant() -> None:
    before = Story(["0 10:00", "21 10:00 scheduled"], [told("15 10:00"), taken("17 23:59:59", "nsaids")])
    at_it = Story(["0 10:00", "21 10:00 scheduled"], [told("15 10:00"), taken("18 00:00", "nsaids")])

    assert before.raised(TAKEN, now="18 12:00") == []
    assert at_it.raised(TAKEN, now="18 12:00") == [("18 00:00", 0)]


def test_use_without_a_time_in_the_first_check_in_counts_from_the_first_pause() -> None:
    in_pause = Story(["5 10:00"], [taken("2 00:00", "nsaids")])
    before_it = Story(["5 10:00"], [taken("1 23:59:59", "nsaids")])
    long_after = Story(["5 10:00 cancelled", "0 10:00"], [taken("30 10:00", "fish-oil")])

    assert in_pause.raised(TAKEN, now="2 12:00") == [("2 00:00", None)]
    assert before_it.raised(TAKEN, now="2 12:00") == []
    assert long_after.raised(TAKEN, now="30 10:00") == [("30 10:00", 1)]


def test_use_without_a_time_and_without_any_session_is_judged_at_the_check_in() -> None:
    story = Story([], [taken("0 10:00", "nsaids"), taken("0 11:00", "gel-packs")])

    assert story.raised(TAKEN, now="0 12:00") == [("0 11:00", None)]


def test_first_check_in_long_before_the_pause_is_judged_at_its_own_time() -> None:
    story = Story(["20 10:00 scheduled"], [taken("0 10:00", "gel-packs")])

    assert story.raised(TAKEN, now="0 12:00") == [("0 10:00", None)]


def test_consecutive_check_ins_that_meet_the_rule_are_one_episode() -> None:
    check_ins = [told("1 10:00", mg=3000), told("1 18:00", mg=2600), told("2 10:00", mg=2500)]
    story = Story(["0 10:00"], [*check_ins, told("3 10:00", mg=4000)])

    first, second = story.flags(TOO_MUCH, now="3 10:00")

    assert (story.text(first.raised_at), first.told_by, first.ended_at) == (
        "1 10:00",
        (0, 1),
        story.instant("2 10:00"),
    )
    assert (story.text(second.raised_at), second.told_by, second.open) == ("3 10:00", (3,), True)


def test_episode_of_a_medicine_rule_is_named_by_its_first_check_in() -> None:
    story = Story(["0 10:00"], [told("1 10:00", mg=3000), told("1 18:00", mg=2600)])

    (flag,) = story.flags(TOO_MUCH, now="3 10:00")

    assert (flag.episode, flag.onset) == ("told 1 10:00", story.instant("1 10:00"))


def test_medicine_rules_count_before_the_first_session_and_keep_no_session() -> None:
    story = Story(["1 10:00"], [told("1 08:00", mg=3000), told("1 12:00", mg=3000)])

    assert story.raised(TOO_MUCH, now="1 12:00") == [("1 08:00", None)]


def test_medicine_rule_belongs_to_the_latest_session_performed() -> None:
    story = Story(
        ["0 10:00", "7 10:00"], [told("7 09:59", mg=3000), told("7 09:59:30"), told("7 10:00", mg=3000)]
    )

    assert story.raised(TOO_MUCH, now="7 10:00") == [("7 09:59", 0), ("7 10:00", 1)]
