"""The clinic's protocol as frozen values: what a protocol document says once it is validated.

`protocol_document` is the only way in. Source of every value: the `source` each one carries (short ids of the
five documents, `safety note` or `clinic default`, several of them parted by commas).
"""

from dataclasses import dataclass

from aftercare.domain.clinical_time import Duration, QuietHours
from aftercare.domain.reminder_rules import ReminderRule
from aftercare.domain.triage_rules import MedicineRule, SilenceRule, SymptomRule
from aftercare.domain.vocabulary import Anchor, Clock, Direction, Reason, Severity, Status

__all__ = [
    "Anchor",
    "Clock",
    "Decision",
    "Direction",
    "Group",
    "MedicineRule",
    "Protocol",
    "Reason",
    "ReminderRule",
    "Rule",
    "Severity",
    "SilenceRule",
    "Source",
    "SourceRange",
    "Status",
    "Symptom",
    "SymptomRule",
    "Topic",
]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a clinical value comes from: one of the documents, a safety note, or the clinic's own default."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Group:
    """A heading under which topics or symptoms stand together, in the order of the document."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Topic:
    """Something a patient may ask about, with the status that holds when no rule is in force."""

    id: str
    name: str
    short_name: str
    group: str
    synonyms: tuple[str, ...]
    resting: Status
    hint: str
    source: str
    decision: int | None = None


@dataclass(frozen=True, slots=True)
class SourceRange:
    """A length as a source words it. One length ("at least two weeks") is both `least` and `most`."""

    least: Duration
    most: Duration
    direction: Direction
    source: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One restriction of one topic. `duration` is None for a pause rule: it ends at the session's `at`.

    Where sources give ranges, `duration` is the longest of them: a restriction uses its max.
    """

    id: str
    topic: str
    status: Status
    anchor: Anchor
    duration: Duration | None
    source: str
    decision: int | None = None
    ranges: tuple[SourceRange, ...] = ()


@dataclass(frozen=True, slots=True)
class Symptom:
    """A symptom the check-in form asks about, in a patient's words; a `scored` one with a score, 0-10."""

    id: str
    name: str
    group: str
    source: str
    scored: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """A question the sources leave open, and what is held until a clinician signs it."""

    number: int
    title: str
    question: str
    held: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Protocol:
    """A whole protocol. Ids are unique over all kinds of rules; `pause` is in whole days before a session."""

    id: str
    version: int
    title: str
    sources: tuple[Source, ...]
    pause: Duration
    quiet_hours: QuietHours
    topic_groups: tuple[Group, ...]
    topics: tuple[Topic, ...]
    rules: tuple[Rule, ...]
    symptom_groups: tuple[Group, ...]
    symptoms: tuple[Symptom, ...]
    symptom_rules: tuple[SymptomRule, ...]
    medicine_rules: tuple[MedicineRule, ...]
    silence_rules: tuple[SilenceRule, ...]
    reminder_rules: tuple[ReminderRule, ...]
    decisions: tuple[Decision, ...]

    def topic(self, topic_id: str) -> Topic:
        """The topic of that id. Raises KeyError if there is none."""
        return {topic.id: topic for topic in self.topics}[topic_id]

    def symptom(self, symptom_id: str) -> Symptom:
        """The symptom of that id. Raises KeyError if there is none."""
        return {symptom.id: symptom for symptom in self.symptoms}[symptom_id]

    def reminder_rule(self, reason: Reason) -> ReminderRule:
        """The rule of that reason; every protocol has one for each."""
        return next(rule for rule in self.reminder_rules if rule.reason is reason)
