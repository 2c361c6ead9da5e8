"""Patients coming in: invited by a scheduler, let in once by a link."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from aftercare.models import Invitation, Patient, User

INVITATION_DAYS = 7
"""How long an invitation's link works (clinic default)."""


class InvitationRefused(ValueError):
    """A person who cannot be invited, or a link that no longer works. `field` names the form's field."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPatient:
    """What is asked when a patient is invited."""

    full_name: str
    email: str
    birth_date: date
    zone: str
    phone: str = ""
    baseline_pain: int | None = None
    allergies: str = ""
    medicines: str = ""


@transaction.atomic
def invite_patient(*, person: NewPatient, by: User, at: datetime) -> Patient:
    """A new patient of `by`'s clinic with an invitation on its way. Raises InvitationRefused and stores
    nothing.
    """
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                person.email, full_name=person.full_name, role=User.Role.PATIENT, clinic=by.clinic
            )
    except IntegrityError as error:
        raise InvitationRefused(
            "email", _("Somebody with this e-mail address is in the portal already.")
        ) from error
    patient = Patient.objects.create(
        user=user,
        birth_date=person.birth_date,
        zone=person.zone,
        phone=person.phone,
        baseline_pain=person.baseline_pain,
        allergies=person.allergies,
        medicines=person.medicines,
        invited_at=at,
        invited_by=by,
    )
    _invite(user, by=by, at=at)
    return patient


@transaction.atomic
def renew_invitation(*, patient: Patient, by: User, at: datetime) -> Invitation:
    """Send a fresh link; the links sent before stop working."""
    patient.user.invitations.filter(used_at__isnull=True).delete()
    return _invite(patient.user, by=by, at=at)


@transaction.atomic
def issue_link(*, invitation: Invitation, at: datetime) -> str | None:
    """The token for an invitation's e-mail, made now; None when another worker has made it already."""
    token = secrets.token_urlsafe(32)
    issued = Invitation.objects.unsent(at).filter(pk=invitation.pk)
    made = issued.update(token_digest=digest_of(token), sent_at=at, attempts=F("attempts") + 1)
    return token if made else None


@transaction.atomic
def take_back_link(*, invitation: Invitation, retry_at: datetime | None, at: datetime) -> None:
    """The e-mail could not be handed over: it is sent again from `retry_at` on, or given up where that is
    None.
    """
    Invitation.objects.filter(pk=invitation.pk, used_at__isnull=True).update(
        token_digest=None, sent_at=None, retry_at=retry_at, undeliverable_at=None if retry_at else at
    )


@transaction.atomic
def accept_invitation(*, token: str, at: datetime) -> User:
    """The person a link lets in, once. Raises InvitationRefused for a used, outdated or unknown link."""
    usable = Invitation.objects.usable(at).select_related("user").select_for_update(of=("self",))
    invitation = usable.filter(token_digest=digest_of(token), user__is_active=True).first()
    if invitation is None:
        raise InvitationRefused("token", _("This link has been used already or is too old."))
    invitation.used_at = at
    invitation.save(update_fields=["used_at"])
    return invitation.user


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _invite(user: User, *, by: User, at: datetime) -> Invitation:
    return Invitation.objects.create(
        user=user, created_at=at, created_by=by, expires_at=at + timedelta(days=INVITATION_DAYS)
    )
