"""A patient's course as nurses read it: pain over time, flags, check-ins, and what happened lately."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from aftercare.domain.protocol import Protocol
from aftercare.models import Flag, Patient
from aftercare.models.check_ins import PAIN
from aftercare.queries.flag_words import flag_detail
from aftercare.queries.nurse_check_in import CheckInReader
from aftercare.queries.records import ClinicalRecord, load_record
from aftercare.queries.session_words import areas_words, live_numbers
from aftercare.queries.trend import Trend, draw_trend
from aftercare.queries.wording import When, when_full

LATELY_AT_MOST = 12


@dataclass(frozen=True, slots=True)
class FlagLine:
    """One flag on one line. `state` says what has been done about it; `open` whether it waits."""

    href: str
    severity: str
    severity_text: str
    rule: str
    detail: str
    raised: When
    state: str
    open: bool


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: a flag (with its severity), a check-in or a session."""

    when: When
    text: str
    severity: str = ""
    severity_text: str = ""
    href: str = ""
    session: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """What `nurse/_course.html` shows. `trend` is None before the first check-in; `lately` runs backwards."""

    trend: Trend | None
    flags: tuple[FlagLine, ...]
    lately: tuple[Event, ...]
    check_in_count: int


def patient_course(
    *, patient: Patient, now: datetime, zone: ZoneInfo, record: ClinicalRecord | None = None
) -> Course:
    """The course of `patient`, whose record was opened, in times of `zone` (the clinic's).

    Two queries for the flags, besides those of the record where it is not given.
    """
    record = record or load_record(patient=patient)
    flags = list_flags(patient)
    reader = CheckInReader(record.protocol, zone, now)
    return Course(
        trend=pain_trend(record, flags, now) if record.check_in_rows else None,
        flags=tuple(flag_line(flag, record.protocol, zone, now) for flag in reversed(flags)),
        lately=lately_events(record, flags, reader),
        check_in_count=len(record.check_in_rows),
    )


def list_flags(patient: Patient) -> list[Flag]:
    """All flags of a patient in order of time, their check-ins at hand."""
    flags = patient.flags.select_related("patient", "acknowledged_by", "resolved_by").with_evidence()
    return list(flags.order_by("raised_at", "id"))


def pain_trend(record: ClinicalRecord, flags: Sequence[Flag], now: datetime) -> Trend:
    """Pain over time with the sessions, pauses and flags, on the patient's own days."""
    live = [session.at for session in record.sessions if session.live]
    return draw_trend(
        [(row.at, row.pain_score) for row in record.check_in_rows],
        sessions=live,
        pauses=[
            (pause.start, pause.end) for _index, pause in record.timeline.pauses if pause.start and pause.end
        ],
        flags=[(flag.raised_at, flag.severity) for flag in flags],
        baseline=record.patient.baseline_pain,
        limit=severe_from(record.protocol),
        zone=record.patient.tz,
        now=now,
    )


def severe_from(protocol: Protocol) -> int | None:
    """The score from which pain is flagged at once, or None."""
    scores = [
        rule.min_score
        for rule in protocol.symptom_rules
        if rule.at_once and rule.min_score is not None and PAIN in rule.symptoms
    ]
    return min(scores, default=None)


def flag_state(flag: Flag) -> str:
    """What has been done about a flag, and by whom."""
    if flag.resolved_by is not None:
        words = {"what": flag.get_disposition_display(), "name": flag.resolved_by.full_name}
        return _("%(what)s, %(name)s") % words
    if flag.acknowledged_by is not None:
        return _("Acknowledged by %(name)s") % {"name": flag.acknowledged_by.full_name}
    return _("Waits for a nurse")


def flag_line(flag: Flag, protocol: Protocol, zone: ZoneInfo, now: datetime) -> FlagLine:
    """A flag on one line."""
    return FlagLine(
        href=reverse("flag", args=[flag.pk]),
        severity=flag.severity,
        severity_text=str(flag.get_severity_display()),
        rule=flag.rule_name,
        detail=flag_detail(flag, list(flag.evidence.all()), protocol, zone, now),
        raised=when_full(flag.raised_at, zone, now),
        state=flag_state(flag),
        open=flag.resolved_at is None,
    )


def lately_events(record: ClinicalRecord, flags: Sequence[Flag], reader: CheckInReader) -> tuple[Event, ...]:
    """The latest flags, check-ins and sessions performed, newest first."""
    zone, now = reader.zone, reader.now
    numbers = live_numbers(record.session_rows)
    events = [
        *((flag.raised_at, _flag_event(flag, zone, now)) for flag in flags),
        *(
            (
                row.at,
                Event(when_full(row.at, zone, now), _("Check-in: %(told)s") % {"told": reader.line(row)}),
            )
            for row in record.check_in_rows
        ),
    ]
    for row, session in zip(record.session_rows, record.sessions, strict=True):
        if session.performed(now):
            words = {"number": numbers[session.key], "areas": areas_words(row.areas.all())}
            text = _("Session %(number)s: %(areas)s") % words
            events.append((session.at, Event(when_full(session.at, zone, now), text, session=True)))
    events.sort(key=lambda event: event[0], reverse=True)
    return tuple(event for _at, event in events[:LATELY_AT_MOST])


def _flag_event(flag: Flag, zone: ZoneInfo, now: datetime) -> Event:
    return Event(
        when=when_full(flag.raised_at, zone, now),
        text=flag.rule_name,
        severity=flag.severity,
        severity_text=str(flag.get_severity_display()),
        href=reverse("flag", args=[flag.pk]),
    )
