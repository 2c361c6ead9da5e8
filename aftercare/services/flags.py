"""What a nurse does about a flag, once and on record: acknowledge it, write to the patient, resolve it."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.models import Flag, FlagAction, Message, Patient, User
from aftercare.services.messages import write_to_patient


class FlagRefused(ValueError):
    """An action a flag no longer allows. `reason` says why to a person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@transaction.atomic
def acknowledge_flag(*, flag: Flag, by: User, at: datetime) -> Flag:
    """Take a flag on; twice changes nothing. Raises FlagRefused when somebody else has it already."""
    flag = _locked(flag)
    if flag.acknowledged_by_id == by.pk:
        return flag
    if flag.acknowledged_by is not None:
        raise FlagRefused(
            _("%(name)s has acknowledged this flag already.") % {"name": flag.acknowledged_by.full_name}
        )
    _take_on(flag, by=by, at=at)
    return flag


@transaction.atomic
def reply_to_patient(*, flag: Flag, body: str, submission: uuid.UUID, by: User, at: datetime) -> Message:
    """Write a note to the patient about a flag and tell them that something waits. The same submission is
    one note, with another text it is one more.
    """
    flag = _locked(flag)
    return write_to_patient(patient=flag.patient, body=body, submission=submission, flag=flag, by=by, at=at)


@transaction.atomic
def resolve_flag(*, flag: Flag, disposition: str, note: str = "", by: User, at: datetime) -> Flag:
    """Close a flag with what became of it, taking it on first if nobody had. Raises FlagRefused if closed."""
    flag = _locked(flag)
    if flag.resolved_by is not None:
        if flag.resolved_by_id == by.pk and _ended_so(flag, disposition, note):
            return flag
        raise FlagRefused(
            _("%(name)s has resolved this flag already.") % {"name": flag.resolved_by.full_name}
        )
    if flag.acknowledged_by is None:
        _take_on(flag, by=by, at=at)
    flag.resolved_by, flag.resolved_at, flag.disposition = by, at, disposition
    flag.save(update_fields=["resolved_by", "resolved_at", "disposition"])
    FlagAction.objects.create(flag=flag, kind=FlagAction.Kind.RESOLVED, at=at, by=by, note=note)
    return flag


def _locked(flag: Flag) -> Flag:
    """The flag as stored now, locked after its patient: a check-in takes them in the same order."""
    Patient.objects.select_for_update().get(pk=flag.patient_id)
    found = Flag.objects.select_for_update(of=("self",)).select_related("patient__user__clinic")
    return found.get(pk=flag.pk)


def _ended_so(flag: Flag, disposition: str, note: str) -> bool:
    """Whether a resolved flag was closed with these very words: a note that was changed is not on record."""
    closed = flag.actions.filter(kind=FlagAction.Kind.RESOLVED, note=note)
    return flag.disposition == disposition and closed.exists()


def _take_on(flag: Flag, *, by: User, at: datetime) -> None:
    flag.acknowledged_by, flag.acknowledged_at = by, at
    flag.save(update_fields=["acknowledged_by", "acknowledged_at"])
    FlagAction.objects.create(flag=flag, kind=FlagAction.Kind.ACKNOWLEDGED, at=at, by=by)
