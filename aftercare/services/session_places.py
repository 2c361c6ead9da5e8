"""Where a session is put: at which time, with whom, in which room; and what the database says to that."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import local_date
from aftercare.models import Clinic, Patient, TreatmentSession
from aftercare.queries.desk import NotFree, Wish, load_desk, look_up
from aftercare.queries.wording import format_instant


class SessionRefused(ValueError):
    """A change of a session that cannot be. `field`: the field of the form. `reason`: why, for a person."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


def lock_desk(clinic: Clinic) -> None:
    """One booking of a clinic at a time: whoever is second sees what the first has taken."""
    Clinic.objects.select_for_update(no_key=True).get(pk=clinic.pk)


@contextmanager
def naming_the_time(scheduled_at: datetime, *, of_many: bool, zone: ZoneInfo) -> Iterator[None]:
    """Where one of many times is refused, say which."""
    try:
        yield
    except SessionRefused as refusal:
        if not of_many:
            raise
        named = {"time": format_instant(scheduled_at, zone), "reason": refusal.reason}
        raise SessionRefused(refusal.field, _("%(time)s: %(reason)s") % named) from refusal


def check_time(
    session: TreatmentSession, scheduled_at: datetime, interval_reason: str, *, at: datetime
) -> str:
    """Refuse a time that is past, or closer to another session than the clinic allows without a reason.

    Returns the reason where this time needs one, else nothing: what was typed for another time says nothing.
    """
    if scheduled_at <= at:
        raise SessionRefused("time", _("This time is already past. Choose one that is still to come."))
    days = _shortest_gap_days(session, scheduled_at)
    shortest = session.patient.clinic.shortest_interval_days
    if days is None or days >= shortest:
        return ""
    if not interval_reason.strip():
        raise SessionRefused(
            "interval_reason",
            _("This is closer than %(days)s days to another session. Say why, or choose a later date.")
            % {"days": shortest},
        )
    return interval_reason


def _shortest_gap_days(session: TreatmentSession, scheduled_at: datetime) -> int | None:
    """Days to the nearest other live session, by the patient's dates; None without one."""
    patient: Patient = session.patient
    others = patient.sessions.live().exclude(pk=session.pk)
    day = local_date(scheduled_at, patient.tz)
    gaps = [abs((day - local_date(other, patient.tz)).days) for other in others.values_list("at", flat=True)]
    return min(gaps, default=None)


def put(session: TreatmentSession, scheduled_at: datetime, wish: Wish) -> None:
    """Store the session where it is wished; the desk is locked. Raises SessionRefused."""
    desk = load_desk(session.clinic, since=scheduled_at)
    desk = look_up(desk, (scheduled_at, scheduled_at), but=session.pk)
    slot = desk.slot(scheduled_at, session.treatment)
    try:
        place = desk.find_place(slot, session.patient_id, replace(wish, rather=session))
    except NotFree as refusal:
        raise SessionRefused(refusal.field, refusal.reason) from refusal
    session.provider, session.room = place.provider, place.room
    session.scheduled_at = session.at = slot.start
    session.slot_ends_at, session.buffer_ends_at = slot.end, slot.free_at
    store(session)


def store(session: TreatmentSession) -> None:
    """Save, turning the database's refusal of a taken time into words."""
    try:
        with transaction.atomic():
            session.save()
    except IntegrityError as error:
        for name, reason in _refusals().items():
            if name in str(error):
                raise SessionRefused("time", reason) from error
        raise


def _refusals() -> dict[str, str]:
    """What each constraint over time says to a person."""
    taken = _("Another session is booked at this time. Choose another.")
    patient = _("This patient already has a session at this time.")
    return {
        "session_provider_taken": taken,
        "session_room_taken": taken,
        "session_patient_taken": patient,
        "session_patient_instant_unique": patient,
    }
