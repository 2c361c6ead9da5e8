"""Outreach: what is due is claimed by lease, in a few set-based statements, for workers to send.

PostgreSQL is the only timer. Whoever claims a row sends it; a lease returns what a dead worker held.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Model, QuerySet

from aftercare.models import Escalation, Heartbeat, Invitation, Patient, Reminder, Watch
from aftercare.services.escalations import escalate_overdue
from aftercare.services.photos import forget_unsent_photos

CLAIM_AT_MOST = 1000
IN_HAND_AT_MOST = 4000
"""A tick claims no more than this lets: where workers are slow, what is due waits in PostgreSQL."""
CHUNK = 100
LEASE = timedelta(seconds=settings.OUTREACH_LEASE_SECONDS)
"""How long a worker may hold a row; above the time limit of a task."""


@dataclass(frozen=True, slots=True)
class Due:
    """What a tick found due, by id, ready to be handed to workers."""

    escalations: list[UUID]
    patients: list[UUID]
    replans: list[UUID]
    reminders: list[UUID]
    invitations: list[UUID]


@transaction.atomic
def claim_due(*, at: datetime) -> Due:
    """Claim what is due at `at` for one lease; two claims at once share nothing."""
    for model in (Escalation, Reminder):
        model.objects.return_lapsed(at=at)
    Invitation.objects.return_lapsed(at=at)
    escalate_overdue(at=at)
    due = Due(
        escalations=Escalation.objects.claim(at=at, lease=LEASE, at_most=CLAIM_AT_MOST),
        patients=_claim_watched(at),
        replans=_claim_replans(at),
        reminders=Reminder.objects.claim(at=at, lease=LEASE, at_most=_room()),
        invitations=list(_unsent_invitations(at)),
    )
    forget_unsent_photos(at=at)
    Heartbeat.objects.beat(Heartbeat.TICK, at=at)
    return due


def _room() -> int:
    """How many more reminders may be in hand."""
    in_hand = Reminder.objects.in_hand().order_by()[:IN_HAND_AT_MOST].count()
    return min(CLAIM_AT_MOST, IN_HAND_AT_MOST - in_hand)


def _claim_watched(at: datetime) -> list[UUID]:
    """The patients one of whose clocks has run out, each once."""
    run_out = Watch.objects.run_out(at).unclaimed(at).order_by("due_at", "id")
    claimed = list(
        run_out.select_for_update(skip_locked=True).values_list("id", "patient_id")[:CLAIM_AT_MOST]
    )
    Watch.objects.filter(id__in=[watch for watch, _ in claimed]).update(leased_until=at + LEASE)
    return list(dict.fromkeys(patient for _, patient in claimed))


def _claim_replans(at: datetime) -> list[UUID]:
    """The patients whose plan is to be made again; it is asked for once more after a lease."""
    waiting = Patient.objects.to_replan(at).order_by("replan_at", "id").select_for_update(skip_locked=True)
    claimed = list(waiting.values_list("id", flat=True)[:CLAIM_AT_MOST])
    Patient.objects.filter(id__in=claimed).update(replan_at=at + LEASE)
    return claimed


def _unsent_invitations(at: datetime) -> "QuerySet[Model, UUID]":
    unsent = Invitation.objects.unsent(at).of_people_we_write_to().order_by("created_at", "id")
    return unsent.values_list("id", flat=True)[:CLAIM_AT_MOST]


def chunks(ids: Sequence[UUID], size: int = CHUNK) -> Iterable[list[str]]:
    """Ids as task arguments, `size` at a time."""
    for start in range(0, len(ids), size):
        yield [str(one) for one in ids[start : start + size]]
