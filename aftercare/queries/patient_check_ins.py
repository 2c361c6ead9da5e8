"""A patient's own check-ins: the list, and one of them with the answer that it got."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from aftercare.domain.protocol import Severity
from aftercare.domain.triage import CheckIn as DomainCheckIn
from aftercare.models import CheckIn, Patient
from aftercare.queries.patient_care import (
    Care,
    care_card,
    clocks_beside,
    plain_card,
    severity_word,
    title_words,
)
from aftercare.queries.patient_contact import Contact, contact_now
from aftercare.queries.patient_matters import matters_now, matters_told
from aftercare.queries.patient_nurse import NurseRecord, nurse_record
from aftercare.queries.patient_reports import ToldLine, short_words, told_lines
from aftercare.queries.photos import PhotoLine, photo_lines
from aftercare.queries.records import ClinicalRecord, load_record, protocol_of
from aftercare.queries.wording import When, when

CHECK_INS_A_PAGE = 20
FRESH = timedelta(hours=24)
"""So long the answer of the latest check-in says what to do now; after that what was advised then."""


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note of the clinic about a check-in."""

    by: str
    body: str
    when: When


@dataclass(frozen=True, slots=True)
class Answer:
    """The page of one check-in. `fresh`: what to do now (`care`, `clocks`); else what was `advised`."""

    when: When
    fresh: bool
    care: Care | None
    clocks: tuple[str, ...]
    advised: str
    told: tuple[ToldLine, ...]
    photos: tuple[PhotoLine, ...]
    notes: tuple[NoteLine, ...]
    contact: Contact


@dataclass(frozen=True, slots=True)
class CheckInLine:
    """One check-in of the list."""

    id: str
    when: When
    text: str
    severity: str
    word: str


@dataclass(frozen=True, slots=True)
class CheckInList:
    """One page of the list, the newest first."""

    lines: tuple[CheckInLine, ...]
    page: Page[CheckIn]
    may_check_in: bool


def check_in_answer(*, patient: Patient, check_in: CheckIn, now: datetime) -> Answer:
    """The page of one of the patient's own check-ins at `now`."""
    record, nurse = load_record(patient=patient), nurse_record(patient=patient)
    contact = contact_now(clinic=patient.clinic, zone=patient.tz, now=now)
    fresh = record.check_in_rows[-1].pk == check_in.pk and now < check_in.at + FRESH
    care = care_card(matters_now(record, nurse, now), record, contact, now) if fresh else None
    return Answer(
        when=when(check_in.at, patient.tz, now),
        fresh=fresh,
        care=care,
        clocks=clocks_beside(care, record, now) if fresh else (),
        advised=_advised(check_in, contact, patient.care_ended_at),
        told=told_lines(check_in, record.protocol, patient.tz, now),
        photos=photo_lines(check_in.photos.oldest_first(), patient.tz, now),
        notes=_notes(record, nurse, check_in, now),
        contact=contact,
    )


def alarm_card(*, patient: Patient, partial: DomainCheckIn, severity: Severity) -> Care:
    """The card of a refused check-in that calls for one, from what could be read of it."""
    record = load_record(patient=patient).with_provisional(partial)
    contact = contact_now(clinic=patient.clinic, zone=patient.tz, now=partial.at)
    matters = matters_told(record, nurse_record(patient=patient), partial.at)
    card = care_card([one for one in matters if one.severity is severity], record, contact, partial.at)
    return card or plain_card(severity, contact)


def check_in_list(*, patient: Patient, page: str | None, now: datetime) -> CheckInList:
    """One page of the patient's check-ins; a page that is none gives the nearest."""
    sessions = list(patient.sessions.order_by("at", "id"))
    protocol = protocol_of(sessions)
    paginator = Paginator(patient.check_ins.order_by("-at", "-id"), CHECK_INS_A_PAGE)
    shown = paginator.get_page(page)
    lines = tuple(
        CheckInLine(
            id=str(row.pk),
            when=when(row.at, patient.tz, now),
            text=short_words(row, protocol),
            severity=row.advice,
            word=severity_word(Severity(row.advice)) if row.advice else "",
        )
        for row in shown
    )
    return CheckInList(lines, shown, bool(sessions))


def _advised(check_in: CheckIn, contact: Contact, care_ended_at: datetime | None) -> str:
    """What the card said then, in one line."""
    if not check_in.advice:
        watched = care_ended_at is None or check_in.at < care_ended_at
        return _("No need to call. We watched the clock.") if watched else _("No need to call.")
    severity = Severity(check_in.advice)
    if severity is Severity.URGENT:
        return _("Urgent: call the clinic that day.")
    return _("%(word)s: %(title)s.") % {
        "word": severity_word(severity),
        "title": title_words(severity, contact),
    }


def _notes(
    record: ClinicalRecord, nurse: NurseRecord, check_in: CheckIn, now: datetime
) -> tuple[NoteLine, ...]:
    """The notes about flags that this check-in tells of."""
    index = next(place for place, row in enumerate(record.check_in_rows) if row.pk == check_in.pk)
    told = {(flag.rule, flag.episode) for flag in record.assess(now).flags if index in flag.told_by}
    about = {flag.id for flag in nurse.flags if (flag.rule, flag.episode) in told}
    return tuple(
        NoteLine(note.written_by, note.body, when(note.written_at, record.patient.tz, now))
        for note in nurse.notes
        if note.flag in about and note.written_at >= check_in.at
    )
