"""The page "Today": the answer first, then what to avoid, what is fine, what to ask, what changes next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from aftercare.domain.protocol import Severity, Status, Topic
from aftercare.models import Patient, TreatmentSession
from aftercare.queries.care_words import why_words
from aftercare.queries.check_in_start import begun_words, sent_today
from aftercare.queries.grammar import in_a_row, within
from aftercare.queries.patient_avoid import AvoidGroup, avoid_groups
from aftercare.queries.patient_care import Care, care_card, clocks_beside
from aftercare.queries.patient_changes import Step, next_steps
from aftercare.queries.patient_contact import Contact, contact_now
from aftercare.queries.patient_days import (
    Day,
    DayNow,
    day_now,
    greeting,
    pause_words,
    strip_of_days,
    zone_words,
)
from aftercare.queries.patient_expectations import MONTH_9_DAY, Expectation, expectation
from aftercare.queries.patient_matters import Matter, held_topics, matters_now, unanswered
from aftercare.queries.patient_news import News, news_now
from aftercare.queries.patient_nurse import nurse_record
from aftercare.queries.patient_topics import (
    MEDICINES,
    Mark,
    TopicNow,
    topics_now,
)
from aftercare.queries.patient_words import latest_performed, live_sessions, next_session
from aftercare.queries.records import ClinicalRecord, load_record
from aftercare.queries.wording import When, when


@dataclass(frozen=True, slots=True)
class Today:
    """Everything the page shows. Without any live session only the contact and what still stands open.

    `sent`: the time of today's check-in. `asks_baseline`: how it is before treatment is still to be told.
    `done`: the plan has run its course. Out of care (not `in_care`) no clock runs that could be told.
    """

    greeting: str
    day: DayNow
    days: tuple[Day, ...]
    next_session: When | None
    pause_drawn: bool
    zones: str
    pause: str
    may_check_in: bool
    begun: str
    sent: str
    planned: bool
    asks_baseline: bool
    care: Care | None
    news: tuple[News, ...]
    clocks: tuple[str, ...]
    avoid: tuple[AvoidGroup, ...]
    fine: tuple[Mark, ...]
    ask: tuple[Mark, ...]
    steps: tuple[Step, ...]
    done: bool
    in_care: bool
    expectation: Expectation | None
    contact: Contact


def today_page(*, patient: Patient, now: datetime) -> Today:
    """The page of `patient` at `now`, in a constant number of queries."""
    record, nurse = load_record(patient=patient), nurse_record(patient=patient)
    contact = contact_now(clinic=patient.clinic, zone=patient.tz, now=now)
    matters = matters_now(record, nurse, now)
    standing = unanswered(matters, nurse, now)
    care = care_card(standing, record, contact, now)
    day, days = day_now(record, now), strip_of_days(record, now)
    coming = next_session(record.session_rows, now)
    topics, held = topics_now(record, now), held_topics(matters)
    steps = next_steps(record, now)
    lines = (*_routine_lines(care, matters, record), *clocks_beside(care, record, now))
    return Today(
        greeting=greeting(record, now),
        day=day,
        days=days,
        next_session=when(coming.at, patient.tz, now) if coming is not None else None,
        pause_drawn=any(one.pause for one in days),
        zones=zone_words(record),
        pause=pause_words(record, now),
        may_check_in=bool(record.session_rows),
        begun=begun_words(patient=patient, now=now),
        sent=sent_today(record, now),
        planned=bool(live_sessions(record.session_rows)),
        asks_baseline=_asks_baseline(record, now),
        care=care,
        news=news_now(nurse, record, now, on_card=standing[0].on_record if standing else None),
        clocks=lines if patient.in_care else (),
        avoid=avoid_groups(record, topics, now),
        fine=_fine_marks(record, [one for one in topics if one.topic.id not in held], now),
        ask=_ask_marks(record, topics, held, now),
        steps=steps,
        done=patient.in_care and not steps and (day.number or 0) >= MONTH_9_DAY,
        in_care=patient.in_care,
        expectation=expectation(day.number, exosome=_exosome(record, now)) if care is None else None,
        contact=contact,
    )


def _asks_baseline(record: ClinicalRecord, now: datetime) -> bool:
    """Whether the first session is still to come and how it was before it is not on record."""
    patient, rows = record.patient, record.session_rows
    ahead = latest_performed(rows, now) is None and next_session(rows, now) is not None
    return patient.in_care and ahead and patient.baseline_pain is None


def _routine_lines(care: Care | None, matters: Iterable[Matter], record: ClinicalRecord) -> tuple[str, ...]:
    """What a nurse takes a look at, each once; beside an emergency nothing else is said."""
    if care is not None and care.severity == Severity.EMERGENCY:
        return ()
    routine = [one for one in matters if one.severity is Severity.ROUTINE]
    waiting = [one for one in routine if one.on_record is None or one.on_record.resolved_at is None]
    return tuple(dict.fromkeys(why_words(one, record.protocol) for one in waiting))


FINE = {Status.ALLOWED: "check", Status.ENCOURAGED: "plus", Status.CONTINUE: "on"}
"""What is fine, each with its icon."""


def _fine_marks(record: ClinicalRecord, topics: Iterable[TopicNow], now: datetime) -> tuple[Mark, ...]:
    """What is fine; topics of which the same is to be said share a line."""
    alike: dict[tuple[str, str], list[Topic]] = {}
    for one in topics:
        if one.status in FINE:
            text = " ".join(filter(None, _fine_words(one, record, now)))
            alike.setdefault((FINE[one.status], text), []).append(one.topic)
    return tuple(
        Mark(icon, "ok", f"{_names(alike_ones)}.", text) for (icon, text), alike_ones in alike.items()
    )


def _names(topics: Sequence[Topic]) -> str:
    """One topic by its full name, several by their short ones."""
    if len(topics) == 1:
        return topics[0].name
    return in_a_row([topics[0].short_name, *(within(topic.short_name) for topic in topics[1:])])


def _fine_words(one: TopicNow, record: ClinicalRecord, now: datetime) -> Sequence[str]:
    words = [one.short_hint]
    if one.ruled and one.status is Status.ALLOWED:
        words.insert(0, _free_words(one, record, now))
        if one.topic.group == MEDICINES:
            words.append(_("Follow the label and your doctor."))
    elif one.segment.end is not None:
        words.append(_("Until %(time)s.") % {"time": when(one.segment.end, record.patient.tz, now).text})
    return words


def _free_words(one: TopicNow, record: ClinicalRecord, now: datetime) -> str:
    if one.segment.end is not None:
        until = {"time": when(one.segment.end, record.patient.tz, now).text}
        return _("Not restricted by your treatment until %(time)s.") % until
    if latest_performed(record.session_rows, now) is None:
        return _("Not restricted by your treatment now.")
    return _("No longer restricted by your treatment.")


def _ask_marks(
    record: ClinicalRecord, topics: Iterable[TopicNow], held: frozenset[str], now: datetime
) -> tuple[Mark, ...]:
    """What to ask about first: what the plan says, and what was taken above its limit."""
    spoken_to = _("You told us that you took more than the limit. Speak to a nurse before you take any more.")
    return tuple(
        Mark("ask", "ask", f"{one.topic.name}.", spoken_to)
        if one.topic.id in held
        else _ask_mark(one, record, now)
        for one in topics
        if one.topic.id in held or one.status is Status.ASK
    )


def _ask_mark(one: TopicNow, record: ClinicalRecord, now: datetime) -> Mark:
    until = ""
    if one.segment.end is not None:
        until = _("Until %(time)s.") % {"time": when(one.segment.end, record.patient.tz, now).text}
    return Mark("ask", "ask", f"{one.topic.name}.", " ".join(filter(None, [one.short_hint, until])))


def _exosome(record: ClinicalRecord, now: datetime) -> bool:
    session = latest_performed(record.session_rows, now) or next_session(record.session_rows, now)
    return session is not None and session.treatment != TreatmentSession.Treatment.PRP
