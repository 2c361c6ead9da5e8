from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries as Queries

from aftercare.models import Escalation, Heartbeat, Patient, Reminder, Watch
from aftercare.models.outgoing import State
from aftercare.queries.outreach_health import OutreachHealth, outreach_health
from aftercare.services.outreach import LEASE, claim_due
from tests.cast import MONDAY, complete

PLAN_READY = MONDAY + timedelta(hours=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def due(patient: Patient) -> Reminder:
    """The only reminder that can be overdue: due an hour after the session."""
    complete(patient, MONDAY)
    due = patient.reminders.get(due_at=PLAN_READY)
    patient.reminders.exclude(pk=due.pk).delete()
    Watch.objects.all().delete()
    return due


def ticked(at: datetime) -> None:
    Heartbeat.objects.beat(Heartbeat.TICK, at=at)


def test_outreach_that_has_never_ticked_is_late(db: None) -> None:
    health = outreach_health(now=MONDAY)

    assert health == OutreachHealth(None, 0, 0, 0, "There has been no tick yet.")
    assert health.status == "late"


@pytest.mark.parametrize(
    ("seconds", "status", "why"),
    [(0, "ok", ""), (60, "ok", ""), (61, "late", "The last tick was 61 s ago.")],
)
def test_tick_is_late_after_a_minute(db: None, seconds: int, status: str, why: str) -> None:
    ticked(MONDAY)

    health = outreach_health(now=MONDAY + seconds * SECOND)

    assert (health.last_tick_seconds, health.status, health.why_late) == (seconds, status, why)


def test_tick_of_a_clock_that_is_ahead_is_a_tick_now(db: None) -> None:
    ticked(MONDAY + SECOND)

    assert outreach_health(now=MONDAY).last_tick_seconds == 0


@pytest.mark.parametrize(("seconds", "why"), [(-1, ""), (120, ""), (121, "A reminder is overdue by 121 s.")])
def test_reminder_is_late_after_two_minutes(due: Reminder, seconds: int, why: str) -> None:
    now = PLAN_READY + seconds * SECOND
    ticked(now)

    assert outreach_health(now=now) == OutreachHealth(0, max(0, seconds), 0, 0, why)


def test_reminder_that_no_worker_begins_is_overdue_however_often_it_is_claimed(due: Reminder) -> None:
    claim_due(at=PLAN_READY)
    claim_due(at=PLAN_READY + LEASE)

    health = outreach_health(now=PLAN_READY + LEASE + SECOND)

    assert health.overdue_reminder_seconds == (LEASE + SECOND).total_seconds()


def test_reminder_that_was_tried_is_not_overdue_until_its_next_try(due: Reminder) -> None:
    Reminder.objects.filter(pk=due.pk).update(next_at=PLAN_READY + 300 * SECOND, attempts=1)

    waits = outreach_health(now=PLAN_READY + 299 * SECOND)
    late = outreach_health(now=PLAN_READY + 310 * SECOND)
    claim_due(at=PLAN_READY + 310 * SECOND)
    in_hand = outreach_health(now=PLAN_READY + 320 * SECOND)

    assert [one.overdue_reminder_seconds for one in (waits, late, in_hand)] == [0, 10, 0]


def test_reminder_being_sent_is_not_overdue(due: Reminder) -> None:
    due.pass_to(State.CLAIMED, at=PLAN_READY)
    due.pass_to(State.SENDING, at=PLAN_READY)

    assert outreach_health(now=PLAN_READY + 300 * SECOND).overdue_reminder_seconds == 0


def test_everything_that_is_late_is_told_the_gravest_first(due: Reminder) -> None:
    now = PLAN_READY + 200 * SECOND
    ticked(PLAN_READY)
    Watch.objects.create(patient=due.patient, rule="r", episode="e", due_at=now - 150 * SECOND)
    Escalation.objects.create(
        clinic=due.patient.clinic,
        recipient="nobody@clinic.example",
        due_at=now - 130 * SECOND,
        next_at=now - 130 * SECOND,
        state_at=now - 130 * SECOND,
        expires_at=now + 130 * SECOND,
    )

    health = outreach_health(now=now)

    assert health.why_late == (
        "The last tick was 200 s ago. A clock ran out 150 s ago and was not looked at. "
        "An escalation is overdue by 130 s. A reminder is overdue by 200 s."
    )


def test_health_costs_the_same_few_queries_whatever_is_overdue(
    due: Reminder, django_assert_num_queries: Queries
) -> None:
    for now in (MONDAY, PLAN_READY):
        with django_assert_num_queries(6):
            outreach_health(now=now)
