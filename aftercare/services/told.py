"""What must be known before the first session, told by the patient or recorded by staff.

The last word counts. Each answer names who gave it and when; the table's own history keeps those before it.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from aftercare.models import Patient, User
from aftercare.services.stored import store_changes


class BaselineIsPast(ValueError):
    """The pain before treatment cannot be told any more: a session has been performed."""


def told_changes(
    patient: Patient, *, allergies: str | None, medicines: str | None, by: User, at: datetime
) -> dict[str, Any]:
    """What of `patient` changes with these answers, not stored yet. "" is "none known", None no answer.

    The same words again are no new answer.
    """
    changes: dict[str, Any] = {}
    for name, text in (("allergies", allergies), ("medicines", medicines)):
        same = text == getattr(patient, name) and (text or getattr(patient, f"{name}_told_at"))
        if text is not None and not same:
            changes |= _answer(name, text, by=by, at=at)
    return changes


@transaction.atomic
def tell_health(*, patient: Patient, allergies: str, medicines: str, at: datetime) -> None:
    """The patient tells allergies and current medicines as they are now; "" is "none that I know of"."""
    locked, by = Patient.objects.locked(patient.pk), patient.user
    answers = _answer("allergies", allergies, by=by, at=at) | _answer("medicines", medicines, by=by, at=at)
    store_changes(locked, **answers)


@transaction.atomic
def tell_baseline(*, patient: Patient, pain: int, limitation: int | None = None, at: datetime) -> None:
    """The patient tells how it is before treatment, each 0-10: the pain, and how much it keeps from what is
    usual, None where that is left out.

    Raises BaselineIsPast once a session was performed.
    """
    locked = Patient.objects.locked(patient.pk)
    if locked.sessions.performed(at).exists():
        raise BaselineIsPast
    store_changes(locked, baseline_pain=pain, baseline_limitation=limitation)


def _answer(name: str, text: str, *, by: User, at: datetime) -> dict[str, Any]:
    return {name: text, f"{name}_told_at": at, f"{name}_told_by": by}
