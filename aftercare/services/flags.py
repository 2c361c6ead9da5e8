"""What a nurse does about a flag, once and on record: acknowledge it, write to the patient, resolve it.

Who has it in hand is in `flag_holding`, taking back what was done in `flag_undo`.
"""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.models import Flag, FlagAction, Message, Patient, User
from aftercare.services.messages import write_to_patient
from aftercare.services.rechecks import withdraw_question

Kind = FlagAction.Kind


class FlagRefused(ValueError):
    """An action a flag no longer allows. `reason` says why to a person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@transaction.atomic
def acknowledge_flag(*, flag: Flag, by: User, at: datetime) -> Flag:
    """Take a flag on; twice changes nothing. Raises FlagRefused when somebody else has it already."""
    flag = locked_flag(flag)
    if flag.acknowledged_by_id == by.pk:
        return flag
    if flag.acknowledged_by is not None:
        raise FlagRefused(
            _("%(name)s has acknowledged this flag already.") % {"name": flag.acknowledged_by.full_name}
        )
    refuse_what_another_has(flag, by)
    take_on(flag, by=by, at=at)
    return flag


@transaction.atomic
def reply_to_patient(*, flag: Flag, body: str, submission: uuid.UUID, by: User, at: datetime) -> Message:
    """Write a note to the patient about a flag and tell them that something waits. The same submission is
    one note, with another text it is one more.
    """
    flag = locked_flag(flag)
    return write_to_patient(patient=flag.patient, body=body, submission=submission, flag=flag, by=by, at=at)


@transaction.atomic
def resolve_flag(*, flag: Flag, disposition: str, note: str = "", by: User, at: datetime) -> Flag:
    """Close a flag with what became of it, taking it on first if nobody had. Raises FlagRefused if it is
    closed, or somebody else has it in hand.
    """
    flag = locked_flag(flag)
    if flag.resolved_by_id == by.pk and _ended_so(flag, disposition, note):
        return flag
    refuse_closed(flag)
    refuse_what_another_has(flag, by)
    if flag.acknowledged_by is None:
        take_on(flag, by=by, at=at)
    flag.resolved_by, flag.resolved_at, flag.disposition = by, at, disposition
    flag.save(update_fields=["resolved_by", "resolved_at", "disposition"])
    withdraw_question(flag=flag, at=at)
    told = {"note": note, "disposition": disposition, "holder_before": flag.holder}
    note_action(flag, Kind.RESOLVED, by=by, at=at, **told)
    return flag


def locked_flag(flag: Flag) -> Flag:
    """The flag as stored now, locked after its patient: a check-in takes them in the same order."""
    Patient.objects.select_for_update().get(pk=flag.patient_id)
    found = Flag.objects.select_for_update(of=("self",)).select_related("patient__user__clinic", "holder")
    return found.get(pk=flag.pk)


def refuse_closed(flag: Flag) -> None:
    """Raise FlagRefused for a flag that is resolved."""
    if flag.resolved_by is not None:
        raise FlagRefused(
            _("%(name)s has resolved this flag already.") % {"name": flag.resolved_by.full_name}
        )


def refuse_what_another_has(flag: Flag, by: User) -> None:
    """Raise FlagRefused for a flag that somebody else has in hand."""
    if flag.holder is not None and flag.holder != by:
        raise FlagRefused(
            _("%(name)s has this flag in hand. You can take it over.") % {"name": flag.holder.full_name}
        )


def take_on(flag: Flag, *, by: User, at: datetime) -> None:
    """Stop the clock of a flag that is locked: `by` has seen it, and has it in hand."""
    flag.acknowledged_by, flag.acknowledged_at = by, at
    pass_to(flag, by, Kind.ACKNOWLEDGED, by=by, at=at)


def pass_to(flag: Flag, holder: User, kind: Kind, *, by: User, at: datetime, **told: object) -> None:
    """Give a flag that is locked into the hands of `holder`, on record as what was done."""
    before, flag.holder = flag.holder, holder
    flag.save(update_fields=["acknowledged_by", "acknowledged_at", "holder"])
    note_action(flag, kind, by=by, at=at, holder_before=before, **told)


def note_action(flag: Flag, kind: Kind, *, by: User, at: datetime, **told: object) -> FlagAction:
    """Put on record what was done."""
    return FlagAction.objects.create(flag=flag, kind=kind, by=by, at=at, **told)


def _ended_so(flag: Flag, disposition: str, note: str) -> bool:
    """Whether a resolved flag was closed with these very words: a note that was changed is not on record."""
    closed = flag.actions.filter(kind=Kind.RESOLVED, note=note, undone_at__isnull=True)
    return flag.disposition == disposition and closed.exists()
