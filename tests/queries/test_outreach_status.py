from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries as Queries

from aftercare.models import Channel, Escalation, Patient, Reminder, Watch
from aftercare.models.outgoing import State, Why
from aftercare.queries import outreach_status as status_module
from aftercare.queries.outreach_status import Failure, Load, outreach_status
from tests.cast import MONDAY

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)

NOTHING = tuple(Load(name, 0, 0, 0, 0) for name in ("email", "sms", "push", "escalations"))


def remind(patient: Patient, minutes_ago: float, **fields: object) -> Reminder:
    """A planned reminder that was due so long ago, or is changed as told."""
    due_at = MONDAY - timedelta(minutes=minutes_ago)
    values = {"state_at": due_at, "next_at": due_at, "plan_revision": 0, "reasons": [], **fields}
    return Reminder.objects.create(patient=patient, due_at=due_at, expires_at=due_at + 72 * HOUR, **values)


def ended(patient: Patient, minutes_ago: float, state: State, why: Why) -> Reminder:
    return remind(patient, minutes_ago, state=state, state_reason=why, next_at=None)


def escalate(patient: Patient, **fields: object) -> Escalation:
    values = {"state_at": MONDAY, "next_at": MONDAY, "due_at": MONDAY, "expires_at": MONDAY + HOUR, **fields}
    return Escalation.objects.create(clinic=patient.clinic, recipient="nobody@clinic.example", **values)


def test_outreach_with_nothing_to_do_counts_nothing(db: None) -> None:
    status = outreach_status(now=MONDAY)

    assert (status.loads, status.clocks_run_out, status.failures) == (NOTHING, 0, ())


def test_messages_are_counted_by_channel_and_by_what_they_wait_for(patient: Patient) -> None:
    remind(patient, 0)
    remind(patient, 2)
    remind(patient, 3)
    remind(patient, -1)
    remind(patient, 10, attempts=1, next_at=MONDAY + HOUR, channel=Channel.SMS)
    remind(patient, 11, state_reason=Why.PROVIDER_SILENT, next_at=MONDAY + SECOND, channel=Channel.SMS)
    remind(patient, 9, state="claimed", next_at=None, leased_until=MONDAY + HOUR, channel=Channel.PUSH)
    escalate(patient)

    status = outreach_status(now=MONDAY)

    assert status.loads == (
        Load("email", due=3, in_hand=0, to_retry=0, overdue=2),
        Load("sms", due=0, in_hand=0, to_retry=2, overdue=0),
        Load("push", due=0, in_hand=1, to_retry=0, overdue=0),
        Load("escalations", due=1, in_hand=0, to_retry=0, overdue=0),
    )


def test_clocks_are_counted_once_they_have_run_out(patient: Patient) -> None:
    for episode, due_at in (("a", MONDAY - SECOND), ("b", MONDAY), ("c", MONDAY + SECOND)):
        Watch.objects.create(patient=patient, rule="r", episode=episode, due_at=due_at)

    assert outreach_status(now=MONDAY).clocks_run_out == 1


def test_what_did_not_arrive_within_a_day_is_counted_by_reason_the_most_frequent_first(
    patient: Patient,
) -> None:
    ended(patient, 1, State.FAILED, Why.ADDRESS_REFUSED)
    ended(patient, 2, State.UNKNOWN, Why.WORKER_LOST)
    ended(patient, 24 * 60 - 1, State.EXPIRED, Why.WORKER_LOST)
    ended(patient, 24 * 60, State.EXPIRED, Why.TIME_RAN_OUT)
    ended(patient, 3, State.SKIPPED, Why.PLANNED_TOO_LATE)
    remind(patient, 4, state=State.UNKNOWN, state_reason=Why.OUTCOME_UNKNOWN, next_at=MONDAY + SECOND)
    escalate(patient, state=State.FAILED, state_reason=Why.PROVIDER_REFUSED, next_at=None)

    failures = outreach_status(now=MONDAY).failures

    assert failures == (
        Failure("worker-lost", 2, 0),
        Failure("address-refused", 1, 0),
        Failure("provider-refused", 0, 1),
    )


def test_counting_ends_somewhere(patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status_module, "COUNTED_AT_MOST", 2)
    for minutes in range(3):
        remind(patient, minutes)

    assert outreach_status(now=MONDAY).loads[0].due == 2


def test_status_costs_the_same_queries_whatever_there_is(
    patient: Patient, django_assert_num_queries: Queries
) -> None:
    for minutes in (1, 2, 3):
        with django_assert_num_queries(25):
            outreach_status(now=MONDAY)
        remind(patient, minutes)
