"""Why something holds: the sessions and windows behind it, the source, and what the clinic has decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from aftercare.domain.protocol import Anchor, Protocol, Rule
from aftercare.domain.timeline import ProjectedWindow
from aftercare.queries.patient_topics import TopicNow, windows_of
from aftercare.queries.protocol_words import duration_words
from aftercare.queries.records import ClinicalRecord
from aftercare.queries.session_words import live_numbers
from aftercare.queries.wording import format_date, format_instant


@dataclass(frozen=True, slots=True)
class Why:
    """Why something holds now: reasons in sentences, the sources in words, what the clinic has decided."""

    reasons: tuple[str, ...]
    sources: tuple[str, ...]
    decisions: tuple[str, ...]


def why_of(one: TopicNow, record: ClinicalRecord, now: datetime) -> Why:
    """What is behind the status of a topic that holds at `now`, and still will be."""
    windows = [
        window for window in windows_of(record.timeline, one.topic.id, one.segment) if window.end > now
    ]
    rules = {rule.id: rule for rule in record.protocol.rules}
    behind = [rules[window.rule_id] for window in windows]
    reasons = [_reason(window, rules[window.rule_id], record) for window in windows]
    return Why(
        reasons=tuple(reasons or [_resting_words(one)]),
        sources=_sources(record.protocol, [rule.source for rule in behind] or [one.topic.source]),
        decisions=_decisions(record.protocol, [*(rule.decision for rule in behind), one.topic.decision]),
    )


def why_of_all(alike: Iterable[TopicNow], record: ClinicalRecord, now: datetime) -> Why:
    """The same for several topics that hold until the same time, each thing said once."""
    whys = [why_of(one, record, now) for one in alike]
    return Why(
        reasons=_once(reason for why in whys for reason in why.reasons),
        sources=_once(source for why in whys for source in why.sources),
        decisions=_once(decision for why in whys for decision in why.decisions),
    )


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _reason(window: ProjectedWindow, rule: Rule, record: ClinicalRecord) -> str:
    """One window in words: "The first 7 days after session 1 (Mon 2 Mar)."."""
    row, zone = record.session_rows[window.session], record.patient.tz
    words = {
        "number": live_numbers(record.session_rows)[str(row.pk)],
        "date": format_date(row.at, zone),
        "start": format_instant(window.start, zone),
        "length": duration_words(rule.duration or record.protocol.pause),
    }
    if window.anchor is Anchor.PAUSE:
        return _("The pause before session %(number)d (%(date)s) begins on %(start)s.") % words
    return _("It belongs to the first %(length)s after session %(number)d (%(date)s).") % words


def _resting_words(one: TopicNow) -> str:
    if one.ruled:
        return _("No session restricts it at this time.")
    return _("It is the same every day, before and after a session.")


def _sources(protocol: Protocol, names: list[str]) -> tuple[str, ...]:
    """The sources in words, each once, in the protocol's order."""
    named = {part.strip() for name in names for part in name.split(",")}
    return tuple(source.title for source in protocol.sources if source.id in named)


def _decisions(protocol: Protocol, numbers: Iterable[int | None]) -> tuple[str, ...]:
    """What the clinic holds where its sources leave a question open."""
    asked = set(numbers)
    return tuple(f"{one.title}: {one.held}" for one in protocol.decisions if one.number in asked)
