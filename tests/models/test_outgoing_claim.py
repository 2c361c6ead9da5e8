from datetime import timedelta

import pytest

from aftercare.models import Clinic, Escalation, Patient, Reminder
from aftercare.models.outgoing import Channel, State, Why
from tests.cast import MONDAY
from tests.reminder_story import LEASE, a_reminder, in_hand, standing

HOUR = timedelta(hours=1)
INSTANT = timedelta(microseconds=1)


def claim(at=MONDAY, at_most: int = 10, model: type = Reminder) -> list:
    return model.objects.claim(at=at, lease=LEASE, at_most=at_most)


def an_escalation(clinic: Clinic, recipient: str) -> Escalation:
    return Escalation.objects.create(
        clinic=clinic,
        recipient=recipient,
        due_at=MONDAY,
        next_at=MONDAY,
        expires_at=MONDAY + HOUR,
        state_at=MONDAY,
    )


def test_a_message_is_claimed_from_its_time_on_and_not_an_instant_before(patient: Patient) -> None:
    waiting = a_reminder(patient)

    early, on_time = claim(MONDAY - INSTANT), claim(MONDAY)

    assert (early, on_time) == ([], [waiting.pk])


def test_a_claimed_message_is_leased_and_looked_at_by_nobody_else(patient: Patient) -> None:
    waiting = a_reminder(patient)

    claim()

    waiting.refresh_from_db()
    assert (waiting.leased_until, waiting.next_at, waiting.state_at) == (MONDAY + LEASE, None, MONDAY)


def test_a_claim_takes_the_oldest_first_and_no_more_than_it_may(
    patient: Patient, other_patient: Patient, foreign_patient: Patient
) -> None:
    dues = [MONDAY, MONDAY - 2 * HOUR, MONDAY - HOUR]
    people = (patient, other_patient, foreign_patient)
    rows = [a_reminder(who, due_at=due_at) for who, due_at in zip(people, dues, strict=True)]

    first, then = claim(at_most=2), claim(at_most=2)

    assert (first, then) == ([rows[1].pk, rows[2].pk], [rows[0].pk])


def test_a_message_is_claimed_until_the_instant_at_which_it_expires(
    patient: Patient, other_patient: Patient
) -> None:
    at = MONDAY + HOUR
    a_reminder(patient, expires_at=at)
    in_time = a_reminder(other_patient, expires_at=at + INSTANT)

    claimed = claim(at)

    assert claimed == [in_time.pk]
    assert standing(patient.reminders.get()) == ("expired", "time-ran-out")


@pytest.mark.parametrize(
    ("before", "why"),
    [
        ({"state_reason": Why.PROVIDER_REFUSED, "attempts": 3}, "provider-refused"),
        ({"state": State.UNKNOWN, "state_reason": Why.WORKER_LOST, "unknowns": 1}, "outcome-unknown"),
    ],
)
def test_what_expires_says_what_kept_it_from_being_sent(patient: Patient, before: dict, why: str) -> None:
    waiting = a_reminder(patient, **before)

    claim(waiting.expires_at)

    assert standing(waiting) == ("expired", why)


def test_of_several_due_to_one_patient_only_the_newest_goes_out(patient: Patient) -> None:
    older = a_reminder(patient, "older", MONDAY - HOUR)
    oldest = a_reminder(patient, "oldest", MONDAY - 2 * HOUR, state=State.UNKNOWN, unknowns=1)
    newest = a_reminder(patient, "newest", MONDAY)

    claimed = claim()

    assert claimed == [newest.pk]
    assert [standing(older), standing(oldest)] == [("skipped", "merged"), ("skipped", "merged")]
    assert [older.merged_into, oldest.merged_into] == [newest, newest]


def test_the_history_of_a_merged_message_names_the_one_that_goes_out(patient: Patient) -> None:
    older, newest = a_reminder(patient, "older", MONDAY - HOUR), a_reminder(patient, "newest")

    claim()

    (merged,), (claimed,) = older.transitions.all(), newest.transitions.all()
    assert (merged.merged_into, claimed.merged_into) == (newest, None)


def test_messages_on_two_channels_and_to_two_patients_all_go_out(
    patient: Patient, other_patient: Patient
) -> None:
    rows = [a_reminder(patient), a_reminder(patient, channel=Channel.SMS), a_reminder(other_patient)]

    assert sorted(claim()) == sorted(row.pk for row in rows)


def test_an_expired_message_does_not_take_the_place_of_one_that_can_be_sent(patient: Patient) -> None:
    in_time = a_reminder(patient, "older", MONDAY - HOUR)
    late = a_reminder(patient, "newer", MONDAY - HOUR / 2, expires_at=MONDAY)

    claimed = claim()

    assert (claimed, standing(late)) == ([in_time.pk], ("expired", "time-ran-out"))


def test_a_contact_of_two_clinics_hears_of_each(clinic: Clinic, other_clinic: Clinic) -> None:
    rows = [an_escalation(one, "night@calls.example") for one in (clinic, other_clinic)]

    assert sorted(claim(model=Escalation)) == sorted(row.pk for row in rows)


def test_of_several_escalations_of_a_clinic_a_contact_hears_once(clinic: Clinic) -> None:
    for _ in range(2):
        an_escalation(clinic, "night@calls.example")

    assert len(claim(model=Escalation)) == 1
    told, merged = Escalation.objects.order_by("state")
    assert (merged.state, merged.state_reason, merged.merged_into) == ("skipped", "merged", told)


def test_a_claim_lapses_at_the_very_end_of_its_lease(patient: Patient) -> None:
    held = a_reminder(patient)
    in_hand(held)

    early = Reminder.objects.return_lapsed(at=MONDAY + LEASE - INSTANT)
    on_time = Reminder.objects.return_lapsed(at=MONDAY + LEASE)

    held.refresh_from_db()
    assert (early, on_time) == (0, 1)
    assert (held.state, held.next_at, held.leased_until) == ("planned", MONDAY + LEASE, None)


def test_what_was_being_sent_when_its_lease_ran_out_is_unknown_and_tried_again(patient: Patient) -> None:
    held = a_reminder(patient)
    in_hand(held, sending=True)

    Reminder.objects.return_lapsed(at=MONDAY + LEASE)

    assert standing(held) == ("unknown", "worker-lost")
    assert (held.unknowns, held.next_at) == (1, MONDAY + LEASE)


def test_what_is_unknown_twice_is_tried_no_more(patient: Patient) -> None:
    held = a_reminder(patient, state=State.UNKNOWN, unknowns=1)
    in_hand(held, sending=True)

    Reminder.objects.return_lapsed(at=MONDAY + LEASE)

    assert standing(held) == ("unknown", "worker-lost")
    assert (held.unknowns, held.next_at) == (2, None)


def test_one_that_may_have_left_is_still_unknown_when_its_claim_lapses(patient: Patient) -> None:
    held = a_reminder(patient, state=State.UNKNOWN, state_reason=Why.WORKER_LOST, unknowns=1)
    in_hand(held)

    Reminder.objects.return_lapsed(at=MONDAY + LEASE)

    held.refresh_from_db()
    assert (held.state, held.unknowns, held.next_at) == ("unknown", 1, MONDAY + LEASE)
