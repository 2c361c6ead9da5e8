"""One session as staff see it, with what can be done about it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import local_date
from aftercare.models import TreatmentSession, User
from aftercare.queries.lot_words import LotName, lot_name
from aftercare.queries.session_history import Step, session_history
from aftercare.queries.session_words import (
    State,
    areas_words,
    born_words,
    dose_words,
    provider_words,
    session_state,
    treatment_words,
)
from aftercare.queries.wording import When, when
from aftercare.queries.zones import zone_name


@dataclass(frozen=True, slots=True)
class SessionPage:
    """The session's facts. `open`: it can be changed by this reader; `past`: its time has come.

    `provider` is the one it was booked with, empty if the same performed it in the end.
    `confirmed_*`: who went through allergies and medicines with the patient, `unconfirmed`: it is completed
    and nobody said so.
    `out_of_care`: what became of the patient of a session that is still booked.
    `scheduled_date`: its day in the schedule, for those who see that.
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
    provider: str
    performed_by: str
    room: str
    treatment: str
    areas: str
    dose: str
    lots: tuple[LotName, ...]
    confirmed_by: str
    confirmed_at: When | None
    unconfirmed: bool
    interval_reason: str
    protocol: str
    history: tuple[Step, ...]
    open: bool
    past: bool
    out_of_care: str
    scheduled_date: str


def session_page(*, user: User, session: TreatmentSession, now: datetime) -> SessionPage:
    """The page of one session for one of the staff; three queries: its areas, lots and history."""
    patient, zone = session.patient, session.clinic.tz
    elsewhere = patient.zone != session.clinic.zone
    booked = session.provider if session.provider != session.performed_by else None
    completed = session.status == TreatmentSession.Status.COMPLETED
    is_open = session.status == TreatmentSession.Status.SCHEDULED
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
        provider=provider_words(booked) if booked else "",
        performed_by=provider_words(session.performed_by) if session.performed_by else "",
        room=session.room.name if session.room else "",
        treatment=treatment_words(session),
        areas=areas_words(session.areas.all()),
        dose=dose_words(session),
        lots=tuple(lot_name(use.lot) for use in session.lot_uses.select_related("lot").order_by("id")),
        confirmed_by=session.confirmed_by.full_name if session.confirmed_by else "",
        confirmed_at=when(session.confirmed_at, zone, now) if session.confirmed_at else None,
        unconfirmed=completed and session.confirmed_at is None,
        interval_reason=session.interval_reason,
        protocol=str(session.protocol_version or ""),
        history=session_history(session, now),
        open=user.schedules and is_open,
        past=session.at <= now,
        out_of_care="" if patient.in_care or not is_open else str(patient.get_care_display()),
        scheduled_date=local_date(session.scheduled_at, zone).isoformat() if user.schedules else "",
    )
