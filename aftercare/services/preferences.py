"""How a patient wants to be written to: channels and quiet hours, and the way out of routine e-mail."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.core import signing
from django.db import transaction

from aftercare.domain.clinical_time import QuietHours
from aftercare.models import Channel, Patient
from aftercare.services.plans import replan

SALT = "aftercare.unsubscribe"


class UnsubscribeRefused(ValueError):
    """A link that no message of ours ever held."""


@transaction.atomic
def set_preferences(
    *, patient: Patient, channels: Collection[Channel], quiet_hours: QuietHours, at: datetime
) -> None:
    """Write to `patient` on these channels, outside these hours; re-plans. Without a channel only what an
    event brings goes out, by e-mail.
    """
    locked = Patient.objects.locked(patient.pk)
    locked.by_email = Channel.EMAIL in channels
    locked.by_sms = Channel.SMS in channels
    locked.by_push = Channel.PUSH in channels
    locked.quiet_from, locked.quiet_until = quiet_hours.start, quiet_hours.end
    locked.save(update_fields=["by_email", "by_sms", "by_push", "quiet_from", "quiet_until"])
    replan(patient=locked, at=at)


def unsubscribe_token(patient: Patient) -> str:
    """What names `patient` in a link that stops routine e-mail; it lets nobody in and never runs out."""
    return signing.Signer(salt=SALT).sign(str(patient.pk))


def patient_of_token(token: str) -> Patient:
    """The patient whom a link names. Raises UnsubscribeRefused."""
    try:
        patient_id = UUID(signing.Signer(salt=SALT).unsign(token))
    except (signing.BadSignature, ValueError) as error:
        raise UnsubscribeRefused from error
    patient = Patient.objects.select_related("user__clinic").filter(pk=patient_id).first()
    if patient is None:
        raise UnsubscribeRefused
    return patient


@transaction.atomic
def stop_routine_email(*, token: str, at: datetime) -> Patient:
    """Send the patient whom `token` names no more routine e-mail. Raises UnsubscribeRefused."""
    patient = Patient.objects.locked(patient_of_token(token).pk)
    if patient.by_email:
        patient.by_email = False
        patient.save(update_fields=["by_email"])
        replan(patient=patient, at=at)
    return patient
