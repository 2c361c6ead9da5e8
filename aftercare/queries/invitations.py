"""Invitations: what the page behind a link may say before anybody is signed in, and who has one already."""

from dataclasses import dataclass
from datetime import date, datetime

from aftercare.models import Invitation, Patient, User
from aftercare.models.invitations import digest_of
from aftercare.queries.access import visible_patients
from aftercare.queries.wording import Phone, phone


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """Whose link it is, of which clinic, and whether it still lets anybody in; empty for an unknown one."""

    usable: bool
    first_name: str
    clinic: str
    phone: Phone | None


UNKNOWN = InvitationPage(usable=False, first_name="", clinic="", phone=None)


def find_invitation(*, token: str, at: datetime) -> InvitationPage:
    """The page for the link with this token, at `at`. Looking uses nothing up."""
    known = Invitation.objects.filter(token_digest=digest_of(token), user__is_active=True)
    invitation = known.select_related("user__clinic").first()
    if invitation is None:
        return UNKNOWN
    person = invitation.user
    return InvitationPage(
        usable=Invitation.objects.usable(at).filter(pk=invitation.pk).exists(),
        first_name=person.first_name,
        clinic=person.clinic.name,
        phone=phone(person.clinic.phone),
    )


def invited_already(*, user: User, email: str, full_name: str, birth_date: date) -> Patient | None:
    """The patient of `user`'s clinic whom just these answers describe: a form that is sent twice."""
    patients = visible_patients(user=user)
    return patients.filter(
        user__email=email.lower(), user__full_name=full_name, birth_date=birth_date
    ).first()
