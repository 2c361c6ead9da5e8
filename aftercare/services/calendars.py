"""The private address under which a patient's calendar program reads the plan."""

import secrets

from django.db import transaction

from aftercare.models import Patient


@transaction.atomic
def open_calendar(*, patient: Patient, detailed: bool) -> Patient:
    """Give the calendar a fresh address; the one before stops working. `detailed`: titles tell of changes."""
    return _store(patient, token=secrets.token_urlsafe(32), detailed=detailed)


@transaction.atomic
def close_calendar(*, patient: Patient) -> Patient:
    """Take the calendar's address away."""
    return _store(patient, token=None, detailed=False)


def _store(patient: Patient, *, token: str | None, detailed: bool) -> Patient:
    locked = Patient.objects.locked(patient.pk)
    locked.calendar_token, locked.calendar_detailed = token, detailed
    locked.save(update_fields=["calendar_token", "calendar_detailed"])
    return locked
