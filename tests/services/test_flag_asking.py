"""A patient is asked again at a time that a nurse chose: when, what answers, and what no answer brings."""

from datetime import datetime, timedelta

import pytest

from aftercare.models import Flag, Patient, Reminder, User, Watch
from aftercare.services.care import set_care
from aftercare.services.flag_asking import TimeRefused, ask_again
from aftercare.services.flag_holding import snooze_flag
from aftercare.services.flag_undo import undo_action
from aftercare.services.flags import FlagRefused, acknowledge_flag, resolve_flag
from aftercare.services.triage import follow_up
from tests.cast import complete, local, report
from tests.nurse_story import HOUR, MINUTE, NOW, chest_pain, told_of_heat

INSTANT = timedelta(microseconds=1)
THEN = NOW + 2 * HOUR
"""10:00 pm, in the patient's quiet hours."""
END = THEN + 12 * HOUR


@pytest.fixture
def flag(patient: Patient) -> Flag:
    return told_of_heat(patient)


@pytest.fixture
def routine(patient: Patient) -> Flag:
    """A patient not heard from for 48 hours since 9:00 pm, asked about that by the flag itself."""
    complete(patient, NOW - 2 * 24 * HOUR - MINUTE)
    follow_up(patient=patient, at=NOW)
    return Flag.objects.get()


def asked(flag: Flag) -> list[tuple[datetime, datetime, str]]:
    """Each question at a chosen time: when it goes out, when it expires, what became of it."""
    rows = Reminder.objects.filter(patient=flag.patient).order_by("due_at", "state")
    chosen = [row for row in rows if any(key.startswith(f"recheck:{flag.pk}@") for key in row.keys)]
    return [(row.due_at, row.expires_at, row.state) for row in chosen]


def clocks(flag: Flag) -> list[datetime]:
    return list(Watch.objects.filter(rule="recheck", episode=str(flag.pk)).values_list("due_at", flat=True))


def stands(flag: Flag) -> tuple[datetime | None, datetime | None]:
    return Flag.objects.values_list("recheck_at", "snoozed_until").get(pk=flag.pk)


def unanswered(flag: Flag) -> list[datetime | None]:
    asked_again = flag.actions.filter(kind="asked-again").order_by("id")
    return list(asked_again.values_list("unanswered_at", flat=True))


def put_off(flag: Flag, nurse: User) -> Flag:
    acknowledge_flag(flag=flag, by=nurse, at=NOW)
    return snooze_flag(flag=flag, until=NOW + 24 * HOUR, reason="Asked again.", by=nurse, at=NOW)


def test_the_patient_is_asked_when_the_time_has_come_and_once(flag: Flag, nurse: User) -> None:
    for _again in range(2):
        ask_again(flag=flag, asked_at=THEN, by=nurse, at=NOW)
    before = (asked(flag), clocks(flag))

    for at in (THEN - INSTANT, THEN, THEN + MINUTE, THEN + HOUR):
        follow_up(patient=flag.patient, at=at)

    assert before == ([], [THEN])
    assert (asked(flag), clocks(flag)) == ([(THEN, END, "planned")], [END])
    assert [one.until for one in flag.actions.filter(kind="asked-again", by=nurse)] == [THEN]


def test_a_routine_question_waits_for_the_end_of_quiet_hours(routine: Flag, nurse: User) -> None:
    ask_again(flag=routine, asked_at=THEN, by=nurse, at=NOW)

    follow_up(patient=routine.patient, at=THEN + INSTANT)

    assert asked(routine) == [(local("2026-03-03T08:00"), END, "planned")]


@pytest.mark.parametrize(
    ("asked_at", "reason"),
    [
        (NOW, "This time is past. Choose a later one."),
        (NOW - MINUTE, "This time is past. Choose a later one."),
        (NOW + 72 * HOUR + INSTANT, "Choose a time within the next 3 days."),
    ],
)
def test_a_time_at_which_nobody_is_asked_is_refused(
    flag: Flag, nurse: User, asked_at: datetime, reason: str
) -> None:
    with pytest.raises(TimeRefused) as refusal:
        ask_again(flag=flag, asked_at=asked_at, by=nurse, at=NOW)

    assert (refusal.value.reason, stands(flag), clocks(flag)) == (reason, (None, None), [])


def test_three_days_ahead_is_near_enough(flag: Flag, nurse: User) -> None:
    ask_again(flag=flag, asked_at=NOW + 72 * HOUR, by=nurse, at=NOW)

    assert stands(flag) == (NOW + 72 * HOUR, None)


def test_nobody_is_asked_about_an_emergency(patient: Patient, nurse: User) -> None:
    with pytest.raises(FlagRefused, match="Nobody is asked about an emergency"):
        ask_again(flag=chest_pain(patient), asked_at=THEN, by=nurse, at=NOW)


def test_who_is_out_of_care_is_not_asked(flag: Flag, nurse: User) -> None:
    set_care(patient=flag.patient, care="left", by=nurse, at=NOW)

    with pytest.raises(FlagRefused, match="no longer in our care"):
        ask_again(flag=flag, asked_at=THEN, by=nurse, at=NOW)


def test_what_another_has_in_hand_is_not_asked_about(flag: Flag, nurse: User, second_nurse: User) -> None:
    acknowledge_flag(flag=flag, by=second_nurse, at=NOW)

    with pytest.raises(FlagRefused, match="Ines Halloway has this flag in hand"):
        ask_again(flag=flag, asked_at=THEN, by=nurse, at=NOW)


def test_without_an_answer_the_flag_comes_back_and_that_is_on_record(flag: Flag, nurse: User) -> None:
    put_off(flag, nurse)
    ask_again(flag=flag, asked_at=THEN, by=nurse, at=NOW)
    follow_up(patient=flag.patient, at=THEN + INSTANT)

    follow_up(patient=flag.patient, at=END)
    at_the_end = (stands(flag), unanswered(flag), clocks(flag))
    follow_up(patient=flag.patient, at=END + INSTANT)

    assert at_the_end == ((THEN, NOW + 24 * HOUR), [None], [END])
    assert (stands(flag), unanswered(flag), clocks(flag)) == ((THEN, None), [END], [])


def test_what_was_put_off_after_no_answer_came_stays_put_off(flag: Flag, nurse: User) -> None:
    acknowledge_flag(flag=flag, by=nurse, at=NOW)
    ask_again(flag=flag, asked_at=THEN, by=nurse, at=NOW)
    follow_up(patient=flag.patient, at=END + INSTANT)
    until = END + 3 * HOUR
    snooze_flag(flag=flag, until=until, reason="Called.", by=nurse, at=END + HOUR)

    follow_up(patient=flag.patient, at=END + 2 * HOUR)

    assert stands(flag) == (THEN, until)


def test_a_late_look_asks_nobody_any_more(flag: Flag, nurse: User) -> None:
    ask_again(flag=flag, asked_at=THEN, by=nurse, at=NOW)

    follow_up(patient=flag.patient, at=END + INSTANT)

    assert (asked(flag), unanswered(flag)) == ([], [END])


def test_a_check_in_answers_and_brings_the_flag_back(flag: Flag, nurse: User) -> None:
    put_off(flag, nurse)
    ask_again(flag=flag, asked_at=THEN, by=nurse, at=NOW)
    follow_up(patient=flag.patient, at=THEN + INSTANT)

    report(flag.patient, THEN + HOUR, pain=4)

    assert (stands(flag), unanswered(flag), clocks(flag)) == ((None, None), [None], [])
    assert asked(flag) == [(THEN + INSTANT, END, "cancelled")]


def test_a_check_in_at_that_very_instant_answers(flag: Flag, nurse: User) -> None:
    ask_again(flag=flag, asked_at=THEN, by=nurse, at=NOW)

    report(flag.patient, THEN, pain=4)

    assert (stands(flag), asked(flag)) == ((None, None), [])


def test_a_check_in_before_the_time_answers_nothing(flag: Flag, nurse: User) -> None:
    ask_again(flag=flag, asked_at=THEN, by=nurse, at=NOW)

    report(flag.patient, THEN - INSTANT, pain=4)

    assert (stands(flag), clocks(flag)) == ((THEN, None), [THEN])


def test_a_late_check_in_answers_too(flag: Flag, nurse: User) -> None:
    ask_again(flag=flag, asked_at=THEN, by=nurse, at=NOW)
    follow_up(patient=flag.patient, at=END + INSTANT)

    report(flag.patient, END + HOUR, pain=4)

    assert (stands(flag), unanswered(flag)) == ((None, None), [END])


def test_asking_at_another_time_takes_the_place_of_what_was_asked(routine: Flag, nurse: User) -> None:
    ask_again(flag=routine, asked_at=THEN, by=nurse, at=NOW)
    follow_up(patient=routine.patient, at=THEN + INSTANT)

    later = THEN + 24 * HOUR
    ask_again(flag=routine, asked_at=later, by=nurse, at=THEN + HOUR)

    assert (stands(routine), clocks(routine)) == ((later, None), [later])
    assert [state for _due, _expires, state in asked(routine)] == ["cancelled"]
    assert routine.actions.get(until=later).until_before == THEN


def test_a_resolved_flag_asks_nothing(flag: Flag, nurse: User) -> None:
    ask_again(flag=flag, asked_at=THEN, by=nurse, at=NOW)
    resolve_flag(flag=flag, disposition="self-care", by=nurse, at=NOW + HOUR)

    follow_up(patient=flag.patient, at=THEN + INSTANT)

    assert (asked(flag), clocks(flag)) == ([], [])


def test_what_waited_to_be_asked_is_withdrawn_from_a_resolved_flag(routine: Flag, nurse: User) -> None:
    ask_again(flag=routine, asked_at=THEN, by=nurse, at=NOW)
    follow_up(patient=routine.patient, at=THEN + INSTANT)

    resolve_flag(flag=routine, disposition="self-care", by=nurse, at=THEN + HOUR)

    assert [state for _due, _expires, state in asked(routine)] == ["cancelled"]


def test_resolving_taken_back_goes_on_asking(routine: Flag, nurse: User) -> None:
    ask_again(flag=routine, asked_at=THEN, by=nurse, at=NOW)
    resolve_flag(flag=routine, disposition="self-care", by=nurse, at=THEN - MINUTE)
    follow_up(patient=routine.patient, at=THEN + INSTANT)
    action = routine.actions.get(kind="resolved")

    undo_action(flag=routine, action_id=action.pk, by=nurse, at=THEN + MINUTE)
    follow_up(patient=routine.patient, at=THEN + 2 * MINUTE)

    assert (clocks(routine), asked(routine)) == ([END], [(local("2026-03-03T08:00"), END, "planned")])


def test_asking_taken_back_asks_nobody(flag: Flag, nurse: User) -> None:
    ask_again(flag=flag, asked_at=THEN, by=nurse, at=NOW)
    action = flag.actions.get(kind="asked-again")

    undo_action(flag=flag, action_id=action.pk, by=nurse, at=NOW + MINUTE)
    follow_up(patient=flag.patient, at=THEN + INSTANT)

    assert (stands(flag), clocks(flag), asked(flag)) == ((None, None), [], [])


def test_the_end_of_care_ends_the_asking(flag: Flag, nurse: User) -> None:
    ask_again(flag=flag, asked_at=THEN, by=nurse, at=NOW)

    set_care(patient=flag.patient, care="left", by=nurse, at=NOW + HOUR)
    set_care(patient=flag.patient, care="active", by=nurse, at=NOW + HOUR)
    follow_up(patient=flag.patient, at=THEN + INSTANT)

    assert (stands(flag), clocks(flag), asked(flag)) == ((None, None), [], [])
