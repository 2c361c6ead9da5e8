"""The patient of a flag: who it is, what was treated, what was known before."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import local_date
from aftercare.models import Flag, Patient, ProductLot, TreatmentSession
from aftercare.queries.lot_words import lot_name
from aftercare.queries.nurse_check_in import Fact
from aftercare.queries.records import ClinicalRecord
from aftercare.queries.session_words import (
    areas_words,
    born_words,
    dose_words,
    live_numbers,
    provider_words,
    treatment_words,
)
from aftercare.queries.told import told_answers
from aftercare.queries.wording import format_date, format_instant
from aftercare.queries.zones import zone_name


def treated_in(flag: Flag, record: ClinicalRecord, now: datetime) -> TreatmentSession | None:
    """The session the flag belongs to, else the latest performed; None before the first."""
    performed = [row for row in record.session_rows if row.as_domain.performed(now)]
    belonging = [row for row in record.session_rows if row.pk == flag.session_id]
    return next(reversed(belonging or performed), None)


def patient_facts(
    flag: Flag, record: ClinicalRecord, lots: Sequence[ProductLot], now: datetime
) -> Iterator[Fact]:
    """What a nurse must know of the patient beside the flag. `lots` were used in its session."""
    patient = record.patient
    told = told_answers(patient=patient, zone=flag.clinic.tz, now=now)
    none = _("none recorded")
    yield Fact(_("Born"), text=_born(patient.birth_date, local_date(now, patient.tz)))
    yield from _treatment(flag, record, lots, now)
    yield Fact(_("Baseline"), text=_baseline(patient) or none)
    yield Fact(_("Allergies"), text=told.allergies.text or none, small=told.allergies.small)
    yield Fact(_("Medicines"), text=told.medicines.text or none, small=told.medicines.small)


def _born(day: date, today: date) -> str:
    """A birth date with the age: "14 Jun 1961, 64 years old"."""
    age = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
    return _("%(born)s, %(age)d years old") % {"born": born_words(day), "age": age}


def _baseline(patient: Patient) -> str:
    """What was told of the time before treatment: "pain 6 of 10, hindered 5 of 10"."""
    told = (
        (_("pain %(score)d of 10"), patient.baseline_pain),
        (_("hindered %(score)d of 10"), patient.baseline_limitation),
    )
    return ", ".join(words % {"score": score} for words, score in told if score is not None)


def _treatment(
    flag: Flag, record: ClinicalRecord, lots: Sequence[ProductLot], now: datetime
) -> Iterator[Fact]:
    """The session of `treated_in`, and the next one."""
    numbers = live_numbers(record.session_rows)
    zone = flag.clinic.tz
    row = treated_in(flag, record, now)
    if row is not None:
        words = {
            "number": numbers.get(str(row.pk), ""),
            "count": len(numbers),
            "treatment": treatment_words(row),
            "time": format_instant(row.at, zone, now),
        }
        area = areas_words(row.areas.all())
        text = _("%(treatment)s, session %(number)s of %(count)s, %(time)s") % words
        yield Fact(_("Treated"), strong=area, text=text, small=_performer(row))
        yield Fact(_("Given"), text=_given(row, lots))
    coming = next((row for row in record.session_rows if row.as_domain.upcoming(now)), None)
    if coming is not None:
        pause = _pause(coming, record, now)
        yield Fact(_("Next"), text=format_instant(coming.at, zone, now), small=pause)


def _pause(coming: TreatmentSession, record: ClinicalRecord, now: datetime) -> str:
    """Since when the patient is in the pause before a session, or from when on, on the patient's clock."""
    found = (pause.start for _index, pause in record.timeline.pauses if pause.end == coming.at)
    start = next(found, None)
    if start is None:
        return ""
    words = (
        _("In the pause before it since %(date)s")
        if start <= now
        else _("The pause before it starts %(date)s")
    )
    return words % {"date": format_date(start, record.patient.tz, now)}


def _performer(session: TreatmentSession) -> str:
    """Who performed a session, or that there is no record of it; empty while nobody has recorded it."""
    if session.performed_by is not None:
        return _("Performed by %(name)s") % {"name": provider_words(session.performed_by)}
    return _("Who performed it is not recorded") if session.status == session.Status.COMPLETED else ""


def _given(session: TreatmentSession, lots: Sequence[ProductLot]) -> str:
    """The dose and the lots of a session, or that there is no record of them."""
    if session.status != session.Status.COMPLETED:
        return _("not recorded yet")
    has_dose = session.treatment in TreatmentSession.WITH_EXOSOME
    dose = dose_words(session) or (_("dose not recorded") if has_dose else "")
    named = [lot_name(lot).text for lot in lots] or [_("no lot recorded")]
    return "; ".join(filter(None, [dose, *named]))


def zone_note(patient: Patient, zone: ZoneInfo) -> str:
    """Which clock is meant, where the patient's is another than the clinic's."""
    if patient.zone == zone.key:
        return ""
    words = {"clinic": zone_name(zone), "patient": zone_name(patient.tz)}
    return _("Times are %(clinic)s. The plan and the days are the patient's: %(patient)s.") % words
