"""What the portal writes: who it is from, that something waits, a link. Never a word about health."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from aftercare.models import Channel, Escalation, Invitation, Reminder
from aftercare.notifications.channel import Letter
from aftercare.queries.patient_contact import phone_now
from aftercare.queries.wording import format_stamp
from aftercare.services.preferences import unsubscribe_token


def reminder_letter(reminder: Reminder, at: datetime) -> Letter:
    """What a patient is sent: that something waits, and how to stop it where one may."""
    patient, language = reminder.patient, reminder.patient.user.language
    stop = f"{settings.PORTAL_URL}/unsubscribe/{unsubscribe_token(patient)}/" if reminder.is_routine else ""
    return Letter(
        id=reminder.pk,
        channel=Channel(reminder.channel),
        to=str(patient.phone) if reminder.channel == Channel.SMS else patient.user.email,
        browsers=tuple(patient.push_subscriptions.all()),
        template="reminder",
        sender=patient.clinic.name,
        language=language,
        zone=patient.zone,
        message_id=reminder.message_id,
        unsubscribe_url=stop,
        context={
            "patient": patient,
            "clinic": patient.clinic,
            "url": settings.PORTAL_URL + reverse("today"),
            "written_at": _stamp(at, patient.tz, language),
        },
    )


def escalation_letter(escalation: Escalation, at: datetime) -> Letter:
    """What an on-call contact is sent: how many matters wait, where they are told after signing in, and whom
    to call instead.
    """
    clinic = escalation.clinic
    waiting = escalation.flags.unacknowledged().count()
    return Letter(
        id=escalation.pk,
        channel=Channel(escalation.channel),
        to=escalation.recipient,
        template="escalation",
        sender=clinic.name,
        language=settings.LANGUAGE_CODE,
        zone=clinic.zone,
        message_id=escalation.message_id,
        context={
            "clinic": clinic,
            "waiting": waiting,
            "url": f"{settings.PORTAL_URL}/escalations/{escalation.pk}/",
            "phone": phone_now(clinic=clinic, now=at),
            "written_at": _stamp(at, clinic.tz, settings.LANGUAGE_CODE),
        },
    )


def _stamp(at: datetime, zone: ZoneInfo, language: str) -> str:
    """When a letter was written, as its reader reads it."""
    with translation.override(language):
        return format_stamp(at, zone)


def invitation_letter(invitation: Invitation, token: str) -> Letter:
    """What an invited person is sent: the link that `token` makes work, once."""
    user = invitation.user
    return Letter(
        id=invitation.pk,
        channel=Channel.EMAIL,
        to=user.email,
        template="invitation" if user.is_patient else "staff_invitation",
        sender=user.clinic.name,
        language=user.language,
        zone=user.clinic.zone,
        message_id=f"<invitation-{invitation.pk}-{invitation.attempts}@aftercare.invalid>",
        context={"user": user, "url": f"{settings.PORTAL_URL}/invitations/{token}/"},
    )
