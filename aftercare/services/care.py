"""The end of care: a patient leaves the clinic or dies, and everything the portal does by itself stops."""

from datetime import datetime

from django.db import transaction

from aftercare.models import Patient, User
from aftercare.services.plans import replan
from aftercare.services.triage import assess_patient


@transaction.atomic
def set_care(*, patient: Patient, care: str, by: User, at: datetime) -> Patient:
    """Take a patient into care again, or out of it: no message goes out and no clock runs any more.

    Whoever has died cannot be signed in as. Flags stay with the nurses who see them. The same again changes
    nothing.
    """
    locked = Patient.objects.locked(patient.pk)
    if locked.care == care:
        return locked
    locked.care = care
    locked.care_ended_at, locked.care_ended_by = (None, None) if locked.in_care else (at, by)
    locked.save(update_fields=["care", "care_ended_at", "care_ended_by"])
    locked.user.is_active = care != Patient.Care.DECEASED
    locked.user.save(update_fields=["is_active"])
    replan(patient=locked, at=at)
    assess_patient(patient=locked, at=at)
    return locked
