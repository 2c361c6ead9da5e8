"""Whom to call, at this hour: the clinic while it is open, else its nurse on call."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from aftercare.models import Clinic
from aftercare.queries.clinic_hours import closed_today, hours_words, is_open_at
from aftercare.queries.grammar import capitalized
from aftercare.queries.wording import Phone, format_date, phone
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
    told = [_hours(clinic, now, is_open)]
    if zone.key != clinic.tz.key:
        told.append(_("These hours are %(zone)s.") % {"zone": zone_name(clinic.tz)})
    return Contact(phone_now(clinic=clinic, now=now), is_open, " ".join(told))


def phone_now(*, clinic: Clinic, now: datetime) -> Phone | None:
    """The number that somebody answers at `now`."""
    return phone(clinic.phone if is_open_at(clinic, now) else clinic.out_of_hours_phone)


def _hours(clinic: Clinic, now: datetime, is_open: bool) -> str:
    """When the clinic answers and who does otherwise, in two sentences."""
    hours = hours_words(clinic)
    words = {
        "clinic": clinic.name,
        "hours": hours if is_open else capitalized(hours),
        "phone": clinic.phone.as_national,
        "on_call": clinic.out_of_hours_phone.as_national,
        "date": format_date(now, clinic.tz),
    }
    if is_open:
        told = _("%(clinic)s, %(hours)s. Outside these hours the on-call nurse answers: %(on_call)s.")
    elif closed_today(clinic, now):
        told = _(
            "%(clinic)s is closed today, %(date)s; the on-call nurse answers this number. "
            "%(hours)s call the clinic: %(phone)s."
        )
    else:
        told = _(
            "%(clinic)s is closed now; the on-call nurse answers this number. "
            "%(hours)s call the clinic: %(phone)s."
        )
    return told % words
