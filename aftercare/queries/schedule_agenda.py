"""The schedule as a list: the sessions of each day in order of time, with whom and where."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from aftercare.domain.clinical_time import local_date
from aftercare.models import Clinic, TreatmentSession
from aftercare.queries.schedule_ask import ScheduleAsk
from aftercare.queries.session_words import State, areas_words, session_state, treatment_words
from aftercare.queries.wording import When, format_day, when_time


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """One session of a day."""

    session_id: UUID
    patient: str
    time: When
    treatment: str
    areas: str
    provider: str
    room: str
    state: State


@dataclass(frozen=True, slots=True)
class AgendaDay:
    """One date with its sessions; `today` marks it."""

    text: str
    date: str
    today: bool
    rows: tuple[AgendaRow, ...]


def write_agenda(
    ask: ScheduleAsk, clinic: Clinic, sessions: Sequence[TreatmentSession], now: datetime
) -> tuple[AgendaDay, ...]:
    """The asked days on which a session begins, and today."""
    today = local_date(now, clinic.tz)
    rows = defaultdict(list)
    for session in sessions:
        rows[local_date(session.scheduled_at, clinic.tz)].append(_row(session, clinic, now))
    return tuple(
        AgendaDay(format_day(day, today), day.isoformat(), day == today, tuple(rows[day]))
        for day in ask.dates
        if rows[day] or day == today
    )


def _row(session: TreatmentSession, clinic: Clinic, now: datetime) -> AgendaRow:
    return AgendaRow(
        session_id=session.pk,
        patient=session.patient_name,  # type: ignore[attr-defined]  # annotated
        time=when_time(session.scheduled_at, clinic.tz),
        treatment=treatment_words(session),
        areas=areas_words(session.areas.all()),
        provider=session.provider.name if session.provider else "",
        room=session.room.name if session.room else "",
        state=session_state(session, now),
    )
