"""What stands open for a patient: the flags that count now, what was told, who has seen it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from aftercare.domain.protocol import Protocol, Severity
from aftercare.domain.triage import ADVICE_LASTS, CheckIn, RaisedFlag
from aftercare.queries.patient_nurse import FlagOnRecord, NurseRecord
from aftercare.queries.records import ClinicalRecord


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing a nurse must see. `open`: as last told it goes on. `told`: the last check-in to tell of it.

    `symptoms` are the rule's own that were told, by id. `on_record` is the stored flag, if there is one yet.
    """

    rule: str
    severity: Severity
    onset: datetime | None
    open: bool
    symptoms: tuple[str, ...]
    told: CheckIn | None
    on_record: FlagOnRecord | None


def matters_now(record: ClinicalRecord, nurse: NurseRecord, now: datetime) -> tuple[Matter, ...]:
    """What counts for the advice at `now`: open, or told of in the last 24 hours; gravest first. Out of care
    silence means nothing.
    """
    flags = (flag for flag in record.assess(now).flags if record.patient.in_care or flag.told_by)
    return _matters((flag for flag in flags if counts_for_advice(flag, record, now)), record, nurse)


def matters_told(record: ClinicalRecord, nurse: NurseRecord, now: datetime) -> tuple[Matter, ...]:
    """What the provisional check-in of `record` tells of, gravest first."""
    told_now = len(record.check_in_rows)
    return _matters((flag for flag in record.assess(now).flags if told_now in flag.told_by), record, nurse)


def unanswered(matters: Iterable[Matter], nurse: NurseRecord, now: datetime) -> tuple[Matter, ...]:
    """Those emergencies and urgent matters that the patient must act on, gravest first.

    A resolved flag is settled. An urgent one that a nurse has seen is, once it is over as last told. A stored
    flag that nobody has seen stands, however long ago it was told.
    """
    grave = [one for one in matters if one.severity is not Severity.ROUTINE]
    standing = [one for one in grave if not _settled(one)]
    known = {one.on_record.id for one in grave if one.on_record is not None}
    left = [flag for flag in nurse.flags if _waits(flag, now) and flag.id not in known]
    return tuple(sorted([*standing, *map(_from_record, left)], key=lambda one: -one.severity.gravity))


def counts_for_advice(flag: RaisedFlag, record: ClinicalRecord, now: datetime) -> bool:
    """Whether a flag counts for what is advised at `now`. Source: PROTOCOL.md, `advice`."""
    told = (record.check_ins[index].at for index in flag.told_by)
    return flag.open or any(now < at + ADVICE_LASTS for at in told)


OVER_LIMIT, ACETAMINOPHEN = "acetaminophen-over-limit", "acetaminophen"


def held_topics(matters: Iterable[Matter]) -> frozenset[str]:
    """What no page may call fine until a nurse has settled a report: acetaminophen, taken above its limit."""
    unsettled = (one for one in matters if one.on_record is None or one.on_record.resolved_at is None)
    return frozenset(ACETAMINOPHEN for one in unsettled if one.rule == OVER_LIMIT)


def told_symptoms(protocol: Protocol, rule_id: str, told: CheckIn | None) -> tuple[str, ...]:
    """The symptoms of a rule that a check-in names, in the protocol's order."""
    rule = next((one for one in protocol.symptom_rules if one.id == rule_id), None)
    if rule is None or told is None:
        return ()
    return tuple(name for name in rule.symptoms if name in told.symptoms)


def _matters(flags: Iterable[RaisedFlag], record: ClinicalRecord, nurse: NurseRecord) -> tuple[Matter, ...]:
    matters = []
    for flag in sorted(flags, key=lambda flag: (flag.severity.gravity, flag.raised_at), reverse=True):
        told = record.check_ins[flag.told_by[-1]] if flag.told_by else None
        matters.append(
            Matter(
                rule=flag.rule,
                severity=flag.severity,
                onset=flag.onset,
                open=flag.open,
                symptoms=told_symptoms(record.protocol, flag.rule, told),
                told=told,
                on_record=nurse.flag_of(flag.rule, flag.episode),
            )
        )
    return tuple(matters)


def _settled(matter: Matter) -> bool:
    flag = matter.on_record
    if flag is None:
        return False
    if flag.resolved_at is not None:
        return True
    return flag.seen_at is not None and not matter.open and matter.severity is not Severity.EMERGENCY


def _waits(flag: FlagOnRecord, now: datetime) -> bool:
    unseen = flag.resolved_at is None and flag.seen_at is None
    return unseen and flag.gravity > Severity.ROUTINE.gravity and flag.raised_at <= now


def _from_record(flag: FlagOnRecord) -> Matter:
    severity = next(one for one in Severity if one.gravity == flag.gravity)
    return Matter(flag.rule, severity, flag.onset_at, False, flag.symptoms, None, flag)
