"""A check-in: what a patient told at one time, and whether it can be true.

Source: PROTOCOL.md, "Symptoms and triage".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from aftercare.domain.protocol import Protocol, Symptom, SymptomRule

LOWEST_SCORE, HIGHEST_SCORE = 0, 10


class CheckInError(ValueError):
    """A check-in that cannot be true: `field` (`symptoms.heat.since`) names the place, `reason` says why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


@dataclass(frozen=True, slots=True)
class SymptomReport:
    """One symptom as told: over when it has an `until`, else present; a scored one with its `score`, 0-10."""

    since: datetime | None = None
    until: datetime | None = None
    score: int | None = None


@dataclass(frozen=True, slots=True)
class CheckIn:
    """A full snapshot at `at`: a symptom not named is absent. Instants are aware and in UTC.

    `taken` maps a topic's id to the instant of use, or to None when that was not told. `key` names the
    check-in to the caller (a record's id).
    """

    at: datetime
    symptoms: Mapping[str, SymptomReport]
    acetaminophen_mg_24h: int = 0
    taken: Mapping[str, datetime | None] = field(default_factory=dict)
    key: str = ""


def check_report(protocol: Protocol, check_in: CheckIn) -> None:
    """Raise CheckInError for the first thing in `check_in` that cannot be true."""
    faults = list(_faults(protocol, check_in))
    if faults:
        raise CheckInError(*faults[0])


def at_once(protocol: Protocol, check_in: CheckIn) -> tuple[SymptomRule, ...]:
    """The at-once rules that the named symptoms meet, whatever their times; gravest first."""
    met = [
        rule
        for rule in protocol.symptom_rules
        if rule.at_once and any(counts(rule, name, report) for name, report in check_in.symptoms.items())
    ]
    return tuple(sorted(met, key=lambda rule: -rule.severity.gravity))


def counts(rule: SymptomRule, symptom: str, report: SymptomReport) -> bool:
    """Whether the rule is about `report` of `symptom`: below the min score it counts as absent."""
    if symptom not in rule.symptoms or rule.min_score is None:
        return symptom in rule.symptoms
    return report.score is not None and rule.min_score <= report.score <= HIGHEST_SCORE


def _faults(protocol: Protocol, check_in: CheckIn) -> Iterator[tuple[str, str]]:
    known = {symptom.id: symptom for symptom in protocol.symptoms}
    for name, report in check_in.symptoms.items():
        symptom = known.get(name)
        if symptom is None:
            yield f"symptoms.{name}", "is not a symptom of this protocol"
            continue
        for part, reason in (*_wrong_times(report, check_in.at), *_wrong_score(symptom, report.score)):
            yield f"symptoms.{name}.{part}", reason
    if check_in.acetaminophen_mg_24h < 0:
        yield "acetaminophen_mg_24h", "must not be negative"
    yield from _wrong_taken(protocol, check_in)


def _wrong_times(report: SymptomReport, at: datetime) -> Iterator[tuple[str, str]]:
    if report.since is not None and report.since > at:
        yield "since", "is after the check-in"
    if report.until is not None and report.until > at:
        yield "until", "is after the check-in"
    if report.since is not None and report.until is not None and report.until < report.since:
        yield "until", "is before it began"


def _wrong_score(symptom: Symptom, score: int | None) -> Iterator[tuple[str, str]]:
    if not symptom.scored:
        if score is not None:
            yield "score", "is not asked for this symptom"
    elif score is None:
        yield "score", "is missing"
    elif not LOWEST_SCORE <= score <= HIGHEST_SCORE:
        yield "score", f"must be a whole number from {LOWEST_SCORE} to {HIGHEST_SCORE}"


def _wrong_taken(protocol: Protocol, check_in: CheckIn) -> Iterator[tuple[str, str]]:
    known = {topic.id for topic in protocol.topics}
    for topic, taken_at in check_in.taken.items():
        if topic not in known:
            yield f"taken.{topic}", "is not a topic of this protocol"
        if taken_at is not None and taken_at > check_in.at:
            yield f"taken.{topic}.at", "is after the check-in"
