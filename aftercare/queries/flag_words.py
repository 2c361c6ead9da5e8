"""A flag in words: how it came about, what was told, since when. For the queue, the flag, the course."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from aftercare.domain.protocol import Protocol
from aftercare.models import CheckIn, Flag
from aftercare.models.check_ins import PAIN
from aftercare.queries.grammar import capitalized, within
from aftercare.queries.wording import format_at, format_brief, format_brief_after


class Origin(StrEnum):
    """How a flag came about."""

    TOLD = "told"
    CLOCK = "clock"
    SILENCE = "silence"
    REFUSED = "refused"


def origin_of(flag: Flag, evidence: Sequence[CheckIn], protocol: Protocol) -> Origin:
    """Whether a check-in told of it, its clock ran out, nothing was heard, or only a check-in told that was
    refused or is not sent yet.

    `evidence` is in order of time. A flag without any has some once that check-in is on record.
    """
    if flag.rule in {rule.id for rule in protocol.silence_rules}:
        return Origin.SILENCE
    if not evidence:
        return Origin.REFUSED
    told_then = any(check_in.at == flag.raised_at for check_in in evidence)
    return Origin.CLOCK if evidence[0].at < flag.raised_at and not told_then else Origin.TOLD


def origin_words(origin: Origin) -> str:
    """How it came about, where that is not simply what the patient told; empty for told and silence."""
    words = {
        Origin.CLOCK: _("the clock ran out by itself"),
        Origin.REFUSED: _("told in a check-in that is not complete yet"),
    }
    return words.get(origin, "")


def flag_detail(
    flag: Flag, evidence: Sequence[CheckIn], protocol: Protocol, zone: ZoneInfo, now: datetime
) -> str:
    """The second line of a flag: "Warm or hot skin, since 9:30 am; the clock ran out by itself"."""
    origin = origin_of(flag, evidence, protocol)
    matter = [matter_words(flag, evidence, protocol), since_words(flag, origin, protocol, zone, now)]
    parts = [
        _("raised again") if flag.previous_id else "",
        ", ".join(part for part in matter if part),
        over_words(flag, evidence, zone, now),
        _("was told to call 911") if flag.severity == Flag.Severity.EMERGENCY else "",
        origin_words(origin),
        asked_again_words(flag, zone, now),
    ]
    return capitalized("; ".join(part for part in parts if part))


def asked_again_words(flag: Flag, zone: ZoneInfo, now: datetime) -> str:
    """What of a re-check that a nurse asked for stands now: it is to come, waits for an answer, or has none;
    empty where there is none.
    """
    if flag.recheck_at is None or flag.answer_by is None or flag.resolved_at is not None:
        return ""
    times = {
        "at": format_at(flag.recheck_at, zone, now),
        "end": format_brief(flag.answer_by, zone, now),
    }
    if now < flag.recheck_at:
        return _("the patient is asked again %(at)s") % times
    if now <= flag.answer_by:
        return _("asked again %(at)s, waits for an answer until %(end)s") % times
    return _("asked again %(at)s, no answer by %(end)s") % times


def seen_words(flag: Flag, evidence: Sequence[CheckIn], zone: ZoneInfo, now: datetime) -> str:
    """That a nurse has seen an open flag, and what came since that nobody may have seen; empty until then."""
    if flag.acknowledged_at is None:
        return ""
    if evidence and evidence[-1].at > flag.acknowledged_at:
        return _("Seen; told of again %(at)s") % {"at": format_at(evidence[-1].at, zone, now)}
    if flag.answer_by is not None and flag.answer_by < now:
        return _("Seen; no answer")
    return _("Seen")


def matter_words(flag: Flag, evidence: Sequence[CheckIn], protocol: Protocol) -> str:
    """What was told: symptoms by name, pain by its score, what was taken; empty for silence."""
    last = evidence[-1] if evidence else None
    if flag.symptoms:
        if flag.symptoms == [PAIN] and last is not None:
            return pain_words(last.pain_score, flag.patient.baseline_pain)
        return symptom_words(protocol, flag.symptoms)
    if last is None:
        return ""
    for rule in protocol.medicine_rules:
        if rule.id == flag.rule:
            if rule.limit_mg is not None:
                return mg_words(last.acetaminophen_mg_24h)
            return topic_words(protocol, [topic for topic in rule.topics if topic in last.taken])
    return ""


def pain_words(score: int, baseline: int | None) -> str:
    """A score with what it was before treatment: "pain 4 of 10, baseline 5"."""
    if baseline is None:
        return _("pain %(score)d of 10") % {"score": score}
    return _("pain %(score)d of 10, baseline %(baseline)d") % {"score": score, "baseline": baseline}


def mg_words(milligrams: int) -> str:
    """Acetaminophen in a day: "3,000 mg in 24 hours"."""
    return _("%(mg)s mg in 24 hours") % {"mg": f"{milligrams:,}"}


def symptom_words(protocol: Protocol, symptoms: Iterable[str]) -> str:
    """Symptoms by name, in a row: "warm or hot skin, redness". One that is not known stands by its id."""
    names = {symptom.id: symptom.name for symptom in protocol.symptoms}
    return ", ".join(within(names.get(symptom, symptom)) for symptom in symptoms)


def topic_words(protocol: Protocol, topics: Iterable[str]) -> str:
    """Topics by short name, in a row: "Turmeric, Fish oil"."""
    names = {topic.id: topic.short_name for topic in protocol.topics}
    return ", ".join(names.get(topic, topic) for topic in topics)


def since_words(flag: Flag, origin: Origin, protocol: Protocol, zone: ZoneInfo, now: datetime) -> str:
    """Since when it has been so; for silence, since when nothing was heard; empty for what was taken."""
    if flag.onset_at is None or flag.rule in {rule.id for rule in protocol.medicine_rules}:
        return ""
    time = {"time": format_brief(flag.onset_at, zone, now)}
    if origin is Origin.SILENCE:
        return _("nothing heard since %(time)s") % time
    return _("since %(time)s") % time


def over_words(flag: Flag, evidence: Sequence[CheckIn], zone: ZoneInfo, now: datetime) -> str:
    """When it was over, where the last check-in that tells of it says so."""
    if not evidence or not flag.symptoms:
        return ""
    told = [evidence[-1].symptoms.get(symptom) for symptom in flag.symptoms]
    ends = [one.get("until") for one in told if one]
    if not ends or not all(ends):
        return ""
    end = max(map(datetime.fromisoformat, ends))
    return _("over since %(time)s") % {"time": format_brief_after(flag.onset_at, end, zone, now)}
