"""One flag with everything a nurse needs to decide: the patient, the evidence, the plan, what was done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from aftercare.domain.protocol import Status
from aftercare.models import CheckIn, Flag, User
from aftercare.queries.flag_words import Origin, flag_detail, origin_of
from aftercare.queries.lane_words import until_line
from aftercare.queries.nurse import Event, FlagLine, flag_line, lately_events, list_flags, pain_trend
from aftercare.queries.nurse_check_in import CheckInFacts, CheckInReader, Fact
from aftercare.queries.nurse_flag_lots import LotSignal, lot_signals, lots_used
from aftercare.queries.nurse_flag_patient import patient_facts, treated_in, zone_note
from aftercare.queries.nurse_flag_record import (
    Entry,
    actions_of,
    flag_record,
    person_name,
    told_words,
    tries_of,
)
from aftercare.queries.nurse_flag_work import Work, flag_work
from aftercare.queries.photos import PHOTOS
from aftercare.queries.records import ClinicalRecord, load_record
from aftercare.queries.time_left import TimeLeft, time_left
from aftercare.queries.trend import Trend
from aftercare.queries.wording import Phone, When, format_brief, phone, when

EVIDENCE_AT_MOST = 3
OTHERS_AT_MOST = 10
"""Further flags of the patient that are named, the latest first; the patient's page has all of them."""


@dataclass(frozen=True, slots=True)
class PlanItem:
    """Something the patient is to avoid or ask about now, and until when, on the patient's clock."""

    name: str
    until: str


@dataclass(frozen=True, slots=True)
class Link:
    """Another flag of the same episode."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class FlagHead:
    """What it is and what has been done. `waits`: nobody has acknowledged it; else `left` is None."""

    rule: str
    detail: str
    severity: str
    severity_text: str
    left: TimeLeft | None
    due: When
    raised: When
    state: str
    waits: bool
    open: bool
    told: str
    refused: bool
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class FlagPage:
    """One flag with all that belongs to it; the latest evidence apart from what came before it. `last` is the
    patient's last check-in where an open flag is not told of in it: the answer to a question, or how it was
    before the silence.
    """

    id: str
    head: FlagHead
    patient: str
    patient_href: str
    messages_href: str
    phone: Phone | None
    patient_facts: tuple[Fact, ...]
    lot_signals: tuple[LotSignal, ...]
    zone_note: str
    last: CheckInFacts | None
    evidence: tuple[CheckInFacts, ...]
    evidence_before: tuple[CheckInFacts, ...]
    trend: Trend | None
    plan: tuple[PlanItem, ...]
    other_flags: tuple[FlagLine, ...]
    lately: tuple[Event, ...]
    record: tuple[Entry, ...]
    work: Work


def load_flag(*, flag: Flag, user: User, now: datetime) -> FlagPage:
    """The page of a flag that was opened through `access.open_flag`, for the nurse `user`."""
    record = load_record(patient=flag.patient)
    zone = flag.clinic.tz
    reader = CheckInReader(record.protocol, zone, now)
    flags = list_flags(flag.patient)
    told_by = list(next(one for one in flags if one.pk == flag.pk).evidence.all())
    actions = actions_of(flag)
    lots = lots_used(treated_in(flag, record, now))
    others = [one for one in reversed(flags) if one.pk != flag.pk]
    last = [one for one in record.check_in_rows[-1:] if flag.resolved_at is None and one not in told_by]
    facts = _read([*last, *reversed(told_by[-EVIDENCE_AT_MOST:])], record, reader)
    evidence = facts[len(last) :]
    return FlagPage(
        id=str(flag.pk),
        head=_head(flag, told_by, reader, user),
        patient=flag.patient.user.full_name,
        patient_href=reverse("patient", args=[flag.patient_id]),
        messages_href=reverse("patient_messages", args=[flag.patient_id]),
        phone=phone(flag.patient.phone),
        patient_facts=tuple(patient_facts(flag, record, lots, now)),
        lot_signals=tuple(lot_signals(lots)),
        zone_note=zone_note(flag.patient, zone),
        last=facts[0] if last else None,
        evidence=evidence[:1],
        evidence_before=evidence[1:],
        trend=pain_trend(record, flags, now) if record.check_in_rows else None,
        plan=tuple(_plan(record, now)),
        other_flags=tuple(flag_line(one, record.protocol, zone, now) for one in others[:OTHERS_AT_MOST]),
        lately=lately_events(record, flags, reader),
        record=flag_record(flag, actions, tries_of(flag), user, zone, now),
        work=flag_work(flag, actions, user, zone, now),
    )


def _head(flag: Flag, evidence: Sequence[CheckIn], reader: CheckInReader, user: User) -> FlagHead:
    zone, now = reader.zone, reader.now
    origin = origin_of(flag, evidence, reader.protocol)
    waits = flag.acknowledged_at is None
    return FlagHead(
        rule=flag.rule_name,
        detail=flag_detail(flag, evidence, reader.protocol, zone, now),
        severity=flag.severity,
        severity_text=str(flag.get_severity_display()),
        left=time_left(flag.raised_at, flag.due_at, now) if waits else None,
        due=when(flag.due_at, zone, now),
        raised=when(flag.raised_at, zone, now),
        state=_state(flag, user, zone, now),
        waits=waits,
        open=flag.resolved_at is None,
        told=told_words(flag, evidence, origin, zone, now),
        refused=origin is Origin.REFUSED,
        links=tuple(_links(flag, zone, now)),
    )


def _state(flag: Flag, user: User, zone: ZoneInfo, now: datetime) -> str:
    """Who did the last thing about it, and when; empty while nobody has."""
    if flag.resolved_by is not None and flag.resolved_at is not None:
        words = {"what": flag.get_disposition_display(), "name": person_name(flag.resolved_by, user)}
        return _("%(what)s, by %(name)s, %(time)s") % {
            **words,
            "time": format_brief(flag.resolved_at, zone, now),
        }
    if flag.acknowledged_by is not None and flag.acknowledged_at is not None:
        words = {
            "name": person_name(flag.acknowledged_by, user),
            "time": format_brief(flag.acknowledged_at, zone, now),
        }
        return _("Acknowledged by %(name)s, %(time)s") % words
    return ""


def _read(rows: Sequence[CheckIn], record: ClinicalRecord, reader: CheckInReader) -> tuple[CheckInFacts, ...]:
    """Check-ins in full, each compared with the one before it."""
    places = {row.pk: place for place, row in enumerate(record.check_in_rows)}
    prefetch_related_objects(rows, PHOTOS)
    before = [record.check_in_rows[places[row.pk] - 1] if places[row.pk] else None for row in rows]
    return tuple(reader.read(row, earlier) for row, earlier in zip(rows, before, strict=True))


def _plan(record: ClinicalRecord, now: datetime) -> Iterator[PlanItem]:
    """What the patient is to avoid or to ask about now, in the order of the protocol."""
    for topic in record.protocol.topics:
        if record.timeline.segment_at(topic.id, now).status in (Status.AVOID, Status.ASK):
            until = until_line(record.timeline.segments(topic.id), record.patient.tz, now)
            yield PlanItem(topic.short_name, until)


def _links(flag: Flag, zone: ZoneInfo, now: datetime) -> Iterator[Link]:
    """The flags of the same episode before and after this one."""
    later = getattr(flag, "again", None)
    for other, text in ((flag.previous, _("Raised before, %(time)s")), (later, _("Raised again, %(time)s"))):
        if other is not None:
            time = format_brief(other.raised_at, zone, now)
            yield Link(reverse("flag", args=[other.pk]), text % {"time": time})
