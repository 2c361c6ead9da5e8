import uuid
from datetime import timedelta

import pytest

from aftercare.models import Flag, FlagAction, Message, Patient, User
from aftercare.services.flag_holding import take_over_flag
from aftercare.services.flags import FlagRefused, acknowledge_flag, reply_to_patient, resolve_flag
from tests.cast import MONDAY, complete, report

HOUR = timedelta(hours=1)
NOON = MONDAY + 10 * HOUR
SUBMISSION = uuid.UUID("8d7c4f3e-0d44-4f0e-a2ad-5d5b8a1f9c01")


@pytest.fixture
def flag(patient: Patient) -> Flag:
    complete(patient, MONDAY)
    report(patient, MONDAY + 9 * HOUR, heat=MONDAY + HOUR)
    return Flag.objects.get()


def actions(flag: Flag) -> list[tuple]:
    return list(flag.actions.order_by("at", "id").values_list("kind", "by__full_name", "at", "note"))


def test_acknowledging_a_flag_records_who_and_when(flag: Flag, nurse: User) -> None:
    acknowledge_flag(flag=flag, by=nurse, at=NOON)

    flag.refresh_from_db()
    assert (flag.acknowledged_by, flag.acknowledged_at) == (nurse, NOON)
    assert actions(flag) == [("acknowledged", "Odile Marrowby", NOON, "")]


def test_acknowledging_a_flag_twice_changes_nothing(flag: Flag, nurse: User) -> None:
    acknowledge_flag(flag=flag, by=nurse, at=NOON)

    acknowledge_flag(flag=flag, by=nurse, at=NOON + HOUR)

    flag.refresh_from_db()
    assert flag.acknowledged_at == NOON
    assert len(actions(flag)) == 1


def test_acknowledging_a_flag_somebody_has_is_refused_with_the_name(
    flag: Flag, nurse: User, second_nurse: User
) -> None:
    acknowledge_flag(flag=flag, by=nurse, at=NOON)

    with pytest.raises(FlagRefused) as refusal:
        acknowledge_flag(flag=flag, by=second_nurse, at=NOON + HOUR)

    flag.refresh_from_db()
    assert refusal.value.reason == "Odile Marrowby has acknowledged this flag already."
    assert (flag.acknowledged_by, len(actions(flag))) == (nurse, 1)


def test_a_note_is_stored_recorded_and_announced(flag: Flag, nurse: User) -> None:
    message = reply_to_patient(flag=flag, body="Keep it up.", submission=SUBMISSION, by=nurse, at=NOON)

    assert (message.patient, message.flag, message.body) == (flag.patient, flag, "Keep it up.")
    assert (message.written_by, message.written_at, message.read_at) == (nurse, NOON, None)
    assert actions(flag) == [("replied", "Odile Marrowby", NOON, "Keep it up.")]
    keys = [one["key"] for row in flag.patient.reminders.filter(state="planned") for one in row.reasons]
    assert keys.count(f"message:{message.pk}") == 1


def test_a_note_submitted_twice_is_one_note(flag: Flag, nurse: User) -> None:
    first = reply_to_patient(flag=flag, body="Keep it up.", submission=SUBMISSION, by=nurse, at=NOON)

    again = reply_to_patient(flag=flag, body="Keep it up.", submission=SUBMISSION, by=nurse, at=NOON + HOUR)

    assert again == first
    assert (Message.objects.count(), FlagAction.objects.count()) == (1, 1)


def test_a_note_that_was_changed_and_sent_again_is_not_lost(flag: Flag, nurse: User) -> None:
    reply_to_patient(flag=flag, body="Keep it up.", submission=SUBMISSION, by=nurse, at=NOON)

    changed = "Stop. Call me."
    for _again in range(2):
        reply_to_patient(flag=flag, body=changed, submission=SUBMISSION, by=nurse, at=NOON + HOUR)

    assert [note.body for note in Message.objects.order_by("written_at")] == ["Keep it up.", changed]


def test_two_notes_are_two_notes(flag: Flag, nurse: User) -> None:
    reply_to_patient(flag=flag, body="Keep it up.", submission=SUBMISSION, by=nurse, at=NOON)

    reply_to_patient(flag=flag, body="And rest.", submission=uuid.uuid4(), by=nurse, at=NOON + HOUR)

    assert [message.body for message in Message.objects.order_by("written_at")] == [
        "Keep it up.",
        "And rest.",
    ]


def test_resolving_a_flag_records_who_when_and_what_became_of_it(flag: Flag, nurse: User) -> None:
    acknowledge_flag(flag=flag, by=nurse, at=NOON)

    resolve_flag(flag=flag, disposition="advised-by-phone", note="Cooling down.", by=nurse, at=NOON + HOUR)

    flag.refresh_from_db()
    assert (flag.resolved_by, flag.resolved_at, flag.disposition) == (nurse, NOON + HOUR, "advised-by-phone")
    assert actions(flag)[1:] == [("resolved", "Odile Marrowby", NOON + HOUR, "Cooling down.")]


def test_resolving_a_flag_nobody_has_takes_it_on_first(flag: Flag, nurse: User) -> None:
    resolve_flag(flag=flag, disposition="no-action-needed", by=nurse, at=NOON)

    flag.refresh_from_db()
    assert (flag.acknowledged_by, flag.acknowledged_at) == (nurse, NOON)
    assert [kind for kind, *_rest in actions(flag)] == ["acknowledged", "resolved"]


def test_resolving_a_flag_again_with_another_note_is_refused(flag: Flag, nurse: User) -> None:
    resolve_flag(flag=flag, disposition="no-action-needed", note="Cooling.", by=nurse, at=NOON)

    with pytest.raises(FlagRefused):
        resolve_flag(flag=flag, disposition="no-action-needed", note="Hot.", by=nurse, at=NOON + HOUR)


def test_resolving_a_flag_a_colleague_has_in_hand_is_refused_until_it_is_taken_over(
    flag: Flag, nurse: User, second_nurse: User
) -> None:
    acknowledge_flag(flag=flag, by=nurse, at=NOON)

    with pytest.raises(FlagRefused) as refusal:
        resolve_flag(flag=flag, disposition="seen-in-clinic", by=second_nurse, at=NOON + HOUR)
    take_over_flag(flag=flag, by=second_nurse, at=NOON + HOUR)
    resolve_flag(flag=flag, disposition="seen-in-clinic", by=second_nurse, at=NOON + HOUR)

    flag.refresh_from_db()
    assert refusal.value.reason == "Odile Marrowby has this flag in hand. You can take it over."
    assert (flag.acknowledged_by, flag.resolved_by) == (nurse, second_nurse)


def test_resolving_a_flag_the_same_way_twice_changes_nothing(flag: Flag, nurse: User) -> None:
    resolve_flag(flag=flag, disposition="no-action-needed", by=nurse, at=NOON)

    resolve_flag(flag=flag, disposition="no-action-needed", by=nurse, at=NOON + HOUR)

    flag.refresh_from_db()
    assert flag.resolved_at == NOON
    assert len(actions(flag)) == 2


@pytest.mark.parametrize("disposition", ["no-action-needed", "advised-by-phone"])
def test_resolving_a_flag_a_colleague_has_resolved_is_refused_with_the_name(
    flag: Flag, nurse: User, second_nurse: User, disposition: str
) -> None:
    resolve_flag(flag=flag, disposition="no-action-needed", by=nurse, at=NOON)

    with pytest.raises(FlagRefused) as refusal:
        resolve_flag(flag=flag, disposition=disposition, by=second_nurse, at=NOON + HOUR)

    flag.refresh_from_db()
    assert refusal.value.reason == "Odile Marrowby has resolved this flag already."
    assert (flag.resolved_by, flag.disposition) == (nurse, "no-action-needed")


def test_resolving_a_flag_otherwise_than_before_is_refused_to_oneself_too(flag: Flag, nurse: User) -> None:
    resolve_flag(flag=flag, disposition="no-action-needed", by=nurse, at=NOON)

    with pytest.raises(FlagRefused):
        resolve_flag(flag=flag, disposition="advised-by-phone", by=nurse, at=NOON + HOUR)

    flag.refresh_from_db()
    assert flag.disposition == "no-action-needed"
