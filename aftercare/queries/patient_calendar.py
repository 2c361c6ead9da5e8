"""The plan as a calendar (RFC 5545): sessions, and when something changes. Titles say nothing about health
unless the patient asked for it: a calendar is often shared, and shown on a locked screen.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from aftercare.models import Patient
from aftercare.queries.patient_changes import Step, next_steps
from aftercare.queries.patient_words import live_sessions
from aftercare.queries.records import ClinicalRecord, load_record

CHANGES_AT_MOST = 60
REFRESH = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class CalendarAddress:
    """Where a calendar program reads the plan, as a page and for a program that opens it at once."""

    href: str
    webcal: str
    detailed: bool


def calendar_address(*, token: str, detailed: bool) -> CalendarAddress:
    """The address of `token`, which is known only while it is made."""
    href = f"{settings.PORTAL_URL}{reverse('calendar_feed', args=[token])}"
    return CalendarAddress(href, f"webcal://{href.partition('://')[2]}", detailed)


def plan_calendar(*, patient: Patient, now: datetime, portal_url: str) -> bytes:
    """The calendar of `patient` as it is at `now`; instants in UTC: each program shows its own zone."""
    record = load_record(patient=patient, with_check_ins=False)
    calendar = Calendar()
    calendar.add("prodid", "-//Aftercare portal//plan//EN")
    calendar.add("version", "2.0")
    calendar.add("name", patient.clinic.name)
    calendar.add("x-wr-calname", patient.clinic.name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for event in (*_sessions(record), *_changes(record, now)):
        event.add("dtstamp", now.astimezone(UTC))
        event.add("url", portal_url)
        event.add("class", "PRIVATE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _sessions(record: ClinicalRecord) -> Iterator[Event]:
    for number, row in enumerate(live_sessions(record.session_rows), start=1):
        words = {"clinic": record.patient.clinic.name, "number": number}
        title = _("Session %(number)d, %(clinic)s") if record.patient.calendar_detailed else _("%(clinic)s")
        lasts = row.slot_ends_at - row.scheduled_at
        yield _event(f"session-{row.pk}", title % words, row.at, row.at + lasts)


def _changes(record: ClinicalRecord, now: datetime) -> Iterator[Event]:
    """One event for each instant at which something changes; a session is one already."""
    told: dict[datetime, list[Step]] = defaultdict(list)
    for step in next_steps(record, now, most=CHANGES_AT_MOST):
        if not step.session:
            told[datetime.fromisoformat(step.when.datetime_attr)].append(step)
    discreet = _("%(clinic)s: something changes, see the portal") % {"clinic": record.patient.clinic.name}
    for at, steps in told.items():
        words = " ".join(f"{step.title} {step.text}" for step in steps)
        title = words if record.patient.calendar_detailed else discreet
        yield _event(f"change-{at.astimezone(UTC):%Y%m%dT%H%M}-{record.patient.pk}", title, at, at)


def _event(uid: str, title: str, begins_at: datetime, ends_at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{uid}@aftercare.invalid")
    event.add("summary", title)
    event.add("dtstart", begins_at.astimezone(UTC))
    event.add("dtend", ends_at.astimezone(UTC))
    event.add("transp", "TRANSPARENT")
    return event
