"""The thread between a patient and the clinic: written, read by the other side, answered.

Nobody's words leave the portal: an e-mail says that something waits.
"""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.models import Flag, FlagAction, Message, Patient, User
from aftercare.models.messages import LONGEST_MESSAGE
from aftercare.models.submissions import name_when_changed
from aftercare.services.plans import announcement, replan

MESSAGE_HOURS = 72
"""How long a notice that a message waits is worth sending (clinic default)."""


class MessageRefused(ValueError):
    """A message that is not taken. `reason` says why to a person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@transaction.atomic
def write_to_clinic(*, patient: Patient, body: str, submission: uuid.UUID, at: datetime) -> Message:
    """Store what the patient writes; it waits for an answer. The same submission is one message, with
    another text it is one more. Raises MessageRefused: of a patient out of care nobody would read it.
    """
    locked = Patient.objects.locked(patient.pk)
    if not locked.in_care:
        phone = locked.clinic.phone.as_national
        raise MessageRefused(
            _("You are no longer in our care, so nobody reads messages here. Call us: %(phone)s.")
            % {"phone": phone}
        )
    told = {"from_patient": True, "flag": None, "body": _checked(body)}
    message, _new = _store(locked, submission, told, by=locked.user, at=at)
    return message


@transaction.atomic
def write_to_patient(
    *,
    patient: Patient,
    body: str,
    submission: uuid.UUID,
    flag: Flag | None = None,
    seen: Collection[uuid.UUID] = (),
    by: User,
    at: datetime,
) -> Message:
    """Write to the patient, about a flag or not, and tell them that something waits. It answers the messages
    `seen`, where they wait and have been read. The same submission is one message, with another text it is
    one more. Raises MessageRefused.
    """
    locked = Patient.objects.locked(patient.pk)
    told = {"from_patient": False, "flag": flag, "body": _checked(body)}
    message, new = _store(locked, submission, told, by=by, at=at)
    if new:
        _settle(locked, seen, by=by, at=at)
        if flag is not None:
            FlagAction.objects.create(flag=flag, kind=FlagAction.Kind.REPLIED, at=at, by=by, note=body)
        replan(patient=locked, at=at, announce=[announcement("message", message.pk, at, MESSAGE_HOURS)])
    return message


@transaction.atomic
def settle_messages(*, patient: Patient, seen: Collection[uuid.UUID], by: User, at: datetime) -> int:
    """Say of the messages `seen` that they need no answer; returns of how many that wait and were read."""
    return _settle(Patient.objects.locked(patient.pk), seen, by=by, at=at)


@transaction.atomic
def mark_messages_read(*, patient: Patient, seen: Collection[uuid.UUID], by: User, at: datetime) -> int:
    """Count as read at `at` what the other side than `by` wrote of the messages `seen`; returns how many."""
    unread = patient.messages.filter(from_patient=not by.is_patient, read_at__isnull=True)
    return unread.filter(pk__in=seen).update(read_at=at, read_by=by)


def _checked(body: str) -> str:
    """The text where it is one. Raises MessageRefused."""
    if not body.strip():
        raise MessageRefused(_("Write a message."))
    if len(body) > LONGEST_MESSAGE:
        raise MessageRefused(_("A message has at most %(count)d characters.") % {"count": LONGEST_MESSAGE})
    return body


def _store(
    patient: Patient, submission: uuid.UUID, told: dict[str, Any], *, by: User, at: datetime
) -> tuple[Message, bool]:
    """The message of a form with its photos, and whether it is new; other words, or a photo that came since,
    under the same submission are told apart.
    """
    photos = patient.photos.unsent_by(by, submission)
    others = patient.messages.all() if photos.exists() else patient.messages.exclude(**told)
    name = submission
    while others.filter(submission=name).exists():
        name = name_when_changed(name)
    message, new = Message.objects.get_or_create(
        patient=patient, submission=name, defaults={**told, "written_at": at, "written_by": by}
    )
    photos.update(message=message)
    return message, new


def _settle(patient: Patient, seen: Collection[uuid.UUID], *, by: User, at: datetime) -> int:
    """What `by` has not seen goes on waiting, whoever else has: it may have come while this was written."""
    read = patient.messages.waiting().filter(pk__in=seen, read_at__isnull=False)
    return read.update(answered_at=at, answered_by=by)
