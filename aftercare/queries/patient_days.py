"""The day a patient is on, and the strip of days around it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import local_date
from aftercare.models import TreatmentSession
from aftercare.models.treatment_sessions import UNRECORDED_AFTER
from aftercare.queries.patient_words import areas_of, latest_performed, live_sessions, next_session
from aftercare.queries.records import ClinicalRecord
from aftercare.queries.session_words import live_numbers
from aftercare.queries.wording import format_instant, format_time, format_weekday
from aftercare.queries.zones import zone_name

DAYS_SHOWN = 8
DAYS_BACK = 3
"""How many days back the strip begins once the session lies further back than it can show."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the strip, as `_components/days.html` draws it."""

    weekday: str
    number: int
    today: bool
    session: bool
    pause: bool


@dataclass(frozen=True, slots=True)
class DayNow:
    """The heading of a day and what is said beneath it; `number` is None before the first session."""

    title: str
    lead: str
    number: int | None


def day_now(record: ClinicalRecord, now: datetime) -> DayNow:
    """Which day it is: local dates since the latest session; or when the first one is."""
    zone = record.patient.tz
    last, coming = latest_performed(record.session_rows, now), next_session(record.session_rows, now)
    if last is None:
        if coming is None:
            return DayNow(_("Your aftercare"), _called_off(record, now), None)
        is_today = local_date(coming.at, zone) == local_date(now, zone)
        first = _("Your first session is %(time)s") if is_today else _("Your first session is on %(time)s")
        title = first % {"time": format_instant(coming.at, zone, now)}
        return DayNow(title, _("For your %(areas)s.") % {"areas": areas_of(coming)}, None)
    number = (local_date(now, zone) - local_date(last.at, zone)).days
    words = {"day": number, "areas": areas_of(last)}
    title = (
        _("Day %(day)d for your %(areas)s") % words if number else _("Session day for your %(areas)s") % words
    )
    told = [_just_ended(last, now, record), _counted_from(record, now), _doubted(last, now)]
    if coming is None:
        told.append(_called_off(record, now))
    lead = " ".join(filter(None, told))
    return DayNow(title, lead, number)


def _just_ended(session: TreatmentSession, now: datetime, record: ClinicalRecord) -> str:
    """On the day of a session: when it ended, where it is known."""
    zone = record.patient.tz
    completed = session.status == TreatmentSession.Status.COMPLETED
    if not completed or local_date(session.at, zone) != local_date(now, zone):
        return ""
    time = {"time": format_time(session.at, zone)}
    return _("Your treatment ended at %(time)s. Your plan counts from there.") % time


def _called_off(record: ClinicalRecord, now: datetime) -> str:
    """That a session which was to come is cancelled: whoever looks for it here must not wonder."""
    cancelled = TreatmentSession.Status.CANCELLED
    off = [row for row in record.session_rows if row.status == cancelled and row.at > now]
    if not off:
        return ""
    time = format_instant(off[0].at, record.patient.tz, now)
    return _("Your session of %(time)s is cancelled.") % {"time": time}


def _doubted(session: TreatmentSession, now: datetime) -> str:
    """A session that nobody has recorded counts as performed: only the patient knows better at once."""
    if session.status != TreatmentSession.Status.SCHEDULED or now < session.at + UNRECORDED_AFTER:
        return ""
    return _("Did this session not take place? Call us: your plan counts from it.")


def _counted_from(record: ClinicalRecord, now: datetime) -> str:
    """From which session the days are counted, where several could be meant."""
    live = live_sessions(record.session_rows)
    if len(live) < 2:
        return ""
    last = latest_performed(live, now)
    numbers = live_numbers(record.session_rows)
    if last is None:
        return ""
    time = format_instant(last.at, record.patient.tz, now)
    return _("Counted from session %(number)d, %(time)s.") % {"number": numbers[str(last.pk)], "time": time}


def pause_words(record: ClinicalRecord, now: datetime) -> str:
    """That the patient is in the pause before a session, and until when; empty outside it."""
    for _index, window in record.timeline.pauses:
        if window.end is not None and window.holds(now):
            time = format_instant(window.end, record.patient.tz, now)
            return _("You are in the pause before your next session. It ends with the session, %(time)s.") % {
                "time": time
            }
    return ""


def strip_of_days(record: ClinicalRecord, now: datetime) -> tuple[Day, ...]:
    """Eight days with today among them, from the latest session on where it is near.

    None at all where no session and no pause is among them: a calendar is at hand on any phone.
    """
    zone, today = record.patient.tz, local_date(now, record.patient.tz)
    live = live_sessions(record.session_rows)
    sessions = {local_date(session.at, zone) for session in live}
    paused = _paused_days(record)
    back = [day for day in sessions if today - timedelta(days=DAYS_SHOWN - 2) <= day <= today]
    first = (
        max(back) if back else today - timedelta(days=DAYS_BACK if any(s < today for s in sessions) else 0)
    )
    days = [first + timedelta(days=index) for index in range(DAYS_SHOWN)]
    if not (sessions | paused) & set(days):
        return ()
    return tuple(
        Day(format_weekday(day), day.day, day == today, day in sessions, day in paused - sessions)
        for day in days
    )


def _paused_days(record: ClinicalRecord) -> set[date]:
    zone, days = record.patient.tz, set()
    for _index, window in record.timeline.pauses:
        if window.start is None or window.end is None:
            continue
        first, last = local_date(window.start, zone), local_date(window.end, zone)
        days |= {first + timedelta(days=index) for index in range((last - first).days)}
    return days


def greeting(record: ClinicalRecord, now: datetime) -> str:
    """A greeting by the patient's own clock, and the time it is."""
    zone = record.patient.tz
    words = {"name": record.patient.user.first_name, "time": format_instant(now, zone)}
    hour = now.astimezone(zone).hour
    if 5 <= hour < 12:
        return _("Good morning, %(name)s. %(time)s") % words
    if 12 <= hour < 18:
        return _("Good afternoon, %(name)s. %(time)s") % words
    return _("Good evening, %(name)s. %(time)s") % words


def zone_words(record: ClinicalRecord) -> str:
    """Whose clock the times are on, where the clinic has another; else nothing."""
    patient, clinic = record.patient, record.patient.clinic
    if patient.tz.key == clinic.tz.key:
        return ""
    words = {"zone": zone_name(patient.tz), "clinic": clinic.name, "theirs": zone_name(clinic.tz)}
    return _("All times are %(zone)s. %(clinic)s is on %(theirs)s.") % words


def all_areas(record: ClinicalRecord) -> str:
    """Every area that the live sessions treat, each once."""
    return areas_of(*live_sessions(record.session_rows))
