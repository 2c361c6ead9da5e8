"""What waits for a scheduler: sessions nobody has recorded, check-ins that came before the first session."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import local_date
from aftercare.models import CheckIn, TreatmentSession, User
from aftercare.models.treatment_sessions import UNRECORDED_AFTER
from aftercare.queries.access import named_sessions, visible_patients, visible_sessions
from aftercare.queries.wording import When, format_duration, when

AT_MOST = 50  # rows of each list of what waits
LONGEST_DAY = timedelta(hours=25)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A session nobody has said anything about, and for how long it is over."""

    session_id: UUID
    patient: str
    at: When
    overdue: str


@dataclass(frozen=True, slots=True)
class EarlyCheckIn:
    """A check-in made on the date of a first session, before it."""

    session_id: UUID
    patient: str
    checked_in: When
    session: When


@dataclass(frozen=True, slots=True)
class ScheduleWaiting:
    """The two lists. `count` is how many sessions wait to be recorded, as it is said."""

    unrecorded: tuple[Waiting, ...]
    early: tuple[EarlyCheckIn, ...]
    count: str


def schedule_waiting(*, user: User, now: datetime) -> ScheduleWaiting:
    """What waits for a scheduler, in the clinic's zone. Three queries, two without an early check-in."""
    zone = user.clinic.tz
    unrecorded = _unrecorded(user, now, zone)
    count = len(unrecorded)
    return ScheduleWaiting(
        unrecorded=unrecorded,
        early=_early_check_ins(user, now, zone),
        count=_("%(count)d or more") % {"count": count} if count == AT_MOST else str(count),
    )


def _unrecorded(user: User, now: datetime, zone: ZoneInfo) -> tuple[Waiting, ...]:
    overdue = named_sessions(user=user).unrecorded(now - UNRECORDED_AFTER).order_by("at", "id")
    return tuple(
        Waiting(
            session.pk,
            session.patient_name,  # type: ignore[attr-defined]  # annotated
            when(session.at, zone, now),
            format_duration(now - session.at),
        )
        for session in overdue[:AT_MOST]
    )


def _early_check_ins(user: User, now: datetime, zone: ZoneInfo) -> tuple[EarlyCheckIn, ...]:
    """Check-ins before the first session, on its date where the patient is, until the session is recorded.

    Only that there is one: what it says is for the nurses.
    """
    first_sessions = _first_sessions_about(user, now)
    check_ins = (
        CheckIn.objects.filter(patient__in=visible_patients(user=user), patient_id__in=first_sessions)
        .order_by("at", "id")
        .values_list("patient_id", "at")
    )
    found = {}
    for patient_id, at in check_ins:
        session = first_sessions[patient_id]
        there = session.patient.tz
        if at < session.at and local_date(at, there) == local_date(session.at, there):
            found[patient_id] = EarlyCheckIn(
                session.pk, session.patient.user.full_name, when(at, zone, now), when(session.at, zone, now)
            )
    return tuple(found.values())


def _first_sessions_about(user: User, now: datetime) -> dict[UUID, TreatmentSession]:
    """Scheduled sessions of about today with no live session before them, by patient."""
    earlier = TreatmentSession.objects.live().filter(patient=OuterRef("patient"), at__lt=OuterRef("at"))
    checked_in = CheckIn.objects.filter(patient=OuterRef("patient"), at__lt=OuterRef("at")).filter(
        at__gt=OuterRef("at") - LONGEST_DAY
    )
    sessions = (
        visible_sessions(user=user)
        .filter(status=TreatmentSession.Status.SCHEDULED, at__lt=now + LONGEST_DAY)
        .filter(~Exists(earlier), Exists(checked_in))
        .order_by("at", "id")
    )
    return {session.patient_id: session for session in sessions[:AT_MOST]}
