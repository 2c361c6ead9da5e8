"""Notes from the clinic: read by the patient."""

from datetime import datetime

from django.db import transaction

from aftercare.models import Message, Patient


@transaction.atomic
def mark_messages_read(*, patient: Patient, at: datetime) -> int:
    """Count every unread note written to `patient` by `at` as read at `at`; returns how many."""
    unread = Message.objects.filter(patient=patient, read_at__isnull=True, written_at__lte=at)
    return unread.update(read_at=at)
