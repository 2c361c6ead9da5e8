"""Outreach: due reminders claimed by lease, sent with the intent committed first, and recorded.

PostgreSQL is the only timer. Whoever claims a row sends it; a lease returns what a dead worker held.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from aftercare.models import Invitation, Patient, Reminder, Watch
from aftercare.notifications.email import DeliveryError, send_email
from aftercare.services.people import issue_link, take_back_link

CLAIM_AT_MOST = 500
LEASE = timedelta(minutes=2)
"""How long a worker may hold a row; far above the time limit of a task."""
ATTEMPTS_AT_MOST = 5
FIRST_RETRY = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Due:
    """What a tick found due, by id, ready to be handed to workers."""

    reminders: list[UUID]
    patients: list[UUID]
    invitations: list[UUID]


@transaction.atomic
def claim_due(*, at: datetime) -> Due:
    """Claim what is due at `at` for one lease; two claims at once share nothing."""
    _return_lapsed(at)
    _expire_late(at)
    due = Reminder.objects.due(at).order_by("due_at", "id").select_for_update(skip_locked=True)
    reminders = list(due.values_list("id", flat=True)[:CLAIM_AT_MOST])
    Reminder.objects.filter(id__in=reminders).update(
        state=Reminder.State.CLAIMED, state_at=at, leased_until=at + LEASE, retry_at=None
    )
    watches = (
        Watch.objects.run_out(at).unclaimed(at).order_by("due_at", "id").select_for_update(skip_locked=True)
    )
    claimed = list(watches.values_list("id", "patient_id")[:CLAIM_AT_MOST])
    Watch.objects.filter(id__in=[watch for watch, _ in claimed]).update(leased_until=at + LEASE)
    invitations = Invitation.objects.unsent(at).order_by("created_at", "id")
    return Due(
        reminders=reminders,
        patients=list(dict.fromkeys(patient for _, patient in claimed)),
        invitations=list(invitations.values_list("id", flat=True)[:CLAIM_AT_MOST]),
    )


def _return_lapsed(at: datetime) -> None:
    """Give back what a worker held for too long; one that may have left is tried once more."""
    lapsed = Reminder.objects.lapsed(at)
    back = {"state": Reminder.State.PLANNED, "state_at": at, "leased_until": None}
    lapsed.filter(state=Reminder.State.CLAIMED).update(**back)
    once = lapsed.filter(state=Reminder.State.SENDING, attempts__lt=2)
    once.update(**back, state_reason=Reminder.Why.FIRST_TRY_UNKNOWN)
    lapsed.filter(state=Reminder.State.SENDING).update(
        state=Reminder.State.UNKNOWN,
        state_at=at,
        leased_until=None,
        state_reason=Reminder.Why.OUTCOME_UNKNOWN,
    )


def _expire_late(at: datetime) -> None:
    late = Reminder.objects.filter(state=Reminder.State.PLANNED, expires_at__lte=at)
    late.update(state=Reminder.State.EXPIRED, state_at=at, state_reason=Reminder.Why.TIME_RAN_OUT)


def deliver_reminder(*, reminder_id: UUID, at: datetime) -> str:
    """Send one claimed reminder; returns the state it ends in, or "" where it was no longer ours to send.

    The intent is committed before anything leaves: a crash in between is seen, and never sends twice unseen.
    """
    reminder = _intend(reminder_id, at)
    if reminder is None:
        return ""
    if not reminder.live_reasons(at):
        return _finish(reminder, Reminder.State.EXPIRED, Reminder.Why.TIME_RAN_OUT, at)
    try:
        send_email(
            template="reminder",
            to=reminder.patient.user.email,
            sender=reminder.patient.clinic.name,
            message_id=reminder.message_id,
            context={"patient": reminder.patient, "url": settings.PORTAL_URL},
        )
    except DeliveryError as error:
        return _fail(reminder, error, at)
    return _finish(reminder, Reminder.State.SENT, "", at, sent_at=at)


@transaction.atomic
def _intend(reminder_id: UUID, at: datetime) -> Reminder | None:
    """Commit the intent to send, if the row is still claimed and belongs to the plan as it stands."""
    reminder = Reminder.objects.filter(pk=reminder_id, state=Reminder.State.CLAIMED).first()
    if reminder is None:
        return None
    patient = Patient.objects.select_for_update().get(pk=reminder.patient_id)
    moved = Reminder.objects.filter(
        pk=reminder_id, state=Reminder.State.CLAIMED, plan_revision=patient.plan_revision
    ).update(state=Reminder.State.SENDING, state_at=at, leased_until=at + LEASE, attempts=F("attempts") + 1)
    if not moved:
        return None
    return Reminder.objects.select_related("patient__user__clinic").get(pk=reminder_id)


def _fail(reminder: Reminder, error: DeliveryError, at: datetime) -> str:
    retry_at = _retry_at(reminder.attempts, error, at)
    if retry_at is None:
        return _finish(reminder, Reminder.State.FAILED, error.why, at)
    return _finish(reminder, Reminder.State.PLANNED, error.why, at, retry_at=retry_at)


def _retry_at(attempts: int, error: DeliveryError, at: datetime) -> datetime | None:
    """When to try again: after a pause that doubles, with some jitter; None where that is of no use."""
    if error.permanent or attempts >= ATTEMPTS_AT_MOST:
        return None
    wait: timedelta = FIRST_RETRY * 2 ** (attempts - 1) * random.uniform(0.8, 1.2)
    return at + wait


def _finish(reminder: Reminder, state: str, why: str, at: datetime, **more: datetime) -> str:
    """Record the outcome, only if the row is still in our hands."""
    Reminder.objects.filter(pk=reminder.pk, state=Reminder.State.SENDING, attempts=reminder.attempts).update(
        state=state, state_at=at, state_reason=why, leased_until=None, **more
    )
    return state


def deliver_invitation(*, invitation_id: UUID, at: datetime) -> bool:
    """Send one invitation with a fresh link; False where somebody else did, or it was not taken."""
    invitation = Invitation.objects.select_related("user__clinic").filter(pk=invitation_id).first()
    token = issue_link(invitation=invitation, at=at) if invitation else None
    if invitation is None or token is None:
        return False
    try:
        send_email(
            template="invitation",
            to=invitation.user.email,
            sender=invitation.user.clinic.name,
            message_id=f"<invitation-{invitation.pk}-{invitation.attempts + 1}@aftercare.invalid>",
            context={"user": invitation.user, "url": f"{settings.PORTAL_URL}/invitations/{token}/"},
        )
    except DeliveryError as error:
        retry_at = _retry_at(invitation.attempts + 1, error, at)
        take_back_link(invitation=invitation, retry_at=retry_at, at=at)
        return False
    return True


def chunks(ids: list[UUID], size: int = 100) -> Iterable[list[str]]:
    """Ids as task arguments, `size` at a time."""
    for start in range(0, len(ids), size):
        yield [str(one) for one in ids[start : start + size]]
