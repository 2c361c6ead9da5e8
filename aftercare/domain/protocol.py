"""The clinic's protocol as frozen values: what a protocol document says, parsed and validated.

`parse_protocol` is the only way in. Source of every value: the `source` each value carries (a short id of the
five documents, or `clinic default`).
"""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from aftercare.domain.clinical_time import Duration


class Status(StrEnum):
    """What a patient may do about a topic, strictest first."""

    AVOID = "avoid"
    ASK = "ask"
    CONTINUE = "continue"
    ENCOURAGED = "encouraged"
    ALLOWED = "allowed"

    @property
    def strictness(self) -> int:
        """4 for the strictest status, 0 for the mildest."""
        return len(Status) - 1 - list(Status).index(self)


class Severity(StrEnum):
    """How soon a person must look, gravest first."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    ROUTINE = "routine"

    @property
    def gravity(self) -> int:
        """3 for an emergency, 1 for routine."""
        return len(Severity) - list(Severity).index(self)


class Anchor(StrEnum):
    """Which window of a session a rule uses: from its instant on, or the pause before it."""

    AFTER = "after"
    PAUSE = "pause"


class Clock(StrEnum):
    """From when a symptom rule counts: the onset of the episode or the session it belongs to."""

    ONSET = "onset"
    SESSION = "session"


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


@dataclass(frozen=True, slots=True)
class Rule:
    """One restriction of one topic. `duration` is None for a pause rule: it ends at the session's `at`."""

    id: str
    topic: str
    status: Status
    anchor: Anchor
    duration: Duration | None
    source: str
    decision: int | None = None


@dataclass(frozen=True, slots=True)
class Symptom:
    """A symptom the check-in form asks about, in words a patient understands."""

    id: str
    name: str
    group: str
    source: str


@dataclass(frozen=True, slots=True)
class SymptomRule:
    """A condition on reported symptoms that a nurse must see once it has lasted strictly longer than `longer_than`.

    `longer_than` is None for a rule that flags at once. `min_score` is a pain score (0-10) or None.
    """

    id: str
    name: str
    symptoms: tuple[str, ...]
    min_score: int | None
    clock: Clock
    longer_than: Duration | None
    severity: Severity
    source: str

    @property
    def at_once(self) -> bool:
        """Whether the flag rises with the very check-in that tells of it."""
        return self.longer_than is None


@dataclass(frozen=True, slots=True)
class MedicineRule:
    """A condition on what was taken: more than `limit_mg` in 24 h, or one of `topics` used while to be avoided.

    Exactly one of the two is set: `limit_mg` (whole milligrams of acetaminophen) or `topics`.
    """

    id: str
    name: str
    limit_mg: int | None
    topics: tuple[str, ...]
    severity: Severity
    source: str


@dataclass(frozen=True, slots=True)
class SilenceRule:
    """A condition on missing check-ins after a session.

    With `every`: no check-in for that long, within `within` after the session. With `asked_from`: no check-in
    between 00:00 local of that day after the session and `by` after it.
    """

    id: str
    name: str
    every: Duration | None
    within: Duration | None
    asked_from: Duration | None
    by: Duration | None
    severity: Severity
    source: str


@dataclass(frozen=True, slots=True)
class ReminderRule:
    """When a kind of reminder is due. `days` and `months` count from the session's local date.

    Which fields are used depends on the reason; `clock` is the local time of day, `delay` and `expires_after`
    are elapsed hours, `quiet_margin_minutes` and `earliest_delay` belong to `heat-check`.
    """

    reason: str
    clock: time | None
    delay: Duration | None
    expires_after: Duration | None
    days: tuple[int, ...]
    months: tuple[int, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A question the sources leave open, what is held until a clinician signs it, and which sources it is about."""

    number: int
    title: str
    question: str
    held: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Protocol:
    """A whole protocol, as validated by `parse_protocol`. Ids are unique over all kinds of rules."""

    id: str
    version: int
    title: str
    pause: Duration
    topics: tuple[Topic, ...]
    rules: tuple[Rule, ...]
    symptoms: tuple[Symptom, ...]
    symptom_rules: tuple[SymptomRule, ...]
    medicine_rules: tuple[MedicineRule, ...]
    silence_rules: tuple[SilenceRule, ...]
    reminder_rules: tuple[ReminderRule, ...]
    decisions: tuple[Decision, ...]
