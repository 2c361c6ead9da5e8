"""Invitations: what the page behind a link may say before anybody is signed in, and what became of one."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from aftercare.models import Invitation, Patient, User
from aftercare.models.invitations import UNKNOWN_FOR_GOOD, digest_of
from aftercare.queries.access import visible_patients
from aftercare.queries.wording import Phone, When, phone, when


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """Whose link it is, of which clinic, and whether it still lets anybody in; empty for an unknown one.
    `staff`: somebody who signs in with this `email` and a password.
    """

    usable: bool
    staff: bool
    email: str
    full_name: str
    first_name: str
    clinic: str
    phone: Phone | None


UNKNOWN = InvitationPage(
    usable=False, staff=False, email="", full_name="", first_name="", clinic="", phone=None
)


def find_invitation(*, token: str, at: datetime) -> InvitationPage:
    """The page for the link with this token, at `at`. Looking uses nothing up."""
    known = Invitation.objects.filter(token_digest=digest_of(token), user__is_active=True)
    invitation = known.select_related("user__clinic").first()
    if invitation is None:
        return UNKNOWN
    person = invitation.user
    return InvitationPage(
        usable=Invitation.objects.usable(at).filter(pk=invitation.pk).exists(),
        staff=not person.is_patient,
        email=person.email,
        full_name=person.full_name,
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


@dataclass(frozen=True, slots=True)
class Entry:
    """Who came in, and how. `renewable`: a new link makes sense. `refused`: the address may be wrong."""

    text: str
    when: When | None
    after: str
    renewable: bool
    refused: bool = False


def entry_of(person: User, last: Invitation | None, now: datetime) -> Entry:
    """What became of the `last` invitation of `person`."""
    zone = person.clinic.tz
    if last is None:
        if person.last_login is not None:
            return Entry(_("Last signed in"), when(person.last_login, zone, now), "", False)
        return Entry(_("Not invited by e-mail yet"), None, "", True)
    if last.used_at is not None:
        return Entry(_("Came in by the link"), when(last.used_at, zone, now), "", False)
    return _unused(last, person, zone, now)


def _unused(invitation: Invitation, person: User, zone: ZoneInfo, now: datetime) -> Entry:
    if invitation.undeliverable_at is not None:
        given_up = when(invitation.undeliverable_at, zone, now)
        undelivered = _("Invited, but the e-mail could not be delivered")
        then = _("Call the patient.") if person.is_patient else _("Is the address right?")
        return Entry(undelivered, given_up, then, renewable=True, refused=True)
    if invitation.expires_at <= now:
        return Entry(_("Invited, but the link ran out"), when(invitation.expires_at, zone, now), "", True)
    if invitation.sent_at is not None:
        return Entry(_("Invited, e-mail sent"), when(invitation.sent_at, zone, now), _("Not yet used."), True)
    if invitation.unknowns:
        unknown = _("Invited; it is not known whether the e-mail arrived")
        return Entry(unknown, None, _after_unknown(invitation, person), True)
    if invitation.retry_at is not None:
        again = when(invitation.retry_at, zone, now)
        return Entry(_("Invited, the e-mail has not gone out; next try"), again, "", False)
    return Entry(_("Invited, the e-mail is on its way"), None, "", False)


def _after_unknown(invitation: Invitation, person: User) -> str:
    if invitation.unknowns < UNKNOWN_FOR_GOOD:
        return _("It is sent once more.")
    return _("Send a new link, or call the patient.") if person.is_patient else _("Send a new link.")
