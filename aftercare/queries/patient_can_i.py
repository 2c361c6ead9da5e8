"""The page "Can I…?": what was typed, answered from the resolved plan as it is now. Never a guess."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from aftercare.domain.protocol import Protocol, Severity, Status
from aftercare.models import Patient
from aftercare.queries.can_i_match import Match, find_symptoms, find_topics
from aftercare.queries.grammar import in_a_row
from aftercare.queries.lane_words import PlanLine, plan_lines
from aftercare.queries.patient_care import Care, care_card
from aftercare.queries.patient_contact import Contact, contact_now
from aftercare.queries.patient_matters import held_topics, matters_now, unanswered
from aftercare.queries.patient_nurse import nurse_record
from aftercare.queries.patient_topics import MEDICINES, TopicNow, bridge_words, find_bridge, topics_now
from aftercare.queries.patient_why import Why, why_of
from aftercare.queries.patient_words import live_sessions
from aftercare.queries.records import ClinicalRecord, load_record
from aftercare.queries.session_words import live_numbers

EXAMPLES = ("Advil", "Tylenol", "hot tub", "gym", "fish oil", "ice")
LOOKS = {
    Status.AVOID: ("avoid", "avoid"),
    Status.ASK: ("ask", "ask"),
    Status.CONTINUE: ("ok", "on"),
    Status.ENCOURAGED: ("ok", "plus"),
    Status.ALLOWED: ("ok", "check"),
}
"""The tone and the icon of what holds."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What holds for one topic: `verdict` in a word or two, `now` with its end, what comes `ahead`, why."""

    topic: str
    verdict: str
    tone: str
    icon: str
    now: PlanLine | None
    text: str
    hint: str
    ahead: tuple[PlanLine, ...]
    why: Why


@dataclass(frozen=True, slots=True)
class CanI:
    """Everything the page shows. `question` is empty before anything was asked.

    `unknown` is what the plan knows nothing of, and `may_ask` that a nurse reads messages about it; `report`
    says that it sounds like something to report, and `danger` that it may be an emergency.
    """

    question: str
    care: Care | None
    answers: tuple[Answer, ...]
    read_as: tuple[str, ...]
    unknown: str
    may_ask: bool
    report: str
    danger: bool
    planned: bool
    examples: tuple[str, ...]
    contact: Contact


def can_i_page(*, patient: Patient, question: str, now: datetime) -> CanI:
    """The answer to `question` for `patient` at `now`, in a constant number of queries."""
    record, nurse = load_record(patient=patient), nurse_record(patient=patient)
    contact = contact_now(clinic=patient.clinic, zone=patient.tz, now=now)
    matters = matters_now(record, nurse, now)
    match = find_topics(record.protocol, question)
    symptoms = find_symptoms(record.protocol, question)
    asked = {topic.id for topic in match.topics}
    held = held_topics(matters)
    return CanI(
        question=question,
        care=care_card(unanswered(matters, nurse, now), record, contact, now),
        answers=tuple(
            _answer(one, record, one.topic.id in held, now)
            for one in topics_now(record, now)
            if one.topic.id in asked
        ),
        read_as=tuple(_read_as(match)),
        unknown=_unknown(question, match, bool(symptoms)),
        may_ask=patient.in_care,
        report=in_a_row(symptom.name.lower() for symptom in symptoms),
        danger=any(_is_danger(record.protocol, symptom.id) for symptom in symptoms),
        planned=bool(live_sessions(record.session_rows)),
        examples=EXAMPLES,
        contact=contact,
    )


def _read_as(match: Match) -> Iterable[str]:
    for typed, name in match.read_as:
        yield _("You typed “%(typed)s”. We read it as %(name)s.") % {"typed": typed, "name": name}


def _unknown(question: str, match: Match, is_symptom: bool) -> str:
    """What to tell as unknown: all of it, or the words that are left beside what is known."""
    if is_symptom or not question:
        return ""
    return " ".join(match.unknown) if match.topics else question


def _is_danger(protocol: Protocol, symptom_id: str) -> bool:
    return any(
        rule.severity is Severity.EMERGENCY and symptom_id in rule.symptoms for rule in protocol.symptom_rules
    )


def _answer(one: TopicNow, record: ClinicalRecord, held: bool, now: datetime) -> Answer:
    """One topic; `held` where a nurse must be spoken to first, whatever the plan says."""
    zone, status = record.patient.tz, Status.ASK if held else one.status
    tone, icon = LOOKS[status]
    holds, *ahead = plan_lines(record.timeline.segments(one.topic.id), zone, now)
    medicine = one.topic.group == MEDICINES and one.status is Status.ALLOWED
    return Answer(
        topic=one.topic.name,
        verdict=_verdict(one, status),
        tone=tone,
        icon=icon,
        now=None if held else _unrestricted(one, holds) if medicine else holds,
        text=_held_words() if held else _text(one, record, now),
        hint=one.topic.hint,
        ahead=() if held or one.topic.group == MEDICINES else tuple(ahead),
        why=why_of(one, record, now),
    )


def _unrestricted(one: TopicNow, holds: PlanLine) -> PlanLine | None:
    """Until when a medicine is not restricted; None where nothing ahead restricts it."""
    return replace(holds, text=_("Not restricted until")) if one.segment.end is not None else None


def _verdict(one: TopicNow, status: Status) -> str:
    """The answer in a word or two; of a medicine it is never a yes."""
    if status is Status.AVOID:
        return _("No, not now") if one.segment.end is not None else _("No")
    if status is Status.ALLOWED and one.topic.group == MEDICINES:
        return _("Not restricted by your treatment")
    return {
        Status.ASK: _("Ask us first"),
        Status.CONTINUE: _("Keep taking it"),
        Status.ENCOURAGED: _("Yes, it is good for you"),
        Status.ALLOWED: _("Yes"),
    }[status]


def _text(one: TopicNow, record: ClinicalRecord, now: datetime) -> str:
    """What must be said beside the verdict: a gap that is none, or whose word counts for a medicine."""
    if one.status is Status.AVOID:
        bridge = find_bridge(record, one.topic.id, one.segment, now)
        if bridge is None:
            return ""
        row = record.session_rows[bridge.pause.session]
        return bridge_words(bridge, record, live_numbers(record.session_rows)[str(row.pk)])
    if one.status is Status.ALLOWED and one.topic.group == MEDICINES:
        return _("Follow the label and your doctor.")
    return ""


def _held_words() -> str:
    return _("You told us that you took more than the limit. Speak to a nurse before you take any more.")
