"""An e-mail address that does not work: nothing more is written to it, and staff phone."""

from datetime import datetime

from django.db import transaction

from aftercare.models import Channel, Patient, User
from aftercare.services.preferences import set_preferences


@transaction.atomic
def mark_undeliverable(*, email: str, at: datetime) -> None:
    """Keep that `email` does not work since `at`; known already, or nobody's address, it changes nothing."""
    works = User.objects.filter(email=email.lower(), email_undeliverable_at__isnull=True)
    works.update(email_undeliverable_at=at)


@transaction.atomic
def record_complaint(*, email: str, at: datetime) -> None:
    """Whoever has `email` called our mail spam: it is written to no more, and a patient wants no e-mail."""
    person = Patient.objects.filter(user__email=email.lower()).first()
    if person is not None:
        patient = Patient.objects.locked(person.pk)
        if patient.by_email:
            others = set(patient.channels) - {Channel.EMAIL}
            set_preferences(patient=patient, channels=others, quiet_hours=patient.quiet_hours, at=at)
    mark_undeliverable(email=email, at=at)
