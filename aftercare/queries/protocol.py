"""The protocol in words, for all staff: topics, triage, reminders, decisions that wait to be signed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from aftercare.domain.protocol import (
    Decision,
    MedicineRule,
    Protocol,
    Rule,
    SilenceRule,
    SymptomRule,
    Topic,
)
from aftercare.models import Flag
from aftercare.queries.flag_words import symptom_words, topic_words
from aftercare.queries.grammar import within
from aftercare.queries.lane_words import status_word
from aftercare.queries.protocol_words import (
    duration_words,
    limit_words,
    range_words,
    reminder_due_words,
    reminder_end_words,
    silence_words,
    window_words,
)
from aftercare.queries.records import current_version
from aftercare.queries.reminder_words import reason_words
from aftercare.queries.wording import When, when


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One restriction: its status, when it holds, how the source words it, where it comes from."""

    status: str
    window: str
    ranges: str
    source: str


@dataclass(frozen=True, slots=True)
class TopicLine:
    """One topic with its restrictions. `decision` names the open decision it rests on, empty for none."""

    name: str
    resting: str
    rules: tuple[RuleLine, ...]
    source: str
    decision: str


@dataclass(frozen=True, slots=True)
class TopicGroup:
    """Topics under one heading."""

    title: str
    topics: tuple[TopicLine, ...]


@dataclass(frozen=True, slots=True)
class TriageLine:
    """One rule of triage: what it looks at, from when on it is flagged, how grave that is."""

    name: str
    about: str
    limit: str
    severity: str
    severity_text: str
    source: str
    decision: str


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """One kind of reminder."""

    name: str
    due: str
    ends: str
    source: str


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A question the sources leave open, what is held, and where it comes from."""

    number: int
    title: str
    question: str
    held: str
    sources: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    """What a short name of a source stands for."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class ProtocolPage:
    """The protocol that is published now."""

    title: str
    version: int
    published: When
    pause: str
    groups: tuple[TopicGroup, ...]
    triage: tuple[TriageLine, ...]
    reminders: tuple[ReminderLine, ...]
    decisions: tuple[DecisionLine, ...]
    sources: tuple[SourceLine, ...]


def load_protocol_page(*, zone: ZoneInfo, now: datetime) -> ProtocolPage:
    """The protocol published last, times in `zone`. Raises NoProtocolPublished."""
    version = current_version()
    protocol = version.protocol
    return ProtocolPage(
        title=protocol.title,
        version=version.version,
        published=when(version.published_at, zone, now),
        pause=duration_words(protocol.pause),
        groups=tuple(_groups(protocol)),
        triage=(
            *(_symptom_line(protocol, rule) for rule in protocol.symptom_rules),
            *(_medicine_line(protocol, rule) for rule in protocol.medicine_rules),
            *(_silence_line(rule) for rule in protocol.silence_rules),
        ),
        reminders=tuple(
            ReminderLine(
                reason_words(rule.reason),
                reminder_due_words(rule),
                reminder_end_words(rule),
                rule.source,
            )
            for rule in protocol.reminder_rules
        ),
        decisions=tuple(_decision(one) for one in protocol.decisions),
        sources=tuple(SourceLine(source.id, source.title) for source in protocol.sources),
    )


def _groups(protocol: Protocol) -> Iterator[TopicGroup]:
    for group in protocol.topic_groups:
        topics = [topic for topic in protocol.topics if topic.group == group.id]
        yield TopicGroup(group.title, tuple(_topic(protocol, topic) for topic in topics))


def _topic(protocol: Protocol, topic: Topic) -> TopicLine:
    rules = [rule for rule in protocol.rules if rule.topic == topic.id]
    decisions = [topic.decision, *(rule.decision for rule in rules)]
    return TopicLine(
        name=topic.name,
        resting=status_word(topic.resting),
        rules=tuple(_rule(protocol, rule) for rule in rules),
        source=topic.source,
        decision=_decisions(decisions),
    )


def _rule(protocol: Protocol, rule: Rule) -> RuleLine:
    return RuleLine(
        status=status_word(rule.status),
        window=window_words(rule.duration),
        ranges="; ".join(range_words(one) for one in rule.ranges),
        source=rule.source,
    )


def _symptom_line(protocol: Protocol, rule: SymptomRule) -> TriageLine:
    about = symptom_words(protocol, rule.symptoms)
    if rule.min_score is not None:
        about = _("%(symptoms)s, %(score)d or more of 10") % {"symptoms": about, "score": rule.min_score}
    return _triage_line(rule, about, limit_words(rule), _decisions([rule.decision]))


def _medicine_line(protocol: Protocol, rule: MedicineRule) -> TriageLine:
    if rule.limit_mg is None:
        words = {"topics": topic_words(protocol, rule.topics)}
        about = _("%(topics)s, used while to be avoided") % words
    else:
        about = _("more than %(mg)s mg of acetaminophen in 24 hours") % {"mg": f"{rule.limit_mg:,}"}
    return _triage_line(rule, about, _("at once"), "")


def _silence_line(rule: SilenceRule) -> TriageLine:
    return _triage_line(rule, _("no check-in"), silence_words(rule), "")


def _triage_line(
    rule: SymptomRule | MedicineRule | SilenceRule, about: str, limit: str, decision: str
) -> TriageLine:
    severity_text = str(Flag.Severity(rule.severity).label)
    return TriageLine(rule.name, about, limit, str(rule.severity), severity_text, rule.source, decision)


def _decision(decision: Decision) -> DecisionLine:
    sources = ", ".join(decision.sources)
    return DecisionLine(decision.number, decision.title, decision.question, decision.held, sources)


def _decisions(numbers: list[int | None]) -> str:
    """Which open decisions something rests on: "decision 1", "decisions 2, 10"; empty for none."""
    known = sorted({number for number in numbers if number is not None})
    if not known:
        return ""
    listed = ", ".join(map(str, known))
    return within(_("Decision %(list)s") if len(known) == 1 else _("Decisions %(list)s")) % {"list": listed}
