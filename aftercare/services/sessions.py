"""Sessions: booked, moved, cancelled, missed, completed; each change re-plans in the same transaction."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.models import Patient, Provider, Room, SessionChange, TreatedArea, TreatmentSession, User
from aftercare.queries.completion import asks_baseline
from aftercare.queries.desk import Wish
from aftercare.queries.records import current_version
from aftercare.services.lots import LotRefused, use_lots
from aftercare.services.plans import announcement, replan
from aftercare.services.session_places import (
    SessionRefused,
    check_time,
    lock_desk,
    naming_the_time,
    put,
    store,
)
from aftercare.services.stored import store_changes
from aftercare.services.triage import assess_patient

Kind, Status = SessionChange.Kind, TreatmentSession.Status

Areas = Collection[tuple[str, str]]
"""Pairs of area and side, as `TreatedArea` stores them."""

EARLIEST_COMPLETION = timedelta(hours=24)
"""How long before its booked start a session can have ended: more is a slip of the keyboard."""


def book_session(
    *,
    patient: Patient,
    scheduled_at: datetime,
    treatment: str,
    areas: Areas,
    dose_billion_vesicles: Decimal | None = None,
    interval_reason: str = "",
    provider: Provider | None = None,
    room: Room | None = None,
    by: User,
    at: datetime,
) -> TreatmentSession:
    """Book one session: a course of one. Raises SessionRefused and stores nothing."""
    return book_course(
        patient=patient,
        times=[scheduled_at],
        treatment=treatment,
        areas=areas,
        dose_billion_vesicles=dose_billion_vesicles,
        interval_reason=interval_reason,
        provider=provider,
        room=room,
        by=by,
        at=at,
    )[0]


@transaction.atomic
def book_course(
    *,
    patient: Patient,
    times: Sequence[datetime],
    treatment: str,
    areas: Areas,
    dose_billion_vesicles: Decimal | None = None,
    interval_reason: str = "",
    provider: Provider | None = None,
    room: Room | None = None,
    by: User,
    at: datetime,
) -> list[TreatmentSession]:
    """Book sessions of `patient` at instants to come, all or none; the patient is told once.

    Without `provider` or `room` it is at each time the first by name who is free. Raises SessionRefused.
    """
    lock_desk(by.clinic)
    stored = _lock(patient)
    if by.clinic_id != patient.user.clinic_id:
        raise SessionRefused("patient", _("This is not a patient of your clinic."))
    if not stored.in_care:
        raise SessionRefused("patient", _("No longer in your care: nothing can be booked."))
    booked = []
    for scheduled_at in times:
        session = TreatmentSession(
            patient=patient,
            clinic=patient.clinic,
            treatment=treatment,
            dose_billion_vesicles=dose_billion_vesicles,
            booked_at=at,
            booked_by=by,
        )
        with naming_the_time(scheduled_at, of_many=len(times) > 1, zone=patient.clinic.tz):
            session.interval_reason = check_time(session, scheduled_at, interval_reason, at=at)
            put(session, scheduled_at, Wish(provider, room))
        booked.append(session)
    for session in booked:
        _set_areas(session, areas)
        _remember(session, Kind.BOOKED, by=by, at=at)
    _settle(booked[0], at=at, tell=True)
    return booked


@transaction.atomic
def move_session(
    *,
    session: TreatmentSession,
    scheduled_at: datetime,
    interval_reason: str = "",
    provider: Provider | None = None,
    room: Room | None = None,
    reason: str = "",
    by: User,
    at: datetime,
) -> TreatmentSession:
    """Move a scheduled session to another instant to come, another provider or another room; `reason`: why.

    Without `provider` or `room` they stay where they can, else it is the first by name who is free. The
    patient is told of another time. Raises SessionRefused and stores nothing.
    """
    lock_desk(by.clinic)
    session = _locked_scheduled(session, by)
    if not session.patient.in_care:
        raise SessionRefused("patient", _("No longer in your care: the session can only be cancelled."))
    before = session.scheduled_at, session.provider_id, session.room_id
    session.interval_reason = check_time(session, scheduled_at, interval_reason, at=at)
    put(session, scheduled_at, Wish(provider, room))
    if before == (session.scheduled_at, session.provider_id, session.room_id):
        raise SessionRefused("status", _("The session is already at this time."))
    _remember(session, Kind.MOVED, reason=reason, by=by, at=at)
    _settle(session, at=at, tell=before[0] != scheduled_at)
    return session


@transaction.atomic
def cancel_session(
    *, session: TreatmentSession, reason: str = "", by: User, at: datetime
) -> TreatmentSession:
    """Cancel a scheduled session; `reason`: why. It projects nothing any more. Raises SessionRefused."""
    session = _locked_scheduled(session, by)
    _record(session, Status.CANCELLED, reason=reason, by=by, at=at)
    _settle(session, at=at, tell=True)
    return session


@transaction.atomic
def mark_session_missed(*, session: TreatmentSession, by: User, at: datetime) -> TreatmentSession:
    """Record that the patient did not come. Raises SessionRefused before the session's time."""
    session = _locked_scheduled(session, by)
    if session.at > at:
        raise SessionRefused("status", _("This session is still to come. Cancel it instead."))
    _record(session, Status.MISSED, by=by, at=at)
    _settle(session, at=at)
    return session


@transaction.atomic
def complete_session(
    *,
    session: TreatmentSession,
    completed_at: datetime,
    treatment: str,
    areas: Areas,
    dose_billion_vesicles: Decimal | None = None,
    performed_by: Provider | None = None,
    lots: Iterable[UUID] = (),
    confirmed: bool = False,
    baseline_pain: int | None = None,
    baseline_limitation: int | None = None,
    by: User,
    at: datetime,
) -> TreatmentSession:
    """Record that the treatment ended at `completed_at`; pins the protocol. Raises SessionRefused.

    `performed_by`: who gave it. `confirmed`: `by` went through the allergies and medicines with the patient.
    `baseline_pain`, the pain before treatment, is kept where it is not known and this is the first session;
    so is `baseline_limitation` beside it, how much it kept from what is usual.
    """
    session = _locked_scheduled(session, by)
    if completed_at > at:
        raise SessionRefused("time", _("The treatment cannot have ended in the future."))
    if completed_at < session.scheduled_at - EARLIEST_COMPLETION:
        raise SessionRefused("date", _("This is more than a day before the booked time. Check the date."))
    if treatment in TreatmentSession.WITH_EXOSOME and dose_billion_vesicles is None:
        raise SessionRefused("dose_billion_vesicles", _("Write the exosome dose, 1 to 15 billion vesicles."))
    if performed_by is not None and performed_by.clinic_id != session.clinic_id:
        raise SessionRefused("performed_by", _("This is not a provider of your clinic."))
    session.treatment = treatment
    session.performed_by = performed_by
    session.dose_billion_vesicles = dose_billion_vesicles
    session.protocol_version = current_version()
    session.at = completed_at
    session.confirmed_at, session.confirmed_by = (at, by) if confirmed else (None, None)
    _record(session, Status.COMPLETED, by=by, at=at)
    _set_areas(session, areas)
    _use_lots(session, lots)
    _keep_baseline(session, baseline_pain=baseline_pain, baseline_limitation=baseline_limitation)
    _settle(session, at=at)
    return session


def _lock(patient: Patient) -> Patient:
    """One change of a patient's sessions at a time. Returns the patient as stored now."""
    return Patient.objects.select_for_update().get(pk=patient.pk)


def _locked_scheduled(session: TreatmentSession, by: User) -> TreatmentSession:
    """The session as stored now, locked. Refuses another clinic's, and one that is no longer scheduled."""
    _lock(session.patient)
    found = TreatmentSession.objects.select_related(
        "patient__user__clinic", "clinic", "provider", "room"
    ).get(pk=session.pk)
    if found.clinic_id != by.clinic_id:
        raise SessionRefused("patient", _("This is not a patient of your clinic."))
    if found.status != Status.SCHEDULED:
        raise SessionRefused(
            "status",
            _("This session is already recorded as %(status)s.")
            % {"status": found.get_status_display().lower()},
        )
    return found


def _record(
    session: TreatmentSession, status: TreatmentSession.Status, *, reason: str = "", by: User, at: datetime
) -> None:
    session.status, session.recorded_by, session.recorded_at = status, by, at
    store(session)
    _remember(session, Kind(status), reason=reason, by=by, at=at)


def _remember(
    session: TreatmentSession, kind: SessionChange.Kind, *, reason: str = "", by: User, at: datetime
) -> None:
    """Add what was done to the session's history."""
    SessionChange.objects.create(
        session=session,
        kind=kind,
        reason=reason,
        session_at=session.at,
        provider=session.provider,
        room=session.room,
        at=at,
        by=by,
    )


def _set_areas(session: TreatmentSession, areas: Areas) -> None:
    session.areas.all().delete()
    TreatedArea.objects.bulk_create(
        TreatedArea(session=session, area=area, side=side) for area, side in dict.fromkeys(areas)
    )


def _use_lots(session: TreatmentSession, lots: Iterable[UUID]) -> None:
    try:
        use_lots(session=session, lots=lots)
    except LotRefused as refusal:
        raise SessionRefused(refusal.field, refusal.reason) from refusal


def _keep_baseline(session: TreatmentSession, **scores: int | None) -> None:
    told = {name: score for name, score in scores.items() if score is not None}
    if told and asks_baseline(session):
        store_changes(session.patient, **told)


def _settle(session: TreatmentSession, *, at: datetime, tell: bool = False) -> None:
    """Make reminders and clocks follow the change; with `tell` the patient hears of it at once."""
    patient = session.patient
    news = [announcement("session-changed", f"{session.pk}:{patient.plan_revision + 1}", at)] if tell else []
    replan(patient=patient, at=at, announce=news)
    assess_patient(patient=patient, at=at)
