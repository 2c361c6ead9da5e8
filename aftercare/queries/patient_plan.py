"""The page "Plan": the picture of what holds, what is the same every day, and all of it in words."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.domain.clinical_time import local_date, start_of_day
from aftercare.domain.protocol import Status
from aftercare.domain.timeline import Segment
from aftercare.models import Patient
from aftercare.queries.clock_changes import clock_changes
from aftercare.queries.grammar import capitalized, within
from aftercare.queries.lane_picture import Picture
from aftercare.queries.lane_scale import choose_scale
from aftercare.queries.lane_words import PlanLine, plan_lines
from aftercare.queries.patient_care import Care, care_card
from aftercare.queries.patient_changes import Step, if_it_goes_ahead, next_steps
from aftercare.queries.patient_contact import Contact, contact_now
from aftercare.queries.patient_days import all_areas, pause_words
from aftercare.queries.patient_matters import matters_now, unanswered
from aftercare.queries.patient_nurse import nurse_record
from aftercare.queries.patient_topics import MEDICINES, Mark, TopicNow, bridge_words, find_bridge, topics_now
from aftercare.queries.patient_words import live_sessions, next_session
from aftercare.queries.plan_picture import lane_sessions, plan_picture, words_id
from aftercare.queries.records import ClinicalRecord, load_record
from aftercare.queries.session_words import live_numbers
from aftercare.queries.wording import format_date, format_day, format_instant
from aftercare.queries.zones import zone_name

DRAWN_ALWAYS = ("acetaminophen", "light-exercise")
"""Topics that no rule changes and that are drawn all the same: what helps belongs into the picture."""


@dataclass(frozen=True, slots=True)
class Row:
    """A topic in words, at the place its lane leads to."""

    id: str
    name: str
    small: str
    lines: tuple[PlanLine, ...]


@dataclass(frozen=True, slots=True)
class PlanCalendar:
    """Whether a calendar program may read the plan, and whether titles tell what changes."""

    has_address: bool
    detailed: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything the page shows; `picture` is None without a session. `care` is the card that stands."""

    care: Care | None
    lead: str
    pause: str
    next_step: Step | None
    over: bool
    picture: Picture | None
    bridges: tuple[Mark, ...]
    every_day: tuple[Mark, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    calendar: PlanCalendar
    contact: Contact


def plan_page(*, patient: Patient, now: datetime) -> Plan:
    """The page of `patient` at `now`. What a patient must do now stands above what the plan allows."""
    record, nurse = load_record(patient=patient), nurse_record(patient=patient)
    contact = contact_now(clinic=patient.clinic, zone=patient.tz, now=now)
    standing = unanswered(matters_now(record, nurse, now), nurse, now)
    topics = topics_now(record, now)
    steps = next_steps(record, now, most=1)
    return Plan(
        care=care_card(standing, record, contact, now),
        lead=lead_words(record, now),
        pause=pause_words(record, now),
        next_step=steps[0] if steps else None,
        over=bool(live_sessions(record.session_rows)) and not steps,
        picture=plan_picture(record, [one.topic for one in topics if _drawn(one)], now, in_words=True),
        bridges=tuple(_bridges(record, topics, now)),
        every_day=tuple(_every_day_mark(one) for one in topics if not _drawn(one)),
        rows=tuple(_row(one, record, now) for one in topics),
        notes=tuple(_notes(record, now)),
        calendar=PlanCalendar(patient.calendar_digest is not None, patient.calendar_detailed),
        contact=contact,
    )


def lead_words(record: ClinicalRecord, now: datetime) -> str:
    """What the plan is of: "Right knee, one session: Mon 2 Mar."; empty without a live session."""
    zone, live = record.patient.tz, live_sessions(record.session_rows)
    if not live:
        return ""
    words = {
        "areas": capitalized(all_areas(record)),
        "count": len(live),
        "first": format_date(live[0].at, zone, now),
    }
    if len(live) == 1:
        return _("%(areas)s, one session: %(first)s.") % words
    words["last"] = format_date(live[-1].at, zone, now)
    days = (local_date(live[-1].at, zone) - local_date(live[0].at, zone)).days
    if len(live) == 2:
        apart = ngettext(
            "%(areas)s, two sessions %(days)d day apart: %(first)s and %(last)s.",
            "%(areas)s, two sessions %(days)d days apart: %(first)s and %(last)s.",
            days,
        )
        return apart % {**words, "days": days}
    return _("%(areas)s, %(count)d sessions from %(first)s to %(last)s.") % words


def _drawn(one: TopicNow) -> bool:
    return one.ruled or one.topic.id in DRAWN_ALWAYS


def _bridges(record: ClinicalRecord, topics: Iterable[TopicNow], now: datetime) -> Iterable[Mark]:
    zone, numbers = record.patient.tz, live_numbers(record.session_rows)
    for one in topics:
        bridge = find_bridge(record, one.topic.id, one.segment, now) if one.status is Status.AVOID else None
        if bridge is None:
            continue
        number = numbers[str(record.session_rows[bridge.pause.session].pk)]
        text = bridge_words(bridge, record, number)
        if bridge.until is not None:
            until = {"time": format_instant(bridge.until, zone, now)}
            text += " " + _("After the session new days begin, so it stays off until %(time)s.") % until
        title = _("Why there is no gap for %(topic)s:") % {"topic": within(one.topic.short_name)}
        yield Mark("avoid", "avoid", title, text)


def _every_day_mark(one: TopicNow) -> Mark:
    icon, tone = {
        Status.AVOID: ("avoid", "avoid"),
        Status.ASK: ("ask", "ask"),
        Status.CONTINUE: ("on", "ok"),
        Status.ENCOURAGED: ("plus", "ok"),
        Status.ALLOWED: ("check", "ok"),
    }[one.status]
    word = {
        Status.AVOID: _("never."),
        Status.ASK: _("ask us first."),
        Status.CONTINUE: _("keep taking it."),
        Status.ENCOURAGED: _("good for you."),
        Status.ALLOWED: _("fine."),
    }[one.status]
    return Mark(icon, tone, f"{one.topic.name}: {word}", one.topic.hint)


def _row(one: TopicNow, record: ClinicalRecord, now: datetime) -> Row:
    segments = record.timeline.segments(one.topic.id)
    lines = plan_lines(segments, record.patient.tz, now)
    if one.ruled and one.topic.group == MEDICINES:
        ahead = [segment for segment in segments if segment.end is None or segment.end > now]
        lines = tuple(_unrestricted(*pair, len(ahead)) for pair in zip(lines, ahead, strict=True))
    small = one.topic.name if one.topic.name != one.topic.short_name else ""
    return Row(words_id(one.topic), one.topic.short_name, small, lines)


def _unrestricted(line: PlanLine, segment: Segment, count: int) -> PlanLine:
    """A medicine that is allowed is called not restricted: that is no advice to take it."""
    if segment.status is not Status.ALLOWED:
        return line
    if segment.end is not None:
        return replace(line, text=_("Not restricted by your treatment until"))
    if count > 1:
        return replace(line, text=_("No longer restricted by your treatment after that"))
    return replace(line, text=_("Not restricted by your treatment"))


def _notes(record: ClinicalRecord, now: datetime) -> Iterable[str]:
    zone = record.patient.tz
    yield _("“Not restricted” is no advice to take something: follow the label and your doctor.")
    yield _("All times are %(zone)s.") % {"zone": zone_name(zone)}
    sessions = lane_sessions(record)
    if not sessions:
        return
    scale = choose_scale(sessions, zone, now)
    last = scale.left + timedelta(days=scale.days - 1)
    for day, forward in clock_changes(start_of_day(scale.left, zone), start_of_day(last, zone), zone):
        words = {"day": format_day(day, local_date(now, zone))}
        if forward:
            yield _("Clocks go forward on %(day)s; your times already allow for it.") % words
        else:
            yield _("Clocks go back on %(day)s; your times already allow for it.") % words
    coming = next_session(record.session_rows, now)
    if coming is not None:
        condition = if_it_goes_ahead(record, coming.at, now)
        words = {"date": format_date(coming.at, zone, now), "condition": condition}
        yield _("Dates after %(date)s hold %(condition)s.") % words
