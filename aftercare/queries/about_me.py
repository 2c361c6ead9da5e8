"""The pages on which patients tell of themselves, beside what their forms ask."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from aftercare.models import Patient
from aftercare.queries.patient_contact import Contact, contact_now
from aftercare.queries.wording import format_time
from aftercare.queries.zones import zone_name


@dataclass(frozen=True, slots=True)
class ZonePage:
    """Whose clock it is now, and the time on it."""

    zone: str
    time: str


@dataclass(frozen=True, slots=True)
class PainPage:
    """`open`: it may still be told. `lines` is what is on record, in words."""

    open: bool
    lines: tuple[str, ...]
    contact: Contact


def zone_page(*, patient: Patient, now: datetime) -> ZonePage:
    """The page of the time zone at `now`."""
    return ZonePage(zone_name(patient.tz), format_time(now, patient.tz))


def pain_page(*, patient: Patient, now: datetime) -> PainPage:
    """The page of the pain before treatment at `now`. One query."""
    return PainPage(
        open=not patient.sessions.performed(now).exists(),
        lines=_baseline_lines(patient) or (_("Not on record"),),
        contact=contact_now(clinic=patient.clinic, zone=patient.tz, now=now),
    )


def _baseline_lines(patient: Patient) -> tuple[str, ...]:
    told = (
        (_("Pain: %(score)d of 10"), patient.baseline_pain),
        (_("Kept from what you usually do: %(score)d of 10"), patient.baseline_limitation),
    )
    return tuple(words % {"score": score} for words, score in told if score is not None)
