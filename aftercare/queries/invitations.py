"""What the page behind an invitation's link may say before anybody is signed in."""

from dataclasses import dataclass
from datetime import datetime

from aftercare.models import Invitation
from aftercare.queries.wording import Phone, phone
from aftercare.services.people import digest_of


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
