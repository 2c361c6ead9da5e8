"""The hand-over at the end of a shift."""

import uuid
from datetime import timedelta

import pytest

from aftercare.models import Clinic, Flag, Patient, User
from aftercare.queries.hand_over import HandOverPage, load_hand_over
from aftercare.services.escalations import escalate_overdue
from aftercare.services.flag_asking import ask_again
from aftercare.services.flag_holding import hand_over_flag, log_call, snooze_flag
from aftercare.services.flag_undo import undo_action
from aftercare.services.flags import acknowledge_flag
from tests.cast import MONDAY, complete, make_patient, report
from tests.nurse_story import HOUR, MINUTE, NOW, told_of_heat

INSTANT = timedelta(microseconds=1)


def load(user: User, *, start=NOW - 12 * HOUR, end=NOW + 3 * HOUR, now=NOW + 3 * HOUR) -> HandOverPage:
    return load_hand_over(user=user, start=start, end=end, now=now)


def held(page: HandOverPage) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    return [
        (holder.name, [(row.patient, row.state, row.late) for row in holder.rows]) for holder in page.holders
    ]


def promised(page: HandOverPage) -> list[tuple[str, str, str]]:
    return [(str(one.when), one.patient, one.what) for one in page.promises]


def test_what_is_open_stands_by_who_has_it_and_what_nobody_has_comes_first(
    clinic: Clinic, scheduler: User, nurse: User, second_nurse: User
) -> None:
    for name in ("Ada", "Bea", "Cleo"):
        told_of_heat(make_patient(clinic, name, f"{name.lower()}@patients.example", scheduler))
    for name, who in (("Bea", second_nurse), ("Cleo", nurse)):
        acknowledge_flag(flag=Flag.objects.get(patient__user__full_name=name), by=who, at=NOW)

    assert held(load(nurse)) == [
        ("Nobody", [("Ada", "2 h over", True)]),
        ("You", [("Cleo", "raised 7:00 pm, seen", False)]),
        ("Ines Halloway", [("Bea", "raised 7:00 pm, seen", False)]),
    ]


def test_a_flag_that_has_time_left_says_how_much(patient: Patient, nurse: User) -> None:
    told_of_heat(patient)

    page = load(nurse, now=NOW + 30 * MINUTE)

    assert held(page) == [("Nobody", [("Wren Applegarth", "not seen yet: 30 min left", False)])]


def test_a_flag_that_was_told_of_again_since_it_was_seen_says_so(patient: Patient, nurse: User) -> None:
    acknowledge_flag(flag=told_of_heat(patient), by=nurse, at=NOW)
    report(patient, NOW + HOUR, heat=NOW - HOUR)

    told = [("Wren Applegarth", "raised 7:00 pm, seen; told of again at 9:00 pm", False)]
    assert held(load(nurse)) == [("You", told)]


def test_what_was_done_in_the_shift_is_told_with_its_notes(
    patient: Patient, nurse: User, second_nurse: User
) -> None:
    flag = told_of_heat(patient)
    acknowledge_flag(flag=flag, by=nurse, at=NOW)
    told = {"outcome": "no-answer", "note": "Try after 9.", "submission": uuid.uuid4()}
    log_call(flag=flag, **told, by=nurse, at=NOW + MINUTE)
    hand_over_flag(flag=flag, to=second_nurse, note="Call again.", by=nurse, at=NOW + 2 * MINUTE)

    page = load(nurse)

    assert [(row.who, row.what, row.note, row.patient) for row in page.done] == [
        ("You", "acknowledged it", "", "Wren Applegarth"),
        ("You", "called: no answer", "Try after 9.", "Wren Applegarth"),
        ("You", "handed it over to Ines Halloway", "Call again.", "Wren Applegarth"),
    ]
    assert page.counts == "1 flag rose. 1 acknowledged, 0 resolved, 1 call, 0 messages."


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [(NOW, NOW + INSTANT, 1), (NOW + INSTANT, NOW + HOUR, 0), (NOW - HOUR, NOW, 0)],
)
def test_a_shift_has_its_first_instant_and_not_its_last(
    patient: Patient, nurse: User, start, end, count: int
) -> None:
    acknowledge_flag(flag=told_of_heat(patient), by=nurse, at=NOW)

    assert len(load(nurse, start=start, end=end).done) == count


def test_what_was_taken_back_was_not_done(patient: Patient, nurse: User) -> None:
    flag = acknowledge_flag(flag=told_of_heat(patient), by=nurse, at=NOW)
    undo_action(flag=flag, action_id=flag.actions.get().pk, by=nurse, at=NOW + MINUTE)

    assert load(nurse).done == ()


def test_what_comes_next_is_told_the_next_first(
    patient: Patient, other_patient: Patient, nurse: User
) -> None:
    flag = acknowledge_flag(flag=told_of_heat(patient), by=nurse, at=NOW)
    snooze_flag(flag=flag, until=NOW + 5 * HOUR, reason="Asleep.", by=nurse, at=NOW)
    complete(other_patient, MONDAY)
    report(other_patient, NOW, pain=8, heat=NOW - HOUR)

    page = load(nurse, end=NOW + MINUTE, now=NOW + MINUTE)

    assert [one for one in promised(page) if "check-in" not in one[2].lower()] == [
        (
            "10:00 pm",
            "Hester Crumbwell",
            "whoever is on call is told, unless somebody acknowledges it: Severe pain, 7 or more of 10",
        ),
        ("Tue 3 Mar, 1:00 am", "Hester Crumbwell", "a clock runs out: Hot or red for more than 6 hours"),
        (
            "Tue 3 Mar, 1:00 am",
            "Wren Applegarth",
            "comes back to the queue: Hot or red for more than 6 hours",
        ),
    ]


def test_asking_a_patient_again_and_waiting_for_the_answer_come_next(patient: Patient, nurse: User) -> None:
    flag = acknowledge_flag(flag=told_of_heat(patient), by=nurse, at=NOW)
    ask_again(flag=flag, asked_at=NOW + 5 * HOUR, by=nurse, at=NOW)

    pages = [load(nurse, end=now, now=now) for now in (NOW + MINUTE, NOW + 6 * HOUR)]

    assert [one for page in pages for one in promised(page) if "check-in" not in one[2].lower()] == [
        (
            "Tue 3 Mar, 1:00 am",
            "Wren Applegarth",
            "the patient is asked again: Hot or red for more than 6 hours",
        ),
        ("1:00 pm", "Wren Applegarth", "the time to answer is over: Hot or red for more than 6 hours"),
    ]


def test_what_was_told_already_is_told_again(patient: Patient, nurse: User) -> None:
    told_of_heat(patient)
    escalate_overdue(at=NOW + 2 * HOUR)

    page = load(nurse, now=NOW + 2 * HOUR + MINUTE)

    assert promised(page)[0] == (
        "10:15 pm",
        "Wren Applegarth",
        "whoever is on call is told again, unless somebody acknowledges it: Hot or red for more than 6 hours",
    )


def test_another_clinics_flags_are_not_handed_over_here(foreign_patient: Patient, nurse: User) -> None:
    flag = told_of_heat(foreign_patient)
    acknowledge_flag(flag=flag, by=nurse, at=NOW)

    page = load(nurse)

    assert (page.holders, page.done, page.promises) == ((), (), ())


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_is_constant(
    clinic: Clinic, scheduler: User, nurse: User, rows: int, django_assert_num_queries
) -> None:
    for number in range(rows):
        who = make_patient(clinic, f"Patient {number}", f"{number}@patients.example", scheduler)
        acknowledge_flag(flag=told_of_heat(who), by=nurse, at=NOW)
    user = User.objects.select_related("clinic").get(pk=nurse.pk)

    # flags that rose, what was done counted and listed, open flags and their evidence, who is on call;
    # what was put off, what is asked again, what is told, the protocol, the clocks
    with django_assert_num_queries(11):
        page = load(user)

    assert len(page.done) == rows
