"""What can be done about a flag by the nurse who looks at it, and what can still be taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from aftercare.models import Flag, FlagAction, User
from aftercare.models.flag_actions import UNDO_FOR
from aftercare.queries.wording import format_brief, format_time


@dataclass(frozen=True, slots=True)
class Undo:
    """The action that can be taken back, in a sentence, and until when."""

    action_id: int
    text: str


@dataclass(frozen=True, slots=True)
class Work:
    """Who has the flag in hand, in a sentence, and what the nurse may do. `works`: resolve it."""

    holder: str
    snoozed: str
    may_claim: bool
    may_take_over: bool
    may_acknowledge: bool
    may_hand_over: bool
    may_snooze: bool
    may_ask: bool
    works: bool
    undo: Undo | None


def flag_work(flag: Flag, actions: Sequence[FlagAction], user: User, zone: ZoneInfo, now: datetime) -> Work:
    """What `user` may do, after `actions` in the order they were done."""
    is_open, waits = flag.resolved_at is None, flag.acknowledged_at is None
    mine, free = flag.holder == user, flag.holder is None
    return Work(
        holder=_holder(flag, user) if is_open else "",
        snoozed=_snoozed(flag, zone, now) if is_open else "",
        may_claim=is_open and free,
        may_take_over=is_open and not (mine or free),
        may_acknowledge=is_open and waits and (mine or free),
        may_hand_over=is_open and (mine or free),
        may_snooze=is_open and mine and not waits and flag.severity != Flag.Severity.EMERGENCY,
        may_ask=is_open and (mine or free) and _can_be_asked(flag),
        works=is_open and (mine or free),
        undo=_undo(actions, user, zone, now),
    )


def _holder(flag: Flag, user: User) -> str:
    if flag.holder is None:
        return _("Nobody has it in hand.")
    if flag.holder == user:
        return _("You have it in hand.")
    return _("%(name)s has it in hand.") % {"name": flag.holder.full_name}


def _snoozed(flag: Flag, zone: ZoneInfo, now: datetime) -> str:
    if flag.snoozed_until is None or flag.snoozed_until <= now:
        return ""
    return _("Put off until %(time)s.") % {"time": format_brief(flag.snoozed_until, zone, now)}


def _can_be_asked(flag: Flag) -> bool:
    return flag.severity != Flag.Severity.EMERGENCY and flag.patient.in_care


def _undo(actions: Sequence[FlagAction], user: User, zone: ZoneInfo, now: datetime) -> Undo | None:
    """The last change, where it is the user's own and fresh."""
    changes = [one for one in actions if one.kind in FlagAction.UNDOABLE and one.undone_at is None]
    last = changes[-1] if changes else None
    if last is None or last.by != user or not last.is_fresh(now):
        return None
    done = {
        FlagAction.Kind.CLAIMED: _("You have claimed this flag."),
        FlagAction.Kind.ACKNOWLEDGED: _("You have acknowledged this flag."),
        FlagAction.Kind.TAKEN_OVER: _("You have taken this flag over."),
        FlagAction.Kind.HANDED_OVER: _("You have handed this flag over."),
        FlagAction.Kind.SNOOZED: _("You have put this flag off."),
        FlagAction.Kind.ASKED_AGAIN: _("You have asked for a re-check."),
        FlagAction.Kind.RESOLVED: _("You have resolved this flag."),
    }[FlagAction.Kind(last.kind)]
    back = _("You can take that back until %(time)s.") % {"time": format_time(last.at + UNDO_FOR, zone)}
    return Undo(last.pk, f"{done} {back}")
