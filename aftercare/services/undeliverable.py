"""An address that does not work is written to no more, one whose owner complains only what must be told."""

from datetime import datetime

from django.db import transaction

from aftercare.models import Channel, Patient, User
from aftercare.services.plans import replan
from aftercare.services.preferences import set_preferences


@transaction.atomic
def mark_undeliverable(*, email: str, at: datetime) -> None:
    """Keep that `email` does not work since `at`; known already, or nobody's address, it changes nothing."""
    works = User.objects.filter(email=email.lower(), email_undeliverable_at__isnull=True)
    works.update(email_undeliverable_at=at)


@transaction.atomic
def give_up_address(*, patient: Patient, channel: Channel, at: datetime) -> None:
    """A provider says that the patient's address on `channel` does not work.

    An e-mail address is kept as such until it is corrected. With a number that takes no text messages, or a
    browser that shows no notifications any more, it is as if the patient had switched that channel off.
    """
    if channel == Channel.EMAIL:
        mark_undeliverable(email=patient.user.email, at=at)
        return
    locked = Patient.objects.locked(patient.pk)
    if channel == Channel.SMS or not locked.push_subscriptions.exists():
        _switch_off(locked, channel, at)


@transaction.atomic
def record_complaint(*, email: str, at: datetime) -> None:
    """Whoever has `email` called our mail spam: a patient wants no routine e-mail, and the address works."""
    User.objects.filter(email=email.lower(), email_complained_at__isnull=True).update(email_complained_at=at)
    person = Patient.objects.filter(user__email=email.lower()).first()
    if person is not None:
        _switch_off(Patient.objects.locked(person.pk), Channel.EMAIL, at)


@transaction.atomic
def try_address_again(*, patient: Patient, by: User, at: datetime) -> None:
    """`by` knows that the refused e-mail address of the patient works: it is written to again, and what it
    did not take goes out while it is of use. An address that is not refused stays as it is.
    """
    locked = Patient.objects.locked(patient.pk)
    refused = User.objects.filter(pk=locked.user_id, email_undeliverable_at__isnull=False)
    if not refused.update(email_undeliverable_at=None):
        return
    locked.email_confirmed_at, locked.email_confirmed_by = at, by
    locked.save(update_fields=["email_confirmed_at", "email_confirmed_by"])
    replan(patient=locked, at=at)


def _switch_off(patient: Patient, channel: Channel, at: datetime) -> None:
    if channel in patient.channels:
        others = set(patient.channels) - {channel}
        set_preferences(patient=patient, channels=others, quiet_hours=patient.quiet_hours, at=at)
