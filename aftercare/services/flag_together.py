"""What a nurse does about several flags of one patient at once: each as if it were done alone."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from aftercare.models import Flag, User
from aftercare.services.flag_holding import claim_flag
from aftercare.services.flags import FlagRefused, acknowledge_flag


@transaction.atomic
def claim_together(*, flags: Sequence[Flag], by: User, at: datetime) -> list[str]:
    """Have in hand those of `flags` that nobody has. Returns why others were left as they are, once each."""
    return _each(claim_flag, flags, by, at)


@transaction.atomic
def acknowledge_together(*, flags: Sequence[Flag], by: User, at: datetime) -> list[str]:
    """Take on those of `flags` that nobody else has. Returns why others were left as they are, once each."""
    return _each(acknowledge_flag, flags, by, at)


def _each(act: Callable[..., Flag], flags: Sequence[Flag], by: User, at: datetime) -> list[str]:
    refusals = []
    for flag in flags:
        try:
            act(flag=flag, by=by, at=at)
        except FlagRefused as refusal:
            refusals.append(refusal.reason)
    return list(dict.fromkeys(refusals))
