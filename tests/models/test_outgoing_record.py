from datetime import timedelta

import pytest
from django.db import InternalError, connection, transaction

from aftercare.models import Patient, Reminder, User
from aftercare.models.outgoing import IN_HAND, TRANSITIONS, Channel, Outcome, State, Why
from tests.cast import MONDAY
from tests.reminder_story import LEASE, a_reminder, in_hand, standing

HOUR = timedelta(hours=1)
INSTANT = timedelta(microseconds=1)
LATER = MONDAY + HOUR


def intend(message: Reminder, at=MONDAY, done: Outcome | None = None) -> int | None:
    return Reminder.objects.intend(message_id=message.pk, at=at, lease=LEASE, done=done)


def can_pass(message: Reminder, old: State, new: State) -> bool:
    """Whether the database lets a row in state `old` become `new`."""
    leased = MONDAY if new in IN_HAND else None
    sent_at = MONDAY if new == State.SENT else None
    next_at = MONDAY if new == State.PLANNED else None
    sql = "UPDATE aftercare_reminder SET state = %s, leased_until = %s, sent_at = %s, next_at = %s"
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [str(new), leased, sent_at, next_at])
            transaction.set_rollback(True)
    except InternalError:
        return False
    return True


def test_an_intent_counts_the_attempt_and_leases_the_message(patient: Patient) -> None:
    held = a_reminder(patient, attempts=1, state_reason=Why.PROVIDER_REFUSED)
    in_hand(held)

    attempt = intend(held, LATER)

    assert (attempt, standing(held)) == (2, ("sending", ""))
    assert (held.attempts, held.leased_until) == (2, LATER + LEASE)


def test_a_message_that_nobody_claimed_is_not_sent(patient: Patient) -> None:
    assert intend(a_reminder(patient)) is None


def test_a_message_is_sent_until_the_instant_at_which_it_expires(
    patient: Patient, other_patient: Patient
) -> None:
    late, in_time = a_reminder(patient), a_reminder(other_patient)
    in_hand(late)
    in_hand(in_time)

    attempts = intend(late, late.expires_at), intend(in_time, in_time.expires_at - INSTANT)

    assert attempts == (None, 1)


def test_a_message_of_an_older_plan_is_not_sent(patient: Patient) -> None:
    held = a_reminder(patient)
    in_hand(held)
    Patient.objects.update(plan_revision=patient.plan_revision + 1)

    assert intend(held) is None


def test_an_address_that_does_not_work_stops_e_mail_alone(patient: Patient) -> None:
    by_email, by_sms = a_reminder(patient), a_reminder(patient, channel=Channel.SMS)
    in_hand(by_email)
    in_hand(by_sms)
    User.objects.filter(patient=patient).update(email_undeliverable_at=MONDAY)

    assert (intend(by_email), intend(by_sms)) == (None, 1)


@pytest.mark.parametrize("goes_on", [True, False])
def test_the_outcome_before_is_recorded_with_the_next_intent_whatever_that_says(
    patient: Patient, other_patient: Patient, goes_on: bool
) -> None:
    first, second = a_reminder(patient), a_reminder(other_patient)
    in_hand(first, sending=True)
    if goes_on:
        in_hand(second)

    attempt = intend(second, LATER, done=Outcome(first.pk, 1, State.SENT, LATER))

    assert (attempt, standing(first), first.sent_at) == (1 if goes_on else None, ("sent", ""), LATER)


def test_the_outcome_of_an_earlier_try_says_nothing_of_this_one(patient: Patient) -> None:
    held = a_reminder(patient, attempts=1)
    in_hand(held, sending=True)

    Reminder.objects.record(Outcome(held.pk, 1, State.SENT, LATER))

    assert standing(held) == ("sending", "")


@pytest.mark.parametrize(
    ("state", "stays"), [(State.SENT, "sent"), (State.FAILED, "unknown"), (State.PLANNED, "unknown")]
)
def test_of_one_that_is_unknown_only_that_it_was_taken_still_counts(
    patient: Patient, state: State, stays: str
) -> None:
    held = a_reminder(patient)
    in_hand(held, sending=True)
    Reminder.objects.return_lapsed(at=MONDAY + LEASE)

    Reminder.objects.record(Outcome(held.pk, 1, state, LATER, next_at=LATER if state == "planned" else None))

    assert standing(held)[0] == stays


def test_another_try_is_never_later_than_the_expiry(patient: Patient) -> None:
    held = a_reminder(patient)
    in_hand(held, sending=True)
    after_it = held.expires_at + HOUR

    Reminder.objects.record(Outcome(held.pk, 1, State.PLANNED, LATER, Why.PROVIDER_REFUSED, next_at=after_it))

    assert standing(held) == ("planned", "provider-refused")
    assert held.next_at == held.expires_at


def test_an_outcome_nobody_knows_is_counted(patient: Patient) -> None:
    held = a_reminder(patient)
    in_hand(held, sending=True)

    Reminder.objects.record(Outcome(held.pk, 1, State.UNKNOWN, LATER, Why.OUTCOME_UNKNOWN, next_at=None))

    assert standing(held) == ("unknown", "outcome-unknown")
    assert (held.unknowns, held.next_at) == (1, None)


def test_what_is_given_back_waits_until_it_may_be_tried_and_not_past_its_expiry(
    patient: Patient, other_patient: Patient
) -> None:
    soon, late = a_reminder(patient), a_reminder(other_patient, expires_at=LATER)
    ids = [soon.pk, late.pk]
    in_hand(soon)
    in_hand(late)

    Reminder.objects.give_back(ids=ids, why=Why.GIVEN_BACK, next_at=LATER + HOUR, at=MONDAY)

    assert [standing(soon), standing(late)] == [("planned", "given-back")] * 2
    assert (soon.next_at, late.next_at) == (LATER + HOUR, LATER)


def test_one_that_may_have_left_is_given_back_as_unknown(patient: Patient) -> None:
    held = a_reminder(patient, state=State.UNKNOWN, unknowns=1)
    in_hand(held)

    Reminder.objects.give_back(ids=[held.pk], why=Why.GIVEN_BACK, next_at=LATER, at=MONDAY)

    assert standing(held) == ("unknown", "given-back")


def test_what_is_being_sent_cannot_be_given_back(patient: Patient) -> None:
    held = a_reminder(patient)
    in_hand(held, sending=True)

    Reminder.objects.give_back(ids=[held.pk], why=Why.GIVEN_BACK, next_at=LATER, at=MONDAY)

    assert standing(held) == ("sending", "")


@pytest.mark.parametrize("old", State)
def test_the_database_lets_a_message_pass_from_state_to_state_only_as_is_listed(
    patient: Patient, old: State
) -> None:
    leased = MONDAY if old in IN_HAND else None
    sent_at = MONDAY if old == State.SENT else None
    next_at = MONDAY if old == State.PLANNED else None
    row = a_reminder(patient, state=old, leased_until=leased, sent_at=sent_at, next_at=next_at)

    passed = {new for new in State if can_pass(row, old, new)}

    assert passed == {old}.union(*(follow for one, follow in TRANSITIONS if one == old))
