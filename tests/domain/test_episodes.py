"""Which stretches of time belong to one episode, and what becomes of their flags."""

from tests.domain.triage_story import Story, told

HEAT = "heat-or-redness-over-6h"
RASH = "allergy-signs"
SESSION = ["0 06:00"]


def test_symptom_present_again_after_a_check_in_without_it_is_a_new_episode() -> None:
    story = Story(
        SESSION, [told("0 10:00", rash="0 09:00.."), told("0 12:00"), told("0 14:00", rash="0 13:00..")]
    )

    assert story.raised(RASH, now="0 14:00") == [("0 10:00", 0), ("0 14:00", 0)]


def test_other_symptom_of_the_rule_goes_on_with_the_episode() -> None:
    story = Story(SESSION, [told("0 10:00", rash="0 09:00.."), told("0 12:00", hives="0 11:00..")])

    (flag,) = story.flags(RASH, now="0 12:00")

    assert (story.text(flag.raised_at), flag.onset, flag.told_by) == (
        "0 10:00",
        story.instant("0 09:00"),
        (0, 1),
    )


def test_episode_left_out_ends_at_that_check_in() -> None:
    story = Story(SESSION, [told("0 10:00", rash="0 09:00.."), told("0 12:00")])

    (flag,) = story.flags(RASH, now="0 13:00")

    assert (flag.open, flag.ended_at, flag.told_by) == (False, story.instant("0 12:00"), (0,))


def test_episode_ends_at_the_latest_until_told() -> None:
    ending = told("0 12:00", rash="..0 11:00", hives="0 10:30..0 11:30", itching="0 07:00..0 08:00")
    story = Story(SESSION, [told("0 10:00", rash="0 09:00.."), ending])

    first, second = story.flags(RASH, now="0 13:00")

    assert (first.ended_at, first.told_by) == (story.instant("0 11:30"), (0, 1))
    assert (second.ended_at, second.told_by) == (story.instant("0 08:00"), (1,))


def test_until_before_the_onset_does_not_end_the_episode_there() -> None:
    story = Story(SESSION, [told("0 10:00", rash="0 09:00.."), told("0 12:00", rash="0 07:00..0 08:59")])

    running, other = story.flags(RASH, now="0 13:00")

    assert (running.ended_at, other.ended_at) == (story.instant("0 12:00"), story.instant("0 08:59"))


def test_stretch_that_reaches_the_onset_moves_it_earlier() -> None:
    story = Story(SESSION, [told("0 10:00", rash="0 09:00.."), told("0 12:00", rash="0 07:00..0 09:00")])

    (flag,) = story.flags(RASH, now="0 13:00")

    assert (flag.onset, flag.ended_at) == (story.instant("0 07:00"), story.instant("0 09:00"))


def test_stretches_of_one_check_in_that_touch_are_one() -> None:
    touching = Story(SESSION, [told("0 14:00", heat="0 07:00..0 10:00", redness="0 10:00..0 13:01")])
    apart = Story(SESSION, [told("0 14:00", heat="0 07:00..0 10:00", redness="0 10:01..0 13:01")])

    assert touching.raised(HEAT, now="0 14:00") == [("0 14:00", 0)]
    assert apart.raised(HEAT, now="0 14:00") == []


def test_stretches_of_one_check_in_that_are_apart_are_episodes_of_their_own() -> None:
    story = Story(
        SESSION, [told("0 14:00", rash="0 07:00..0 10:00", hives="0 10:01..0 13:00", itching="0 13:30..")]
    )

    flags = story.flags(RASH, now="0 14:00")

    assert [story.text(flag.raised_at) for flag in flags] == ["0 14:00"] * 3
    assert len({flag.episode for flag in flags}) == 3


def test_stretch_that_is_over_extends_an_ended_episode_it_touches() -> None:
    story = Story(
        SESSION, [told("0 11:00", heat="0 07:00..0 10:00"), told("0 14:00", redness="0 10:00..0 13:01")]
    )

    (flag,) = story.flags(HEAT, now="0 14:00")

    assert (story.text(flag.raised_at), flag.onset, flag.told_by) == (
        "0 14:00",
        story.instant("0 07:00"),
        (0, 1),
    )
    assert flag.ended_at == story.instant("0 13:01")


def test_stretch_that_is_over_and_apart_from_an_ended_episode_does_not_extend_it() -> None:
    story = Story(
        SESSION, [told("0 11:00", heat="0 07:00..0 10:00"), told("0 14:00", redness="0 10:01..0 13:01")]
    )

    assert story.raised(HEAT, now="0 14:00") == []


def test_joined_episodes_are_one_with_the_identity_of_the_one_first_told_of() -> None:
    bridge = told("0 16:00", heat="0 08:00..0 13:00")
    story = Story(
        SESSION, [told("0 09:00", heat="0 07:00..0 08:00"), told("0 15:00", heat="0 13:00..0 14:30"), bridge]
    )

    (flag,) = story.flags(HEAT, now="0 16:00")

    assert (story.text(flag.raised_at), flag.episode, flag.told_by) == (
        "0 16:00",
        "told 0 09:00:heat",
        (0, 1, 2),
    )
    assert (flag.onset, flag.ended_at) == (story.instant("0 07:00"), story.instant("0 14:30"))


def test_joined_episodes_keep_their_flags_and_raise_no_further_one() -> None:
    first, second = told("0 14:00", heat="0 07:00..0 13:30"), told("1 00:00", heat="0 15:00..0 22:00")
    story = Story(SESSION, [first, second, told("1 02:00", heat="0 13:00..0 16:00")])

    flags = story.flags(HEAT, now="1 02:00")

    assert [(story.text(flag.raised_at), flag.episode) for flag in flags] == [
        ("0 14:00", "told 0 14:00:heat"),
        ("1 00:00", "told 1 00:00:heat"),
    ]
    assert {flag.told_by for flag in flags} == {(0, 1, 2)}


def test_ended_and_running_episode_joined_go_on_as_one() -> None:
    running = told("0 12:00", heat="0 11:00..")
    bridge = told("0 12:30", heat="0 09:00..0 11:30", redness="0 12:15..")
    story = Story(SESSION, [told("0 10:00", heat="0 08:00..0 09:30"), running, bridge])

    (watch,) = story.watches(HEAT, now="0 12:30")

    assert (story.text(watch.due_at), watch.episode) == ("0 14:00", "told 0 10:00:heat")


def test_episode_joined_while_it_ends_ends_at_the_latest_end() -> None:
    story = Story(
        SESSION,
        [
            told("0 10:00", heat="0 07:00..0 09:30"),
            told("0 10:30", heat="0 09:00.."),
            told("0 11:00", heat="..0 09:15"),
        ],
    )
    again = Story(story.sessions, [*story.check_ins, told("0 12:00", heat="0 09:30..")])

    assert again.due(HEAT, now="0 12:00") == [("0 13:00", 0)]


def test_present_stretch_that_touches_an_ended_episode_does_not_restart_the_clock() -> None:
    touching = Story(SESSION, [told("0 11:00", heat="0 08:00..0 10:00"), told("0 12:00", heat="0 10:00..")])
    apart = Story(SESSION, [told("0 11:00", heat="0 08:00..0 10:00"), told("0 12:00", heat="0 10:01..")])

    assert touching.due(HEAT, now="0 12:00") == [("0 14:00", 0)]
    assert apart.due(HEAT, now="0 12:00") == [("0 16:01", 0)]


def test_present_stretch_takes_the_onset_but_is_an_episode_with_a_flag_of_its_own() -> None:
    story = Story(SESSION, [told("0 14:00", heat="0 07:00..0 13:30"), told("0 15:00", heat="0 13:30..")])

    flags = story.flags(HEAT, now="0 15:00")

    assert [(story.text(flag.raised_at), flag.open) for flag in flags] == [
        ("0 14:00", False),
        ("0 15:00", True),
    ]


def test_running_onset_moved_back_to_an_ended_episode_takes_its_onset() -> None:
    story = Story(
        SESSION,
        [
            told("0 10:00", heat="0 07:30..0 09:00"),
            told("0 12:00", heat="0 11:00.."),
            told("0 13:00", heat="0 09:00.."),
        ],
    )

    assert story.due(HEAT, now="0 12:00") == [("0 17:00", 0)]
    assert story.due(HEAT, now="0 13:00") == [("0 13:30", 0)]
