"""Within ten minutes a nurse takes back what they did last; it stays on record as taken back."""

import pytest

from aftercare.models import Flag, Patient, User
from aftercare.services.flag_asking import ask_again
from aftercare.services.flag_holding import claim_flag, hand_over_flag, snooze_flag, take_over_flag
from aftercare.services.flag_undo import undo_action
from aftercare.services.flags import FlagRefused, acknowledge_flag, reply_to_patient, resolve_flag
from tests.cast import report
from tests.nurse_story import HOUR, MINUTE, NOW, told_of_heat

TOO_LATE = "This cannot be taken back any more."
STATE = (
    *("holder", "acknowledged_by", "acknowledged_at", "snoozed_until"),
    *("recheck_at", "resolved_by", "resolved_at"),
)


@pytest.fixture
def flag(patient: Patient) -> Flag:
    return told_of_heat(patient)


def state(flag: Flag) -> list[object]:
    found = Flag.objects.get(pk=flag.pk)
    return [*(getattr(found, name) for name in STATE), found.disposition]


def last(flag: Flag) -> int:
    return flag.actions.changes().last().pk


def undo(flag: Flag, by: User, at=NOW + MINUTE, action: int = 0) -> Flag:
    return undo_action(flag=flag, action_id=action or last(flag), by=by, at=at)


def refusal(flag: Flag, by: User, **told: object) -> str:
    with pytest.raises(FlagRefused) as refused:
        undo(flag, by, **told)
    return refused.value.reason


def test_each_change_is_taken_back_the_last_one_first(flag: Flag, nurse: User, second_nurse: User) -> None:
    steps = [
        lambda: claim_flag(flag=flag, by=nurse, at=NOW),
        lambda: acknowledge_flag(flag=flag, by=nurse, at=NOW),
        lambda: snooze_flag(flag=flag, until=NOW + HOUR, reason="x", by=nurse, at=NOW),
        lambda: ask_again(flag=flag, asked_at=NOW + HOUR, by=nurse, at=NOW),
        lambda: ask_again(flag=flag, asked_at=NOW + 2 * HOUR, by=nurse, at=NOW),
        lambda: resolve_flag(flag=flag, disposition="self-care", by=nurse, at=NOW),
    ]
    states = [state(flag)]
    for step in steps:
        step()
        states.append(state(flag))

    found = []
    for _step in steps:
        found.append(state(flag))
        undo(flag, nurse)

    assert [*found, state(flag)] == states[::-1]
    assert flag.actions.filter(undone_at=NOW + MINUTE).count() == 6


def test_what_was_taken_or_handed_over_goes_back_to_who_had_it(
    flag: Flag, nurse: User, second_nurse: User
) -> None:
    acknowledge_flag(flag=flag, by=nurse, at=NOW)
    take_over_flag(flag=flag, by=second_nurse, at=NOW)
    hand_over_flag(flag=flag, to=nurse, note="x", by=second_nurse, at=NOW)

    holders = [undo(flag, second_nurse).holder for _step in range(2)]

    assert holders == [second_nurse, nurse]


def test_after_ten_minutes_nothing_is_taken_back(flag: Flag, nurse: User) -> None:
    acknowledge_flag(flag=flag, by=nurse, at=NOW)

    assert refusal(flag, nurse, at=NOW + 10 * MINUTE + MINUTE / 60) == TOO_LATE
    assert undo(flag, nurse, at=NOW + 10 * MINUTE).acknowledged_at is None


def test_what_another_did_is_not_taken_back(flag: Flag, nurse: User, second_nurse: User) -> None:
    acknowledge_flag(flag=flag, by=nurse, at=NOW)

    assert refusal(flag, second_nurse) == TOO_LATE


def test_only_the_last_change_is_taken_back(flag: Flag, nurse: User) -> None:
    acknowledge_flag(flag=flag, by=nurse, at=NOW)
    first = last(flag)
    resolve_flag(flag=flag, disposition="self-care", by=nurse, at=NOW)

    assert refusal(flag, nurse, action=first) == TOO_LATE
    assert refusal(flag, nurse, action=10**12) == TOO_LATE


def test_twice_takes_back_once(flag: Flag, nurse: User) -> None:
    acknowledge_flag(flag=flag, by=nurse, at=NOW)
    resolve_flag(flag=flag, disposition="self-care", by=nurse, at=NOW)
    action = last(flag)

    for _again in range(2):
        undo(flag, nurse, action=action)

    assert Flag.objects.get().acknowledged_by == nurse


def test_a_note_is_no_change_to_take_back(flag: Flag, nurse: User) -> None:
    acknowledge_flag(flag=flag, by=nurse, at=NOW)
    reply_to_patient(flag=flag, body="Hello.", submission=flag.pk, by=nurse, at=NOW)

    assert undo(flag, nurse).acknowledged_at is None


def test_a_flag_that_has_risen_again_stays_resolved(patient: Patient, flag: Flag, nurse: User) -> None:
    resolve_flag(flag=flag, disposition="self-care", by=nurse, at=NOW)
    report(patient, NOW + MINUTE, pain=4, heat=NOW - 9 * HOUR)

    assert refusal(flag, nurse, at=NOW + 2 * MINUTE) == (
        "The flag has risen again since: this cannot be taken back."
    )


def test_nothing_done_is_nothing_to_take_back(flag: Flag, nurse: User) -> None:
    assert refusal(flag, nurse, action=1) == TOO_LATE
