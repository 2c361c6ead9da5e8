"""The scheduler's day: the clinic's sessions by date, and above them what waits for an answer."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import local_date, start_of_day
from aftercare.models import CheckIn, TreatmentSession, User
from aftercare.models.treatment_sessions import UNRECORDED_AFTER
from aftercare.queries.access import visible_patients, visible_sessions
from aftercare.queries.session_words import State, areas_words, session_state, treatment_words
from aftercare.queries.wording import When, format_day, format_duration, when, when_time
from aftercare.queries.zones import zone_name

DAYS_SHOWN = 7
AT_MOST = 50  # rows of each list of what waits
LONGEST_DAY = timedelta(hours=25)
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Row:
    """One session of a day."""

    session_id: UUID
    patient_id: UUID
    patient: str
    time: When
    treatment: str
    areas: str
    state: State


@dataclass(frozen=True, slots=True)
class Day:
    """One date with its sessions in order of time; `today` marks it."""

    text: str
    date: str
    today: bool
    rows: tuple[Row, ...]


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
class SchedulePage:
    """`earlier`, `later`, `this_week`: dates for the address; `this_week` is empty where it is shown."""

    title: str
    zone: str
    days: tuple[Day, ...]
    empty: bool
    unrecorded: tuple[Waiting, ...]
    early: tuple[EarlyCheckIn, ...]
    earlier: str
    later: str
    this_week: str


def schedule_page(*, user: User, now: datetime, first: date | None = None) -> SchedulePage:
    """A week of the clinic from `first` on, today unless told, in the clinic's zone. Four queries."""
    zone = user.clinic.tz
    today = local_date(now, zone)
    first = first or today
    dates = [first + number * _ONE_DAY for number in range(DAYS_SHOWN)]
    sessions = _sessions_between(user, start_of_day(first, zone), start_of_day(dates[-1] + _ONE_DAY, zone))
    by_date = defaultdict(list)
    for session in sessions:
        by_date[local_date(session.scheduled_at, zone)].append(_row(session, zone, now))
    return SchedulePage(
        title=_("%(first)s to %(last)s")
        % {"first": format_day(first, today), "last": format_day(dates[-1], today)},
        zone=zone_name(zone),
        days=tuple(
            Day(format_day(day, today), day.isoformat(), day == today, tuple(by_date[day]))
            for day in dates
            if by_date[day] or day == today
        ),
        empty=not sessions,
        unrecorded=_unrecorded(user, now, zone),
        early=_early_check_ins(user, now, zone),
        earlier=(first - DAYS_SHOWN * _ONE_DAY).isoformat(),
        later=(first + DAYS_SHOWN * _ONE_DAY).isoformat(),
        this_week="" if first == today else today.isoformat(),
    )


def _sessions_between(user: User, start: datetime, end: datetime) -> Sequence[TreatmentSession]:
    sessions = visible_sessions(user=user).filter(scheduled_at__gte=start, scheduled_at__lt=end)
    return list(sessions.prefetch_related("areas").order_by("scheduled_at", "id"))


def _row(session: TreatmentSession, zone: ZoneInfo, now: datetime) -> Row:
    return Row(
        session_id=session.pk,
        patient_id=session.patient_id,
        patient=session.patient.user.full_name,
        time=when_time(session.scheduled_at, zone),
        treatment=treatment_words(session),
        areas=areas_words(session.areas.all()),
        state=session_state(session, now),
    )


def _unrecorded(user: User, now: datetime, zone: ZoneInfo) -> tuple[Waiting, ...]:
    overdue = visible_sessions(user=user).unrecorded(now - UNRECORDED_AFTER).order_by("at", "id")
    return tuple(
        Waiting(
            session.pk,
            session.patient.user.full_name,
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
