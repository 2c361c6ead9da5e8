"""Patients coming in: invited by a scheduler, let in once by a link, put right where a detail was wrong."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import QuietHours
from aftercare.models import Clinic, Invitation, Patient, User
from aftercare.models.invitations import digest_of
from aftercare.services.plans import replan
from aftercare.services.stored import store_changes
from aftercare.services.told import told_changes
from aftercare.services.triage import assess_patient

INVITATION_DAYS = 7
"""How long an invitation's link works (clinic default)."""

PLANNED_BY = frozenset({"zone", "quiet_from", "quiet_until", "phone"})
"""The details that a patient's plan, clocks and messages go by; a changed e-mail address does too."""


class InvitationRefused(ValueError):
    """A person who cannot be invited, or a link that no longer works. `field` names the form's field."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPatient:
    """What is asked when a patient is invited, and may be put right later.

    Of allergies and medicines "" is "none known"; None, that nobody was asked, leaves what is on record.
    """

    full_name: str
    email: str
    birth_date: date
    zone: str
    phone: str = ""
    mrn: str = ""
    baseline_pain: int | None = None
    baseline_limitation: int | None = None
    allergies: str | None = None
    medicines: str | None = None


@transaction.atomic
def invite_patient(*, person: NewPatient, by: User, at: datetime) -> Patient:
    """A new patient of `by`'s clinic and an invitation on its way; InvitationRefused stores neither."""
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                person.email, full_name=person.full_name, role=User.Role.PATIENT, clinic=by.clinic
            )
    except IntegrityError as error:
        raise _address_taken() from error
    patient = Patient(user=user, invited_at=at, invited_by=by)
    _store_record(patient, **_record_of(person, by.clinic), **_told_of(patient, person, by=by, at=at))
    send_link(user, by=by, at=at)
    return patient


@transaction.atomic
def update_patient(
    *, patient: Patient, person: NewPatient, quiet_hours: QuietHours, by: User, at: datetime
) -> Invitation | None:
    """Store the details as they are right; a changed zone or changed quiet hours re-plan.

    At a new address the links sent to the old one stop working; whoever never came in by one is invited
    afresh, and that invitation is returned; what the old one did not take is sent again while it is of use.
    The same details again change nothing. Raises InvitationRefused and stores nothing.
    """
    locked = Patient.objects.select_for_update(of=("self", "user")).select_related("user__clinic")
    found = locked.get(pk=patient.pk)
    try:
        with transaction.atomic():
            renamed = store_changes(found.user, full_name=person.full_name, email=person.email.lower())
    except IntegrityError as error:
        raise _address_taken() from error
    quiet = {"quiet_from": quiet_hours.start, "quiet_until": quiet_hours.end}
    told = _told_of(found, person, by=by, at=at)
    changed = _store_record(found, **_record_of(person, found.clinic), **quiet, **told)
    invitation = _follow_address(found, by=by, at=at) if "email" in renamed else None
    if changed & PLANNED_BY or "email" in renamed:
        replan(patient=found, at=at)
        assess_patient(patient=found, at=at)
    return invitation


@transaction.atomic
def renew_invitation(*, patient: Patient, by: User, at: datetime) -> Invitation:
    """Send a fresh link; the links sent before stop working. Raises InvitationRefused: to somebody out of
    care nothing is sent.
    """
    if not Patient.objects.locked(patient.pk).in_care:
        raise InvitationRefused("care", _("No link was sent: the patient is no longer in your care."))
    revoke_links(patient.user)
    return send_link(patient.user, by=by, at=at)


@transaction.atomic
def accept_invitation(*, token: str, at: datetime) -> User:
    """The patient whom a link lets in, once. Raises InvitationRefused for a used, old or unknown one."""
    return use_link(User.objects.filter(role=User.Role.PATIENT), token=token, at=at)


def use_link(people: QuerySet[User], *, token: str, at: datetime) -> User:
    """Whose link this is of `people`; it lets nobody in any more. Raises InvitationRefused."""
    usable = Invitation.objects.usable(at).select_related("user").select_for_update(of=("self",))
    invitation = usable.filter(token_digest=digest_of(token), user__is_active=True, user__in=people).first()
    if invitation is None:
        raise InvitationRefused("token", _("This link has been used already or is too old."))
    invitation.used_at = at
    invitation.save(update_fields=["used_at"])
    return invitation.user


def send_link(user: User, *, by: User, at: datetime) -> Invitation:
    """An invitation on its way; those before it still work."""
    return Invitation.objects.create(
        user=user, created_at=at, created_by=by, expires_at=at + timedelta(days=INVITATION_DAYS)
    )


def revoke_links(user: User) -> None:
    """No link that was sent and not used lets anybody in any more."""
    user.invitations.filter(used_at__isnull=True).delete()


def _follow_address(patient: Patient, *, by: User, at: datetime) -> Invitation | None:
    """What came by the old mailbox lets nobody in; a link goes to the new one where none was used.

    What was known of the old address says nothing of the new one.
    """
    revoke_links(patient.user)  # first: it waits for a link that is being used at this moment
    patient.user.set_unusable_password()  # another one: sessions end that began before it
    patient.user.email_undeliverable_at = patient.user.email_complained_at = None
    patient.user.save(update_fields=["password", "email_undeliverable_at", "email_complained_at"])
    if patient.user.invitations.exists():
        return None
    return send_link(patient.user, by=by, at=at)


def _record_of(person: NewPatient, clinic: Clinic) -> dict[str, Any]:
    """What is kept in the patient's record; the name and the address are the user's."""
    return {
        "birth_date": person.birth_date,
        "zone": person.zone,
        "phone": person.phone,
        "mrn": person.mrn.upper(),
        "mrn_clinic_id": clinic.pk if person.mrn else None,
        "baseline_pain": person.baseline_pain,
        "baseline_limitation": person.baseline_limitation,
    }


def _store_record(patient: Patient, **said: object) -> set[str]:
    """As `store_changes`; the record number is the one answer that may be another patient's."""
    try:
        with transaction.atomic():
            return store_changes(patient, **said)
    except IntegrityError as error:
        raise InvitationRefused("mrn", _("Another patient has this record number already.")) from error


def _told_of(patient: Patient, person: NewPatient, *, by: User, at: datetime) -> dict[str, Any]:
    """The answers on allergies and medicines that are new."""
    return told_changes(patient, allergies=person.allergies, medicines=person.medicines, by=by, at=at)


def _address_taken() -> InvitationRefused:
    return InvitationRefused("email", _("Somebody with this e-mail address is in the portal already."))
