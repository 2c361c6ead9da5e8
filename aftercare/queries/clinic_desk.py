"""An administrator's look at the desk: who treats and when, the rooms, and what does not fit together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import local_date, start_of_day
from aftercare.models import Clinic, Provider, Room, TreatmentSession, User, WorkingHours
from aftercare.queries.access import RecordNotFound
from aftercare.queries.clinic_hours import days_words
from aftercare.queries.grammar import capitalized, in_a_row
from aftercare.queries.provider_hours import why_absent
from aftercare.queries.session_words import provider_words
from aftercare.queries.wording import When, format_clock, format_day, when

AT_MOST = 50  # sessions of a list


@dataclass(frozen=True, slots=True)
class ProviderRow:
    """A provider in the list."""

    id: UUID
    name: str
    hours: tuple[str, ...]
    active: bool


@dataclass(frozen=True, slots=True)
class Booked:
    """A session to come; `why` says what stands against it, if anything."""

    session_id: UUID
    patient: str
    when: When
    why: str


def provider_rows(user: User) -> tuple[ProviderRow, ...]:
    """The providers of the reader's clinic, active ones first. Two queries."""
    providers = user.clinic.providers.prefetch_related("hours").order_by("-is_active", "name", "id")
    return tuple(
        ProviderRow(one.pk, provider_words(one), hours_lines(one.hours.all()), one.is_active)
        for one in providers
    )


def room_rows(user: User) -> tuple[Room, ...]:
    """The rooms of the reader's clinic, those in use first. One query."""
    return tuple(user.clinic.rooms.order_by("-is_active", "name", "id"))


def find_provider(user: User, provider_id: UUID) -> Provider:
    """A provider of the reader's clinic with hours and time off. Raises RecordNotFound."""
    found = user.clinic.providers.filter(pk=provider_id).prefetch_related("hours", "time_off").first()
    if found is None:
        raise RecordNotFound
    return found


def find_room(user: User, room_id: UUID) -> Room:
    """A room of the reader's clinic. Raises RecordNotFound."""
    found = user.clinic.rooms.filter(pk=room_id).first()
    if found is None:
        raise RecordNotFound
    return found


def hours_lines(hours: Iterable[WorkingHours]) -> tuple[str, ...]:
    """A week's hours, alike days together: "Monday to Friday 8:00 am to 1:00 pm and 2:00 pm to 5:00 pm"."""
    by_day: dict[int, list[str]] = {}
    for one in sorted(hours, key=lambda one: (one.weekday, one.begins)):
        words = _("%(begins)s to %(ends)s") % {
            "begins": format_clock(one.begins),
            "ends": format_clock(one.ends),
        }
        by_day.setdefault(one.weekday, []).append(words)
    alike: dict[str, list[int]] = {}
    for weekday, stretches in by_day.items():
        alike.setdefault(in_a_row(stretches), []).append(weekday)
    return tuple(
        capitalized(_("%(days)s %(hours)s") % {"days": days_words(days), "hours": hours})
        for hours, days in alike.items()
    )


def sessions_to_come(of: Provider | Room, now: datetime) -> tuple[Booked, ...]:
    """The booked sessions of a provider or a room, the next first. One query."""
    sessions = of.sessions.upcoming(now).select_related("patient__user", "clinic").order_by("at", "id")
    return tuple(
        Booked(one.pk, one.patient.user.full_name, when(one.at, one.clinic.tz, now), _against(one, of))
        for one in sessions[:AT_MOST]
    )


def holidays_with_sessions(clinic: Clinic, now: datetime) -> str:
    """The holidays to come on which sessions are booked, in a row; empty for none. Two queries at most."""
    today, zone = local_date(now, clinic.tz), clinic.tz
    days = list(clinic.holidays.filter(date__gte=today).order_by("date").values_list("date", flat=True))
    if not days:
        return ""
    booked = clinic.sessions.upcoming(now).filter(
        at__gte=start_of_day(days[0], zone), at__lt=start_of_day(days[-1] + timedelta(days=1), zone)
    )
    taken = {local_date(at, zone) for at in booked.values_list("at", flat=True)}
    return in_a_row(format_day(day, today) for day in days if day in taken)


def _against(session: TreatmentSession, of: Provider | Room) -> str:
    """Why its provider does not treat then any more; empty where all is well, and for a room."""
    if isinstance(of, Room):
        return ""
    return why_absent(of, session.scheduled_at, session.slot_ends_at, session.clinic.tz)
