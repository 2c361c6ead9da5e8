"""One session as staff see it, with what can be done about it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from aftercare.models import TreatmentSession, User
from aftercare.queries.lot_words import LotName, lot_name
from aftercare.queries.session_words import (
    State,
    areas_words,
    born_words,
    dose_words,
    session_state,
    treatment_words,
)
from aftercare.queries.wording import When, when
from aftercare.queries.zones import zone_name


@dataclass(frozen=True, slots=True)
class Deed:
    """Who did something about the session, and when."""

    term: str
    who: str
    when: When


@dataclass(frozen=True, slots=True)
class SessionPage:
    """The session's facts. `open`: it can be changed by this reader; `past`: its time has come;
    `unconfirmed`: it is completed, and nobody said that allergies and medicines were gone through.
    """

    id: UUID
    patient_id: UUID
    patient: str
    born: str
    title: str
    at: When
    zone: str
    patient_at: When | None
    patient_zone: str
    booked_for: When | None
    state: State
    treatment: str
    areas: str
    dose: str
    lots: tuple[LotName, ...]
    unconfirmed: bool
    interval_reason: str
    protocol: str
    deeds: tuple[Deed, ...]
    open: bool
    past: bool


def session_page(*, user: User, session: TreatmentSession, now: datetime) -> SessionPage:
    """The page of one session for one of the staff; three queries: areas, lots, who did what."""
    patient, zone = session.patient, session.clinic.tz
    elsewhere = patient.zone != session.clinic.zone
    completed = session.status == TreatmentSession.Status.COMPLETED
    return SessionPage(
        id=session.pk,
        patient_id=patient.pk,
        patient=patient.user.full_name,
        born=born_words(patient.birth_date),
        title=_("Treatment ended") if completed else _("Booked for"),
        at=when(session.at, zone, now),
        zone=zone_name(zone),
        patient_at=when(session.at, patient.tz, now) if elsewhere else None,
        patient_zone=zone_name(patient.tz) if elsewhere else "",
        booked_for=when(session.scheduled_at, zone, now) if completed else None,
        state=session_state(session, now),
        treatment=treatment_words(session),
        areas=areas_words(session.areas.all()),
        dose=dose_words(session),
        lots=tuple(lot_name(use.lot) for use in session.lot_uses.select_related("lot").order_by("id")),
        unconfirmed=completed and session.confirmed_at is None,
        interval_reason=session.interval_reason,
        protocol=str(session.protocol_version or ""),
        deeds=_deeds(session, now),
        open=user.schedules and session.status == TreatmentSession.Status.SCHEDULED,
        past=session.at <= now,
    )


def _deeds(session: TreatmentSession, now: datetime) -> tuple[Deed, ...]:
    zone = session.clinic.tz
    deeds = [Deed(_("Booked by"), session.booked_by.full_name, when(session.booked_at, zone, now))]
    if session.recorded_by is not None and session.recorded_at is not None:
        recorded = when(session.recorded_at, zone, now)
        deeds.append(Deed(_("Recorded by"), session.recorded_by.full_name, recorded))
    if session.confirmed_by is not None and session.confirmed_at is not None:
        confirmed = when(session.confirmed_at, zone, now)
        deeds.append(
            Deed(_("Allergies and medicines gone through by"), session.confirmed_by.full_name, confirmed)
        )
    return tuple(deeds)
