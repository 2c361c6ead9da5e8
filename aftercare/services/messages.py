"""Notes from the clinic: read by the patient."""

from datetime import datetime

from django.db import transaction

from aftercare.models import Message, Patient


@transaction.atomic
def mark_messages_read(*, patient: Patient, at: datetime) -> int:
    """Every note written to `patient` by `at` counts as read at `at`, unless it was read before. Returns
    how many.
    """
    unread = Message.objects.filter(patient=patient, read_at__isnull=True, written_at__lte=at)
    return unread.update(read_at=at)
