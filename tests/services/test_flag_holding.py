"""Who has a flag in hand, what is put off and until when, and the calls that were made."""

import uuid

import pytest

from aftercare.models import Flag, FlagAction, Patient, User
from aftercare.services.flag_holding import (
    claim_flag,
    hand_over_flag,
    log_call,
    snooze_flag,
    take_over_flag,
)
from aftercare.services.flags import FlagRefused, acknowledge_flag, resolve_flag
from tests.cast import report
from tests.nurse_story import HOUR, MINUTE, NOW, chest_pain, told_of_heat

SUBMISSION = uuid.UUID("8d7c4f3e-0d44-4f0e-a2ad-5d5b8a1f9c01")
IN_HAND = "Odile Marrowby has this flag in hand. You can take it over."
CLOSED = "Odile Marrowby has resolved this flag already."


@pytest.fixture
def flag(patient: Patient) -> Flag:
    return told_of_heat(patient)


def done(flag: Flag) -> list[tuple]:
    return list(flag.actions.order_by("at", "id").values_list("kind", "by__full_name", "note"))


def holder(flag: Flag) -> User | None:
    return Flag.objects.select_related("holder").get(pk=flag.pk).holder


def refused(act, **told: object) -> str:
    with pytest.raises(FlagRefused) as refusal:
        act(**told)
    return refusal.value.reason


def put_off(flag: Flag, by: User, hours: float = 2, **told: object) -> Flag:
    given = {"until": NOW + hours * HOUR, "reason": "Asleep, calls at ten.", "by": by, "at": NOW}
    return snooze_flag(flag=flag, **{**given, **told})


def test_claiming_has_it_in_hand_and_stops_no_clock(flag: Flag, nurse: User) -> None:
    claim_flag(flag=flag, by=nurse, at=NOW)
    claim_flag(flag=flag, by=nurse, at=NOW + MINUTE)

    assert (holder(flag), done(flag)) == (nurse, [("claimed", "Odile Marrowby", "")])
    assert Flag.objects.unacknowledged().get() == flag


def test_what_one_has_in_hand_another_neither_claims_nor_acknowledges(
    flag: Flag, nurse: User, second_nurse: User
) -> None:
    claim_flag(flag=flag, by=nurse, at=NOW)

    reasons = [refused(act, flag=flag, by=second_nurse, at=NOW) for act in (claim_flag, acknowledge_flag)]

    assert (reasons, holder(flag)) == ([IN_HAND, IN_HAND], nurse)


def test_taking_over_acknowledges_what_nobody_has_acknowledged(
    flag: Flag, nurse: User, second_nurse: User
) -> None:
    claim_flag(flag=flag, by=nurse, at=NOW)

    take_over_flag(flag=flag, by=second_nurse, at=NOW + MINUTE)
    take_over_flag(flag=flag, by=second_nurse, at=NOW + 2 * MINUTE)

    flag.refresh_from_db()
    assert (flag.holder, flag.acknowledged_by, flag.acknowledged_at) == (
        second_nurse,
        second_nurse,
        NOW + MINUTE,
    )
    assert [kind for kind, *_ in done(flag)] == ["claimed", "taken-over", "acknowledged"]


def test_taking_over_keeps_who_acknowledged_first(flag: Flag, nurse: User, second_nurse: User) -> None:
    acknowledge_flag(flag=flag, by=nurse, at=NOW)

    take_over_flag(flag=flag, by=second_nurse, at=NOW + MINUTE)

    flag.refresh_from_db()
    assert (flag.holder, flag.acknowledged_by) == (second_nurse, nurse)


def test_handing_over_gives_it_to_another_with_a_note(flag: Flag, nurse: User, second_nurse: User) -> None:
    acknowledge_flag(flag=flag, by=nurse, at=NOW)

    for _again in range(2):
        hand_over_flag(flag=flag, to=second_nurse, note="Calls back at ten.", by=nurse, at=NOW + MINUTE)

    assert holder(flag) == second_nurse
    assert done(flag)[1:] == [("handed-over", "Odile Marrowby", "Calls back at ten.")]
    assert flag.actions.get(kind="handed-over").to == second_nurse


def test_what_another_has_is_not_handed_over(
    flag: Flag, nurse: User, second_nurse: User, administrator: User
) -> None:
    claim_flag(flag=flag, by=nurse, at=NOW)

    assert refused(hand_over_flag, flag=flag, to=administrator, note="x", by=second_nurse, at=NOW) == IN_HAND


def test_a_note_to_whoever_took_it_over_meanwhile_is_not_lost_without_a_word(
    flag: Flag, nurse: User, second_nurse: User
) -> None:
    claim_flag(flag=flag, by=nurse, at=NOW)
    take_over_flag(flag=flag, by=second_nurse, at=NOW + MINUTE)

    told = {"to": second_nurse, "note": "Calls back at ten.", "by": nurse, "at": NOW + 2 * MINUTE}

    assert refused(hand_over_flag, flag=flag, **told) == IN_HAND.replace("Odile Marrowby", "Ines Halloway")


@pytest.mark.parametrize("to", ["scheduler", "stranger_nurse", "gone"])
def test_nobody_else_is_handed_a_flag(
    flag: Flag, nurse: User, second_nurse: User, scheduler: User, stranger_nurse: User, to: str
) -> None:
    User.objects.filter(pk=second_nurse.pk).update(is_active=False)
    second_nurse.refresh_from_db()
    person = {"scheduler": scheduler, "stranger_nurse": stranger_nurse, "gone": second_nurse}[to]

    reason = refused(hand_over_flag, flag=flag, to=person, note="x", by=nurse, at=NOW)

    assert reason == f"{person.full_name} cannot take on flags here."
    assert holder(flag) is None


def test_a_flag_is_put_off_with_a_reason(flag: Flag, nurse: User) -> None:
    acknowledge_flag(flag=flag, by=nurse, at=NOW)

    put_off(flag, nurse)
    put_off(flag, nurse, at=NOW + MINUTE)

    flag.refresh_from_db()
    assert flag.snoozed_until == NOW + 2 * HOUR
    assert done(flag)[1:] == [("snoozed", "Odile Marrowby", "Asleep, calls at ten.")]


@pytest.mark.parametrize("hours", [-1, 0, 24.01])
def test_a_flag_is_put_off_to_the_next_24_hours_only(flag: Flag, nurse: User, hours: float) -> None:
    acknowledge_flag(flag=flag, by=nurse, at=NOW)

    assert refused(put_off, flag=flag, by=nurse, hours=hours) == (
        "A flag can be put off for 24 hours at the most."
    )
    put_off(flag, nurse, hours=24)


def test_a_flag_that_nobody_acknowledged_is_not_put_off(flag: Flag, nurse: User) -> None:
    assert refused(put_off, flag=flag, by=nurse) == "Acknowledge the flag before you put it off."


def test_an_emergency_is_never_put_off(patient: Patient, nurse: User) -> None:
    flag = acknowledge_flag(flag=chest_pain(patient), by=nurse, at=NOW)

    assert refused(put_off, flag=flag, by=nurse) == "An emergency is never put off."


def test_what_was_told_of_again_is_not_put_off(patient: Patient, flag: Flag, nurse: User) -> None:
    acknowledge_flag(flag=flag, by=nurse, at=NOW - 30 * MINUTE)
    report(patient, NOW - MINUTE, pain=4, heat=NOW - 9 * HOUR)

    assert refused(put_off, flag=flag, by=nurse) == (
        "The patient has told of it again since it was acknowledged: it is not put off."
    )


def test_while_the_pain_grows_nothing_is_put_off(patient: Patient, flag: Flag, nurse: User) -> None:
    report(patient, NOW - MINUTE, pain=5, heat=NOW - 9 * HOUR)
    acknowledge_flag(flag=flag, by=nurse, at=NOW)

    assert refused(put_off, flag=flag, by=nurse) == ("The pain grows (4, then 5 of 10): it is not put off.")


def test_a_flag_that_was_put_off_comes_back_when_it_is_told_of_again(
    patient: Patient, flag: Flag, nurse: User
) -> None:
    acknowledge_flag(flag=flag, by=nurse, at=NOW)
    put_off(flag, nurse)

    report(patient, NOW + HOUR, pain=4, heat=NOW - 9 * HOUR)

    flag.refresh_from_db()
    assert (flag.snoozed_until, flag.evidence.count()) == (None, 2)


def test_of_a_closed_flag_only_a_call_is_put_on_record(flag: Flag, nurse: User, second_nurse: User) -> None:
    resolve_flag(flag=flag, disposition="self-care", by=nurse, at=NOW)

    reasons = {
        refused(claim_flag, flag=flag, by=nurse, at=NOW),
        refused(take_over_flag, flag=flag, by=second_nurse, at=NOW),
        refused(hand_over_flag, flag=flag, to=second_nurse, note="x", by=nurse, at=NOW),
        refused(put_off, flag=flag, by=nurse),
    }
    log_call(flag=flag, outcome="reached", note="Is well.", submission=SUBMISSION, by=nurse, at=NOW)

    assert reasons == {CLOSED}
    assert done(flag)[-1] == ("called", "Odile Marrowby", "Is well.")


def test_a_call_submitted_twice_is_one_call(flag: Flag, nurse: User) -> None:
    for _again in range(2):
        log_call(flag=flag, outcome="voicemail", note="", submission=SUBMISSION, by=nurse, at=NOW)

    call = FlagAction.objects.get(kind="called")
    assert (call.outcome, holder(flag)) == ("voicemail", None)
