"""Episodes of at-once rules: what lasted past the check-in that ended one is an episode of its own."""

from tests.domain.triage_story import Story, told

RASH = "allergy-signs"
SESSION = ["0 06:00"]


def test_at_once_stretch_until_the_check_in_that_ended_the_episode_belongs_to_it() -> None:
    story = Story(
        SESSION,
        [
            told("0 10:00", rash="0 09:00.."),
            told("0 12:00", rash="..0 11:00"),
            told("0 15:00", rash="0 10:00..0 12:00"),
        ],
    )

    (flag,) = story.flags(RASH, now="0 15:00")

    assert (flag.told_by, flag.ended_at) == ((0, 1, 2), story.instant("0 12:00"))


def test_at_once_stretch_past_the_check_in_that_ended_the_episode_is_one_of_its_own() -> None:
    story = Story(
        SESSION,
        [
            told("0 10:00", rash="0 09:00.."),
            told("0 12:00", rash="..0 11:00"),
            told("0 15:00", rash="0 10:00..0 12:01"),
        ],
    )

    assert story.raised(RASH, now="0 15:00") == [("0 10:00", 0), ("0 15:00", 0)]


def test_at_once_episode_first_told_as_over_was_ended_by_the_check_in_that_told_it() -> None:
    until_then = Story(
        SESSION, [told("0 10:00", rash="0 08:00..0 09:00"), told("0 15:00", rash="0 09:00..0 10:00")]
    )
    past_it = Story(
        SESSION, [told("0 10:00", rash="0 08:00..0 09:00"), told("0 15:00", rash="0 09:00..0 10:01")]
    )

    assert until_then.raised(RASH, now="0 15:00") == [("0 10:00", 0)]
    assert past_it.raised(RASH, now="0 15:00") == [("0 10:00", 0), ("0 15:00", 0)]


def test_at_once_joined_episodes_were_ended_by_the_latest_check_in() -> None:
    two = [told("0 09:00", rash="0 07:00..0 08:00"), told("0 13:00", rash="0 08:30..0 12:00")]
    joined = [*two, told("0 14:00", rash="0 08:00..0 08:30")]
    story = Story(SESSION, [*joined, told("0 16:00", rash="0 07:30..0 13:00")])

    assert story.raised(RASH, now="0 16:00") == [("0 09:00", 0), ("0 13:00", 0)]
    assert {flag.told_by for flag in story.flags(RASH, now="0 16:00")} == {(0, 1, 2, 3)}


def test_at_once_running_episode_takes_in_what_its_own_rule_would_set_apart() -> None:
    story = Story(
        SESSION,
        [
            told("0 09:00", rash="0 07:00..0 08:00"),
            told("0 10:00", rash="0 09:30.."),
            told("0 12:00", rash="0 08:00..0 11:00"),
        ],
    )

    ended, running = story.flags(RASH, now="0 12:00")

    assert (ended.told_by, running.told_by) == ((0,), (1, 2))
    assert (running.onset, running.ended_at) == (story.instant("0 07:00"), story.instant("0 11:00"))


def test_at_once_onset_is_moved_by_what_is_told_and_not_by_every_later_check_in() -> None:
    begun = [
        told("0 08:00", rash="0 07:00.."),
        told("0 10:00", rash="..0 09:00"),
        told("0 15:00", rash="0 08:30..0 14:00"),
        told("0 16:00", rash="0 13:00.."),
    ]
    went_on = Story(SESSION, [*begun, told("0 18:00", rash="0 13:00..")])
    ended = Story(SESSION, [*begun, told("0 18:00")])
    moved_back = Story(SESSION, [*begun, told("0 18:00", rash="0 08:00..")])

    onsets = [
        [story.text(flag.onset) for flag in story.flags(RASH, now="0 18:00")]
        for story in (Story(SESSION, begun), went_on, ended, moved_back)
    ]

    assert onsets == [
        ["0 07:00", "0 08:30", "0 08:30"],
        ["0 07:00", "0 08:30", "0 08:30"],
        ["0 07:00", "0 08:30", "0 08:30"],
        ["0 07:00", "0 08:30", "0 07:00"],
    ]
