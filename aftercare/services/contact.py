"""Contact: a patient whom messages did not reach was reached by phone."""

from datetime import datetime

from django.db import transaction

from aftercare.models import Patient, User


@transaction.atomic
def record_reached(*, patient: Patient, by: User, at: datetime) -> None:
    """`by` has spoken to the patient at `at`; what came later than that stays."""
    locked = Patient.objects.locked(patient.pk)
    if locked.reached_at is None or locked.reached_at < at:
        locked.reached_at, locked.reached_by = at, by
        locked.save(update_fields=["reached_at", "reached_by"])
