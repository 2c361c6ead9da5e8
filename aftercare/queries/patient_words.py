"""What several of the patient's pages share: the sessions that count, and their areas in words."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import pgettext

from aftercare.models import TreatedArea, TreatmentSession
from aftercare.queries.grammar import in_a_row
from aftercare.queries.session_words import area_words


def live_sessions(sessions: Iterable[TreatmentSession]) -> list[TreatmentSession]:
    """The sessions that shape the plan, in the order given."""
    return [session for session in sessions if session.status in TreatmentSession.LIVE]


def latest_performed(sessions: Sequence[TreatmentSession], now: datetime) -> TreatmentSession | None:
    """The last session that has taken place by `now`. `sessions`: in order of time."""
    performed = [session for session in sessions if session.as_domain.performed(now) and session.at <= now]
    return performed[-1] if performed else None


def next_session(sessions: Iterable[TreatmentSession], now: datetime) -> TreatmentSession | None:
    """The next session that is to take place. `sessions`: in order of time."""
    return next((session for session in sessions if session.as_domain.upcoming(now)), None)


def areas_now(sessions: Sequence[TreatmentSession], now: datetime) -> str:
    """What the patient's days are counted for: the areas of the latest session, before it of the next one."""
    session = latest_performed(sessions, now) or next_session(sessions, now)
    return (
        areas_of(session)
        if session is not None
        else pgettext("stands for a part of the body", "treated area")
    )


def areas_of(*sessions: TreatmentSession) -> str:
    """The treated areas within a sentence, each once: "right knee and left hip"."""
    areas = [area for one in sessions for area in sorted(one.areas.all(), key=lambda area: area.pk)]
    return in_a_row(dict.fromkeys(map(area_in_words, areas)))


def area_in_words(area: TreatedArea) -> str:
    """One area; one that has no name of its own is "treated area"."""
    if area.area == TreatedArea.Area.OTHER:
        return pgettext("stands for a part of the body", "treated area")
    return area_words(area)
