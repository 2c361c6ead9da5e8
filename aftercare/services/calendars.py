"""The private address under which a patient's calendar program reads the plan."""

import secrets

from django.db import transaction

from aftercare.models import Patient
from aftercare.models.invitations import digest_of


@transaction.atomic
def open_calendar(*, patient: Patient, detailed: bool) -> str:
    """The token of a fresh address, of which only the digest is kept; the one before stops working.

    `detailed`: titles tell of changes.
    """
    token = secrets.token_urlsafe(32)
    _store(patient, digest=digest_of(token), detailed=detailed)
    return token


@transaction.atomic
def close_calendar(*, patient: Patient) -> None:
    """Take the calendar's address away."""
    _store(patient, digest=None, detailed=False)


def _store(patient: Patient, *, digest: str | None, detailed: bool) -> None:
    locked = Patient.objects.locked(patient.pk)
    locked.calendar_digest, locked.calendar_detailed = digest, detailed
    locked.save(update_fields=["calendar_digest", "calendar_detailed"])
