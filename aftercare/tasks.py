"""Celery's side of outreach: a tick claims what is due, and workers call one service for a chunk of ids.

Three queues, each with a worker of its own (see CELERY_TASK_ROUTES): the clocks, what on-call contacts are
told, and what is routine.
"""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import structlog
from celery import shared_task
from django.utils import timezone

from aftercare.models import Patient
from aftercare.notifications.post import Post
from aftercare.services.delivery import deliver_escalations, deliver_reminders
from aftercare.services.invitations import deliver_invitations
from aftercare.services.outreach import LEASE, chunks, claim_due
from aftercare.services.triage import follow_up, renew_plan

logger = structlog.get_logger(__name__)

WORTHLESS_AFTER = LEASE / timedelta(seconds=1)
"""Seconds after which a chunk has been given back, so that whoever still takes it up finds nothing."""


@shared_task
def tick() -> None:
    """Claim what is due and hand it to the workers. A second tick at the same time claims nothing twice."""
    due = claim_due(at=timezone.now())
    work = (
        (send_escalations, due.escalations),
        (follow_up_patients, due.patients),
        (renew_plans, due.replans),
        (send_reminders, due.reminders),
        (send_invitations, due.invitations),
    )
    for task, ids in work:
        for chunk in chunks(ids):
            task.apply_async([chunk], expires=WORTHLESS_AFTER)
    claimed = {task.__name__: len(ids) for task, ids in work if ids}
    if claimed:
        logger.info("claimed", **claimed)


@shared_task
def send_escalations(escalation_ids: list[str]) -> None:
    """Tell on-call contacts that flags wait past their time."""
    with Post() as post:
        became = deliver_escalations(ids=[UUID(one) for one in escalation_ids], post=post, now=timezone.now)
    logger.info("send_escalations", **became)


@shared_task
def send_reminders(reminder_ids: list[str]) -> None:
    """Send claimed reminders."""
    with Post() as post:
        became = deliver_reminders(ids=[UUID(one) for one in reminder_ids], post=post, now=timezone.now)
    logger.info("send_reminders", **became)


@shared_task
def follow_up_patients(patient_ids: list[str]) -> None:
    """Assess patients one of whose clocks has run out."""
    _for_each("follow_up_patients", patient_ids, follow_up)


@shared_task
def renew_plans(patient_ids: list[str]) -> None:
    """Make plans again that a new protocol or a lost race has left behind."""
    _for_each("renew_plans", patient_ids, renew_plan)


def _for_each(task: str, patient_ids: list[str], act: Callable[..., object]) -> None:
    """Do it for each patient; one that fails must not hold up the others."""
    became = Counter(done=0, failed=0)
    for patient in Patient.objects.filter(pk__in=patient_ids).order_by("id"):
        try:
            act(patient=patient, at=timezone.now())
            became["done"] += 1
        except Exception:
            logger.exception(f"{task}: its lease will bring it back", patient_id=patient.pk)
            became["failed"] += 1
    logger.info(task, **became)


@shared_task
def send_invitations(invitation_ids: list[str]) -> None:
    """Send invitations that have not gone out yet."""
    with Post() as post:
        became = deliver_invitations(ids=[UUID(one) for one in invitation_ids], post=post, now=timezone.now)
    logger.info("send_invitations", **became)
