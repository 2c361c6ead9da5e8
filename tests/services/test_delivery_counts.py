"""What a chunk tells of itself: how many messages ended in which state, and how many were not begun."""

from datetime import timedelta

import pytest
from django.db.models import F

from aftercare.models import Clinic, Patient, Reminder
from aftercare.notifications.post import Post
from aftercare.services.delivery import deliver_reminders
from aftercare.services.outreach import claim_due
from tests.cast import MONDAY, complete

PLAN_READY = MONDAY + timedelta(hours=1)


@pytest.fixture
def claimed(patient: Patient) -> Reminder:
    complete(patient, MONDAY)
    patient.reminders.filter(due_at__lte=MONDAY).delete()
    claim_due(at=PLAN_READY)
    return patient.reminders.get(state="claimed")


def deliver(reminder: Reminder) -> dict[str, int]:
    with Post() as post:
        return dict(deliver_reminders(ids=[reminder.pk], post=post, now=lambda: PLAN_READY))


def test_message_that_was_sent_is_counted_so(claimed: Reminder) -> None:
    assert deliver(claimed) == {"sent": 1, "not_begun": 0}


def test_message_that_must_not_be_sent_is_not_begun(claimed: Reminder, patient: Patient) -> None:
    Patient.objects.filter(pk=patient.pk).update(plan_revision=F("plan_revision") + 1)

    assert deliver(claimed) == {"not_begun": 1}


def test_message_that_could_not_be_made_is_untold(claimed: Reminder, clinic: Clinic) -> None:
    Clinic.objects.filter(pk=clinic.pk).update(name="Juniper\nHollow")  # no header can hold that

    assert deliver(claimed) == {"untold": 1, "not_begun": 0}
