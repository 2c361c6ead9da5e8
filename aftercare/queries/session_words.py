"""What a treatment session and its state are called on staff pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from aftercare.models import Provider, TreatedArea, TreatmentSession
from aftercare.queries.grammar import capitalized
from aftercare.queries.wording import format_day_month


@dataclass(frozen=True, slots=True)
class State:
    """A session's state in a word; `tone` and `icon` as the components take them."""

    text: str
    tone: str
    icon: str


def area_words(area: TreatedArea) -> str:
    """One treated area: "right knee", "lower back"."""
    return area_text(area.area, area.side)


def area_text(area: str, side: str) -> str:
    """The words for an area and its side as they are stored."""
    name = str(TreatedArea.Area(area).label).lower()
    if not side:
        return name
    return _("%(side)s %(area)s") % {"side": str(TreatedArea.Side(side).label).lower(), "area": name}


def areas_words(areas: Iterable[TreatedArea]) -> str:
    """All treated areas of a session: "Right knee, left hip"; empty for none."""
    return capitalized(", ".join(sorted(area_words(area) for area in areas)))


def treatment_words(session: TreatmentSession) -> str:
    """What is injected: "Exosome"."""
    return str(session.get_treatment_display())


def provider_words(provider: Provider) -> str:
    """Who treats, with what they are called: "Adelaide Fernsby, physician"."""
    if not provider.title:
        return provider.name
    return _("%(name)s, %(title)s") % {"name": provider.name, "title": provider.title}


def dose_words(session: TreatmentSession) -> str:
    """The dose with its unit, empty where none is recorded."""
    if session.dose_billion_vesicles is None:
        return ""
    dose = f"{session.dose_billion_vesicles.normalize():f}"
    return _("%(dose)s billion vesicles") % {"dose": dose}


def session_state(session: TreatmentSession, now: datetime) -> State:
    """The state at `now`: a booked session whose time is past waits to be recorded."""
    if session.status == TreatmentSession.Status.SCHEDULED and session.at <= now:
        return State(_("Not recorded yet"), "urgent", "urgent")
    return {
        TreatmentSession.Status.SCHEDULED: State(_("Booked"), "", "next"),
        TreatmentSession.Status.COMPLETED: State(_("Completed"), "ok", "ok"),
        TreatmentSession.Status.MISSED: State(_("Missed"), "", "routine"),
        TreatmentSession.Status.CANCELLED: State(_("Cancelled"), "", "routine"),
    }[TreatmentSession.Status(session.status)]


def live_numbers(sessions: Sequence[TreatmentSession]) -> dict[str, int]:
    """Each live session's place among the live ones of `sessions` (in order of time), from 1, by id."""
    live = [session for session in sessions if session.status in TreatmentSession.LIVE]
    return {str(session.pk): number for number, session in enumerate(live, start=1)}


def born_words(birth_date: date) -> str:
    """A date of birth: "3 May 1974"."""
    return _("%(day_month)s %(year)d") % {
        "day_month": format_day_month(birth_date),
        "year": birth_date.year,
    }
