"""What to advise now, and the identity by which a flag is known for good."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from aftercare.domain.protocol import Severity
from aftercare.domain.sessions import Session, SessionStatus
from aftercare.domain.triage import CheckIn, SymptomReport, assess
from tests.domain.triage_story import Story, shipped, told


def test_advice_is_the_highest_severity_among_what_is_open() -> None:
    story = Story(["0 10:00"], [told("0 12:00", discoloration="..", rash="..", fainting="..")])

    assert story.assess("0 12:00").advice is Severity.EMERGENCY


def test_advice_of_an_open_episode_lasts_however_old_the_check_in() -> None:
    story = Story(["0 10:00"], [told("0 12:00", rash="..")])

    assert story.assess("60 12:00").advice is Severity.URGENT


def test_advice_of_an_ended_episode_lasts_24_elapsed_hours_from_the_check_in_that_told_of_it() -> None:
    story = Story(["0 10:00"], [told("0 12:00", rash=".."), told("0 14:00")])

    assert story.assess("1 11:59:59").advice is Severity.URGENT
    assert story.assess("1 12:00").advice is None


def test_advice_counts_from_the_check_in_that_told_the_end() -> None:
    story = Story(["0 10:00"], [told("0 12:00", rash=".."), told("0 14:00", rash="..0 13:00")])

    assert story.assess("1 13:59:59").advice is Severity.URGENT
    assert story.assess("1 14:00").advice is None


def test_advice_of_a_medicine_rule_lasts_24_hours_from_the_last_check_in_that_met_it() -> None:
    story = Story(["0 10:00"], [told("0 12:00", mg=3000), told("0 13:00", mg=3000), told("0 14:00")])

    assert story.assess("1 12:59:59").advice is Severity.URGENT
    assert story.assess("1 13:00").advice is None


def test_advice_of_silence_ends_with_the_next_check_in() -> None:
    story = Story(["0 10:00"], [told("3 10:00")])

    assert story.assess("3 09:59:59").advice is Severity.ROUTINE
    assert story.assess("3 10:00").advice is None


def test_watch_alone_advises_nothing() -> None:
    story = Story(["0 10:00"], [told("0 12:00", heat="0 11:00..")])

    assert story.assess("0 17:00").advice is None
    assert story.assess("0 17:00:01").advice is Severity.URGENT


def test_stretch_that_was_not_counted_tells_of_nothing() -> None:
    check_ins = [told("0 17:00", heat="0 10:00.."), told("0 18:00", heat="0 01:00..0 09:00")]
    story = Story(["0 10:00"], check_ins)

    assert story.assess("1 17:00").advice is None


def test_identity_is_the_check_in_that_first_told_and_the_place_in_it() -> None:
    story = Story(["0 10:00"], [told("0 12:00", hives="0 11:00..0 11:10", rash="0 11:30..0 11:40")])

    assert {flag.episode for flag in story.assess("0 12:00").flags} == {
        "told 0 12:00:hives",
        "told 0 12:00:rash",
    }


def test_identity_of_a_running_episode_stays_when_another_symptom_goes_on() -> None:
    check_ins = [
        told("0 12:00", rash="0 11:00.."),
        told("0 14:00", hives="0 10:00.."),
        told("0 16:00", itching=".."),
    ]
    story = Story(["0 06:00"], check_ins)

    (flag,) = story.flags("allergy-signs", now="0 16:00")

    assert (flag.episode, flag.told_by) == ("told 0 12:00:rash", (0, 1, 2))


def test_watch_has_the_identity_its_flag_will_have() -> None:
    story = Story(["0 10:00"], [told("0 12:00", heat="0 11:00..")])

    (watch,), (flag,) = (
        story.watches("heat-or-redness-over-6h", "0 17:00"),
        story.flags("heat-or-redness-over-6h", "0 17:00:01"),
    )

    assert (watch.episode, watch.due_at, watch.onset) == (flag.episode, flag.raised_at, flag.onset)


def test_evidence_is_given_by_its_place_in_the_check_ins_given_in_time_order() -> None:
    story = Story(
        ["0 10:00"], [told("0 14:00", rash=".."), told("0 13:00", mg=0), told("0 12:00", rash="..")]
    )
    running = Story(["0 10:00"], [told("0 14:00", rash=".."), told("0 12:00", rash="..")])

    assert [flag.told_by for flag in story.flags("allergy-signs", "0 14:00")] == [(2,), (0,)]
    assert [flag.told_by for flag in running.flags("allergy-signs", "0 14:00")] == [(1, 0)]


def test_check_ins_and_sessions_without_keys_are_named_by_time_and_place() -> None:
    at = datetime(2026, 3, 2, 10, tzinfo=UTC)
    session = Session(at, SessionStatus.COMPLETED)
    check_in = CheckIn(at, {"rash": SymptomReport()})

    flags = assess(
        shipped(), [session], [check_in], datetime(2026, 3, 4, 11, tzinfo=UTC), ZoneInfo("UTC")
    ).flags

    assert [flag.episode for flag in flags] == [
        "2026-03-02T10:00:00+00:00:rash",
        "0/2026-03-02T10:00:00+00:00",
    ]
