"""Celery's side of outreach: a tick claims what is due, and workers call one service for each id."""

import logging
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from aftercare.models import Patient
from aftercare.services.outreach import chunks, claim_due, deliver_invitation, deliver_reminder
from aftercare.services.triage import follow_up

logger = logging.getLogger(__name__)


@shared_task
def tick() -> None:
    """Claim what is due and hand it to the workers. A second tick at the same time claims nothing twice."""
    due = claim_due(at=timezone.now())
    for ids in chunks(due.patients):
        follow_up_patients.delay(ids)
    for ids in chunks(due.reminders):
        send_reminders.delay(ids)
    for ids in chunks(due.invitations):
        send_invitations.delay(ids)


@shared_task
def send_reminders(reminder_ids: list[str]) -> None:
    """Send claimed reminders one by one."""
    for reminder_id in reminder_ids:
        state = deliver_reminder(reminder_id=UUID(reminder_id), at=timezone.now())
        logger.info("reminder %s: %s", reminder_id, state or "no longer ours")


@shared_task
def follow_up_patients(patient_ids: list[str]) -> None:
    """Assess patients one of whose clocks has run out; one that fails must not hold up the others."""
    for patient in Patient.objects.filter(pk__in=patient_ids).order_by("id"):
        try:
            follow_up(patient=patient, at=timezone.now())
        except Exception:
            logger.exception("follow-up of patient %s failed; its lease will bring it back", patient.pk)


@shared_task
def send_invitations(invitation_ids: list[str]) -> None:
    """Send invitations that have not gone out yet."""
    for invitation_id in invitation_ids:
        deliver_invitation(invitation_id=UUID(invitation_id), at=timezone.now())
