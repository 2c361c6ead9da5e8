"""Who has a flag in hand, until when it is put off, and the calls that were made about it."""

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.models import Flag, FlagAction, User
from aftercare.services.flags import (
    FlagRefused,
    Kind,
    locked_flag,
    note_action,
    pass_to,
    refuse_closed,
    refuse_what_another_has,
    take_on,
)

LONGEST_SNOOZE = timedelta(hours=24)
"""How long a flag can be put off at once (clinic default)."""


@transaction.atomic
def claim_flag(*, flag: Flag, by: User, at: datetime) -> Flag:
    """Have a flag in hand that nobody has; its clock runs on. Twice changes nothing. Raises FlagRefused."""
    flag = locked_flag(flag)
    refuse_closed(flag)
    refuse_what_another_has(flag, by)
    if flag.holder is None:
        pass_to(flag, by, Kind.CLAIMED, by=by, at=at)
    return flag


@transaction.atomic
def take_over_flag(*, flag: Flag, by: User, at: datetime) -> Flag:
    """Have a flag in hand that somebody else had, and acknowledge it where nobody has. Twice changes nothing.
    Raises FlagRefused.
    """
    flag = locked_flag(flag)
    refuse_closed(flag)
    if flag.holder != by:
        pass_to(flag, by, Kind.TAKEN_OVER, by=by, at=at)
    if flag.acknowledged_at is None:
        take_on(flag, by=by, at=at)
    return flag


@transaction.atomic
def hand_over_flag(*, flag: Flag, to: User, note: str, by: User, at: datetime) -> Flag:
    """Give a flag to another nurse of the clinic with what they must know; twice changes nothing. Raises
    FlagRefused, also where `to` has taken it over meanwhile: what they must know would be lost.
    """
    flag = locked_flag(flag)
    refuse_closed(flag)
    if flag.holder == to and flag.actions.filter(kind=Kind.HANDED_OVER, by=by, to=to, note=note).exists():
        return flag
    refuse_what_another_has(flag, by)
    if to.clinic_id != flag.clinic_id or not to.is_clinical or not to.is_active:
        raise FlagRefused(_("%(name)s cannot take on flags here.") % {"name": to.full_name})
    pass_to(flag, to, Kind.HANDED_OVER, by=by, at=at, note=note, to=to)
    return flag


@transaction.atomic
def snooze_flag(*, flag: Flag, until: datetime, reason: str, by: User, at: datetime) -> Flag:
    """Put a flag off that `by` has acknowledged or been given. It comes back by itself at `until`, or as soon
    as the patient tells of it again. Raises FlagRefused: never an emergency, never while it grows worse.
    """
    flag = locked_flag(flag)
    refuse_closed(flag)
    refuse_what_another_has(flag, by)
    if flag.snoozed_until == until:
        return flag
    _refuse_to_put_off(flag)
    if not at < until <= at + LONGEST_SNOOZE:
        raise FlagRefused(_("A flag can be put off for 24 hours at the most."))
    flag.snoozed_until = until
    flag.save(update_fields=["snoozed_until"])
    note_action(flag, Kind.SNOOZED, by=by, at=at, note=reason, until=until, holder_before=flag.holder)
    return flag


@transaction.atomic
def log_call(
    *, flag: Flag, outcome: str, note: str, submission: uuid.UUID, by: User, at: datetime
) -> FlagAction:
    """Put a call and its outcome on record. The same submission is one call. A closed flag takes it too."""
    flag = locked_flag(flag)
    told = {"flag": flag, "kind": Kind.CALLED, "at": at, "by": by, "outcome": outcome, "note": note}
    return FlagAction.objects.get_or_create(submission=submission, defaults=told)[0]


def _refuse_to_put_off(flag: Flag) -> None:
    if flag.severity == Flag.Severity.EMERGENCY:
        raise FlagRefused(_("An emergency is never put off."))
    if flag.acknowledged_at is None:
        raise FlagRefused(_("Acknowledge the flag before you put it off."))
    if flag.evidence.filter(at__gt=flag.acknowledged_at).exists():
        raise FlagRefused(_("The patient has told of it again since it was acknowledged: it is not put off."))
    scores = list(flag.patient.check_ins.order_by("-at", "-id").values_list("pain_score", flat=True)[:2])
    if len(scores) == 2 and scores[0] > scores[1]:
        raise FlagRefused(
            _("The pain grows (%(before)d, then %(now)d of 10): it is not put off.")
            % {"before": scores[1], "now": scores[0]}
        )
