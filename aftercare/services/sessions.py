"""Sessions: booked, moved, cancelled, missed, completed; each change re-plans in the same transaction."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import local_date
from aftercare.models import Patient, TreatedArea, TreatmentSession, User
from aftercare.queries.completion import asks_baseline
from aftercare.queries.records import current_version
from aftercare.services.lots import LotRefused, use_lots
from aftercare.services.plans import announcement, replan
from aftercare.services.triage import assess_patient

Areas = Iterable[tuple[str, str]]
"""Pairs of area and side, as `TreatedArea` stores them."""

EARLIEST_COMPLETION = timedelta(hours=24)
"""How long before its booked start a session can have ended: more is a slip of the keyboard."""


class SessionRefused(ValueError):
    """A change of a session that cannot be. `field`: the field of the form. `reason`: why, for a person."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


@transaction.atomic
def book_session(
    *,
    patient: Patient,
    scheduled_at: datetime,
    treatment: str,
    areas: Areas,
    dose_billion_vesicles: Decimal | None = None,
    interval_reason: str = "",
    by: User,
    at: datetime,
) -> TreatmentSession:
    """Book a session of `patient` at an instant to come. Raises SessionRefused and stores nothing."""
    _lock(patient)
    if by.clinic_id != patient.user.clinic_id:
        raise SessionRefused("patient", _("This is not a patient of your clinic."))
    _check_time(patient, scheduled_at, interval_reason, at=at)
    session = TreatmentSession(
        patient=patient,
        clinic=patient.clinic,
        treatment=treatment,
        dose_billion_vesicles=dose_billion_vesicles,
        interval_reason=interval_reason,
        booked_at=at,
        booked_by=by,
    )
    _schedule(session, scheduled_at)
    _set_areas(session, areas)
    _settle(session, at=at, tell=True)
    return session


@transaction.atomic
def move_session(
    *, session: TreatmentSession, scheduled_at: datetime, interval_reason: str = "", by: User, at: datetime
) -> TreatmentSession:
    """Move a scheduled session to another instant to come. Raises SessionRefused and stores nothing."""
    session = _locked_scheduled(session, by)
    if scheduled_at == session.scheduled_at:
        raise SessionRefused("time", _("The session is already at this time."))
    _check_time(session.patient, scheduled_at, interval_reason, at=at, other_than=session)
    session.interval_reason = interval_reason
    _schedule(session, scheduled_at)
    _settle(session, at=at, tell=True)
    return session


@transaction.atomic
def cancel_session(*, session: TreatmentSession, by: User, at: datetime) -> TreatmentSession:
    """Cancel a scheduled session: it projects nothing any more. Raises SessionRefused."""
    session = _locked_scheduled(session, by)
    _record(session, TreatmentSession.Status.CANCELLED, by=by, at=at)
    _settle(session, at=at, tell=True)
    return session


@transaction.atomic
def mark_session_missed(*, session: TreatmentSession, by: User, at: datetime) -> TreatmentSession:
    """Record that the patient did not come. Raises SessionRefused before the session's time."""
    session = _locked_scheduled(session, by)
    if session.at > at:
        raise SessionRefused("status", _("This session is still to come. Cancel it instead."))
    _record(session, TreatmentSession.Status.MISSED, by=by, at=at)
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
    lots: Iterable[UUID] = (),
    confirmed: bool = False,
    baseline_pain: int | None = None,
    by: User,
    at: datetime,
) -> TreatmentSession:
    """Record that the treatment ended at `completed_at`; pins the protocol. Raises SessionRefused.

    `confirmed`: `by` went through the allergies and medicines with the patient. `baseline_pain`, the pain
    before treatment, is kept where it is not known and this is the first session.
    """
    session = _locked_scheduled(session, by)
    if completed_at > at:
        raise SessionRefused("time", _("The treatment cannot have ended in the future."))
    if completed_at < session.scheduled_at - EARLIEST_COMPLETION:
        raise SessionRefused("date", _("This is more than a day before the booked time. Check the date."))
    if treatment in TreatmentSession.WITH_EXOSOME and dose_billion_vesicles is None:
        raise SessionRefused("dose_billion_vesicles", _("Write the exosome dose, 1 to 15 billion vesicles."))
    session.treatment = treatment
    session.dose_billion_vesicles = dose_billion_vesicles
    session.protocol_version = current_version()
    session.at = completed_at
    session.confirmed_at, session.confirmed_by = (at, by) if confirmed else (None, None)
    _record(session, TreatmentSession.Status.COMPLETED, by=by, at=at)
    _set_areas(session, areas)
    _use_lots(session, lots)
    _keep_baseline(session, baseline_pain)
    _settle(session, at=at)
    return session


def _lock(patient: Patient) -> None:
    """One change of a patient's sessions at a time."""
    Patient.objects.select_for_update().get(pk=patient.pk)


def _locked_scheduled(session: TreatmentSession, by: User) -> TreatmentSession:
    """The session as stored now, locked. Refuses another clinic's, and one that is no longer scheduled."""
    _lock(session.patient)
    found = TreatmentSession.objects.select_related("patient__user__clinic", "clinic").get(pk=session.pk)
    if found.clinic_id != by.clinic_id:
        raise SessionRefused("patient", _("This is not a patient of your clinic."))
    if found.status != TreatmentSession.Status.SCHEDULED:
        raise SessionRefused(
            "status",
            _("This session is already recorded as %(status)s.")
            % {"status": found.get_status_display().lower()},
        )
    return found


def _check_time(
    patient: Patient,
    scheduled_at: datetime,
    interval_reason: str,
    *,
    at: datetime,
    other_than: TreatmentSession | None = None,
) -> None:
    if scheduled_at <= at:
        raise SessionRefused("time", _("This time is already past. Choose one that is still to come."))
    days = _shortest_gap_days(patient=patient, scheduled_at=scheduled_at, other_than=other_than)
    if days is not None and days < patient.clinic.shortest_interval_days and not interval_reason.strip():
        raise SessionRefused(
            "interval_reason",
            _("This is closer than %(days)s days to another session. Say why, or choose a later date.")
            % {"days": patient.clinic.shortest_interval_days},
        )


def _shortest_gap_days(
    *, patient: Patient, scheduled_at: datetime, other_than: TreatmentSession | None = None
) -> int | None:
    """Days from the nearest live session to `scheduled_at`, by the patient's dates; None without one."""
    others = patient.sessions.live()
    if other_than is not None:
        others = others.exclude(pk=other_than.pk)
    day = local_date(scheduled_at, patient.tz)
    gaps = [abs((day - local_date(other, patient.tz)).days) for other in others.values_list("at", flat=True)]
    return min(gaps, default=None)


def _schedule(session: TreatmentSession, scheduled_at: datetime) -> None:
    session.scheduled_at = session.at = scheduled_at
    session.slot_ends_at = scheduled_at + timedelta(minutes=session.clinic.slot_minutes)
    _save(session)


def _record(session: TreatmentSession, status: str, *, by: User, at: datetime) -> None:
    session.status, session.recorded_by, session.recorded_at = status, by, at
    _save(session)


def _save(session: TreatmentSession) -> None:
    """Store, turning the database's refusal of a taken time into words."""
    try:
        with transaction.atomic():
            session.save()
    except IntegrityError as error:
        if "session_slot_taken" in str(error):
            raise SessionRefused(
                "time", _("Another session is booked at this time. Choose another.")
            ) from error
        if "session_patient_instant_unique" in str(error):
            raise SessionRefused("time", _("This patient already has a session at this time.")) from error
        raise


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


def _keep_baseline(session: TreatmentSession, baseline_pain: int | None) -> None:
    if baseline_pain is not None and asks_baseline(session):
        session.patient.baseline_pain = baseline_pain
        session.patient.save(update_fields=["baseline_pain"])


def _settle(session: TreatmentSession, *, at: datetime, tell: bool = False) -> None:
    """Make reminders and clocks follow the change; with `tell` the patient hears of it at once."""
    patient = session.patient
    news = [announcement("session-changed", f"{session.pk}:{patient.plan_revision + 1}", at)] if tell else []
    replan(patient=patient, at=at, announce=news)
    assess_patient(patient=patient, at=at)
