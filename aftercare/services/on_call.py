"""The on-call rota: who is on call for a clinic, and when. One person at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.models import Clinic, OnCallShift, User
from aftercare.queries.wording import format_instant
from aftercare.services.session_places import lock_desk
from aftercare.services.stored import store_changes

Span = tuple[datetime, datetime]
"""From, and until."""


class OnCallRefused(ValueError):
    """A change of the rota that cannot be. `field`: the field of the form. `reason`: why, for a person."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoIsOnCall:
    """One of the staff, or somebody from outside by name and address. `phone` is for text messages."""

    user: User | None = None
    name: str = ""
    email: str = ""
    phone: str = ""


@transaction.atomic
def keep_shifts(
    *,
    clinic: Clinic,
    who: WhoIsOnCall,
    spans: Sequence[Span],
    shift: OnCallShift | None = None,
    by: User,
    at: datetime,
) -> list[OnCallShift]:
    """Put somebody on call for each of `spans`, all or none; or correct `shift`, which has the only one.

    Raises OnCallRefused for a span that is over, has no length or meets another shift, and for staff who take
    on no flags.
    """
    lock_desk(clinic)
    if who.user is not None and not _takes_on_flags(who.user, clinic):
        raise OnCallRefused("user", _("%(name)s cannot take on flags here.") % {"name": who.user.full_name})
    said = {"user": who.user, "name": who.name, "email": who.email, "phone": who.phone}
    kept = []
    with pghistory.context(by=str(by.pk), at=at.isoformat()):
        for starts_at, ends_at in spans:
            one = shift or OnCallShift(clinic=clinic)
            _refuse_span(one, starts_at, ends_at, at)
            store_changes(one, **said, starts_at=starts_at, ends_at=ends_at)
            kept.append(one)
    return kept


@transaction.atomic
def end_shift(*, shift: OnCallShift, by: User, at: datetime) -> None:
    """Take a shift that is to come off the rota; one that runs ends now, and what has been stays."""
    lock_desk(shift.clinic)
    with pghistory.context(by=str(by.pk), at=at.isoformat()):
        if shift.starts_at >= at:
            shift.delete()
        else:
            store_changes(shift, ends_at=min(shift.ends_at, at))


def _takes_on_flags(user: User, clinic: Clinic) -> bool:
    return user.clinic_id == clinic.pk and user.is_clinical and user.is_active


def _refuse_span(shift: OnCallShift, starts_at: datetime, ends_at: datetime, at: datetime) -> None:
    if ends_at <= starts_at:
        raise OnCallRefused("ends_time", _("Choose an end that comes after the beginning."))
    if ends_at <= at:
        raise OnCallRefused("ends_time", _("This is over already. Choose an end that is still to come."))
    others = shift.clinic.on_call_shifts.exclude(pk=shift.pk).select_related("user")
    met = others.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).order_by("starts_at", "id").first()
    if met is not None:
        zone = shift.clinic.tz
        times = {"start": format_instant(met.starts_at, zone), "end": format_instant(met.ends_at, zone)}
        raise OnCallRefused(
            "starts_time",
            _("%(name)s is on call from %(start)s to %(end)s. One person is on call at a time.")
            % {"name": met.person, **times},
        )
