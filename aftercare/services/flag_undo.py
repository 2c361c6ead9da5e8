"""Taking back the last thing that was done about a flag, by whoever did it, within ten minutes."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.models import Flag, FlagAction, User
from aftercare.services.flags import FlagRefused, Kind, locked_flag
from aftercare.services.rechecks import start_clock, withdraw_question


@transaction.atomic
def undo_action(*, flag: Flag, action_id: int, by: User, at: datetime) -> Flag:
    """Take the last change back: the flag is as it was before, the action stays on record as undone. Twice
    changes nothing. Raises FlagRefused: too late, or something else was done since.
    """
    flag = locked_flag(flag)
    if flag.actions.filter(pk=action_id, by=by, undone_at__isnull=False).exists():
        return flag
    action = flag.actions.changes().last()
    if action is None or action.pk != action_id or action.by_id != by.pk or not action.is_fresh(at):
        raise FlagRefused(_("This cannot be taken back any more."))
    if Flag.objects.filter(previous=flag).exists():
        raise FlagRefused(_("The flag has risen again since: this cannot be taken back."))
    _restore(flag, action, at)
    action.undone_at = at
    action.save(update_fields=["undone_at"])
    return flag


def _restore(flag: Flag, action: FlagAction, at: datetime) -> None:
    if action.kind == Kind.RESOLVED:
        flag.resolved_by, flag.resolved_at, flag.disposition = None, None, ""
    elif action.kind == Kind.SNOOZED:
        flag.snoozed_until = None
    elif action.kind == Kind.ASKED_AGAIN:
        withdraw_question(flag=flag, at=at)
        flag.recheck_at = action.until_before
    else:
        flag.holder = action.holder_before
        if action.kind == Kind.ACKNOWLEDGED:
            flag.acknowledged_by, flag.acknowledged_at = None, None
    flag.save()
    if action.kind in (Kind.RESOLVED, Kind.ASKED_AGAIN):
        start_clock(flag)
