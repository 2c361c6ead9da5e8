"""Whom to call, at this hour: the clinic while it is open, else its nurse on call."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import to_local
from aftercare.models import Clinic
from aftercare.queries.wording import Phone, format_clock, phone
from aftercare.queries.zones import zone_name

EMERGENCY_NUMBER = Phone("tel:911", "911")


@dataclass(frozen=True, slots=True)
class Contact:
    """The number that answers now, whether the clinic is open, and the hours in words."""

    phone: Phone | None
    is_open: bool
    hours: str


def contact_now(*, clinic: Clinic, zone: ZoneInfo, now: datetime) -> Contact:
    """Whom a patient in `zone` calls at `now`."""
    is_open = is_open_at(clinic, now)
    words = {
        "clinic": clinic.name,
        "opens": format_clock(clinic.opens_at),
        "closes": format_clock(clinic.closes_at),
        "phone": clinic.phone.as_national,
        "on_call": clinic.out_of_hours_phone.as_national,
    }
    if is_open:
        hours = _(
            "%(clinic)s, every day %(opens)s to %(closes)s. "
            "Outside these hours the on-call nurse answers: %(on_call)s."
        )
    else:
        hours = _(
            "%(clinic)s is closed now; the on-call nurse answers this number. "
            "Every day %(opens)s to %(closes)s call the clinic: %(phone)s."
        )
    told = [hours % words]
    if zone.key != clinic.tz.key:
        told.append(_("These hours are %(zone)s.") % {"zone": zone_name(clinic.tz)})
    return Contact(phone(clinic.phone if is_open else clinic.out_of_hours_phone), is_open, " ".join(told))


def is_open_at(clinic: Clinic, now: datetime) -> bool:
    """Whether the clinic is open: `[opens_at, closes_at)` on its own clock; closing may be after midnight."""
    clock = to_local(now, clinic.tz).time()
    if clinic.opens_at < clinic.closes_at:
        return clinic.opens_at <= clock < clinic.closes_at
    return clock >= clinic.opens_at or clock < clinic.closes_at
