"""How a patient wants to be written to: channels and quiet hours, browsers that show notifications, and the
way out of routine e-mail.
"""

import re
from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import QuietHours
from aftercare.models import Channel, Patient, PushSubscription
from aftercare.services.plans import replan
from aftercare.services.triage import assess_patient

SALT = "aftercare.unsubscribe"

ENDPOINT: Final = re.compile(r"https://(?:[a-z0-9-]+\.)+(?P<top>[a-z]{2,})(?::443)?/[!-~]+", re.IGNORECASE)
"""An address that a browser may name: the portal will call it, so never an IP address or a bare name."""
ENDPOINT_AT_MOST: Final = 1000
NOT_PUBLIC: Final = frozenset({"localhost", "local", "internal", "arpa"})
"""Top-level names that only a local network answers to (RFC 6761, 6762 and 8375; ICANN 2024 for internal)."""
P256DH: Final = re.compile(r"B[A-P][\w-]{85}", re.ASCII)
"""A point of P-256, uncompressed, in base64url: 65 bytes, of which the first is 4 (RFC 8291, 3.1)."""
AUTH: Final = re.compile(r"[\w-]{22}", re.ASCII)
"""16 bytes in base64url (RFC 8291, 3.2)."""


DEVICES_AT_MOST: Final = 10
"""How many browsers of one patient show notifications; with another one the oldest goes."""


class UnsubscribeRefused(ValueError):
    """A link that no message of ours ever held."""


class PushRefused(ValueError):
    """What a browser gave is no address for notifications, or no keys for them."""


@transaction.atomic
def set_preferences(
    *, patient: Patient, channels: Collection[Channel], quiet_hours: QuietHours, at: datetime
) -> None:
    """Write to `patient` on these channels, outside these hours; re-plans. Without a channel only what an
    event brings goes out, by e-mail. Whoever wants e-mail complains of it no more.
    """
    locked = Patient.objects.locked(patient.pk)
    locked.by_email = Channel.EMAIL in channels
    locked.by_sms = Channel.SMS in channels
    locked.by_push = Channel.PUSH in channels
    locked.quiet_from, locked.quiet_until = quiet_hours.start, quiet_hours.end
    locked.save(update_fields=["by_email", "by_sms", "by_push", "quiet_from", "quiet_until"])
    if locked.by_email and locked.user.email_complained_at is not None:
        locked.user.email_complained_at = None
        locked.user.save(update_fields=["email_complained_at"])
    replan(patient=locked, at=at)


@transaction.atomic
def set_zone(*, patient: Patient, zone: str, at: datetime) -> None:
    """Count the days of `patient` on the clock of `zone`, and write on it; re-plans.

    The same again changes nothing.
    """
    locked = Patient.objects.locked(patient.pk)
    if locked.zone != zone:
        locked.zone = zone
        locked.save(update_fields=["zone"])
        replan(patient=locked, at=at)
        assess_patient(patient=locked, at=at)


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
    if Channel.EMAIL in patient.channels:
        patient.by_email = False
        patient.by_sms = patient.by_sms and patient.texts_arrive  # else they would become e-mail again
        patient.save(update_fields=["by_email", "by_sms"])
        replan(patient=patient, at=at)
    return patient


@transaction.atomic
def save_push_subscription(*, patient: Patient, endpoint: str, p256dh: str, auth: str, at: datetime) -> None:
    """Show `patient` notifications in the browser that listens at `endpoint`; re-plans.

    The same again changes nothing but the keys. A browser that showed another patient's goes over to this
    one. Of more than DEVICES_AT_MOST the oldest goes. Raises PushRefused.
    """
    _check_subscription(endpoint, p256dh, auth)
    concerned = Patient.objects.filter(Q(pk=patient.pk) | Q(push_subscriptions__endpoint=endpoint))
    locked = {one.pk: one for one in concerned.select_for_update(of=("self",)).order_by("pk")}
    keys = {"patient": locked[patient.pk], "p256dh": p256dh, "auth": auth}
    PushSubscription.objects.update_or_create(
        endpoint=endpoint, defaults=keys, create_defaults={**keys, "created_at": at}
    )
    _drop_oldest_devices(locked[patient.pk])
    for one in locked.values():
        keeps = one.by_push and one.push_subscriptions.exists()
        _want_push(one, wanted=one.pk == patient.pk or keeps, at=at)


@transaction.atomic
def forget_push_subscription(*, patient: Patient, endpoint: str = "", at: datetime) -> None:
    """Show no more notifications in the browser that listens at `endpoint`, or in none at all where none is
    named. With the last one gone the patient is no longer written to in this way; re-plans.
    """
    locked = Patient.objects.locked(patient.pk)
    known = locked.push_subscriptions.all()
    (known.filter(endpoint=endpoint) if endpoint else known).delete()
    _want_push(locked, wanted=locked.by_push and known.exists(), at=at)


def _drop_oldest_devices(patient: Patient) -> None:
    """Browsers come and go without a word; whoever asks last is among those that are kept."""
    newest = patient.push_subscriptions.order_by("-created_at", "-pk")
    kept = newest.values_list("pk", flat=True)[:DEVICES_AT_MOST]
    patient.push_subscriptions.exclude(pk__in=list(kept)).delete()


def _want_push(patient: Patient, *, wanted: bool, at: datetime) -> None:
    if patient.by_push != wanted:
        patient.by_push = wanted
        patient.save(update_fields=["by_push"])
        replan(patient=patient, at=at)


def _check_subscription(endpoint: str, p256dh: str, auth: str) -> None:
    """Raises PushRefused."""
    address = ENDPOINT.fullmatch(endpoint)
    if address is None or address["top"].lower() in NOT_PUBLIC:
        raise PushRefused(_("Notifications can only be sent to an https address on the internet."))
    if len(endpoint) > ENDPOINT_AT_MOST:
        raise PushRefused(_("This address is too long."))
    if not P256DH.fullmatch(p256dh):
        raise PushRefused(_("The public key is not a point of P-256 in base64url."))
    if not AUTH.fullmatch(auth):
        raise PushRefused(_("The authentication secret is not 16 bytes in base64url."))
