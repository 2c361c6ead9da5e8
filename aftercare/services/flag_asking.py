"""A nurse has a patient asked, at a time of the nurse's choice, whether it is still so."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.models import Flag, User
from aftercare.services.flags import (
    FlagRefused,
    Kind,
    locked_flag,
    note_action,
    refuse_closed,
    refuse_what_another_has,
)
from aftercare.services.rechecks import start_clock, withdraw_question

LONGEST_AHEAD = timedelta(hours=72)
"""How far ahead a patient can be asked again: over a weekend (clinic default)."""


class TimeRefused(ValueError):
    """A time at which nobody can be asked. `reason` says why, beside the time."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@transaction.atomic
def ask_again(*, flag: Flag, asked_at: datetime, by: User, at: datetime) -> Flag:
    """Have the patient asked at `asked_at`, in place of an earlier request; the flag stays where it is. Twice
    changes nothing. Raises TimeRefused for a time that is past or too far ahead, and FlagRefused: never about
    an emergency.
    """
    flag = locked_flag(flag)
    refuse_closed(flag)
    refuse_what_another_has(flag, by)
    if flag.recheck_at == asked_at:
        return flag
    _refuse_to_ask(flag, asked_at, at)
    before = flag.recheck_at
    withdraw_question(flag=flag, at=at)
    flag.recheck_at = asked_at
    flag.save(update_fields=["recheck_at"])
    start_clock(flag)
    told = {"until": asked_at, "until_before": before, "holder_before": flag.holder}
    note_action(flag, Kind.ASKED_AGAIN, by=by, at=at, **told)
    return flag


def _refuse_to_ask(flag: Flag, asked_at: datetime, at: datetime) -> None:
    if flag.severity == Flag.Severity.EMERGENCY:
        raise FlagRefused(_("Nobody is asked about an emergency by message. Call."))
    if not flag.patient.in_care:
        raise FlagRefused(_("The patient is no longer in our care: no message goes out."))
    if asked_at <= at:
        raise TimeRefused(_("This time is past. Choose a later one."))
    if asked_at > at + LONGEST_AHEAD:
        raise TimeRefused(_("Choose a time within the next 3 days."))
