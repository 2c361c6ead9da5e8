"""Triage on record: what the domain assesses becomes flags that stay and watches that run."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from aftercare.domain.protocol import Protocol
from aftercare.domain.triage import Assessment, RaisedFlag
from aftercare.models import CheckIn, Flag, Patient, Watch
from aftercare.models.check_ins import PAIN
from aftercare.queries.records import ClinicalRecord, load_record
from aftercare.services.deadlines import acknowledge_by
from aftercare.services.plans import replan
from aftercare.services.rechecks import ask_about, settle_rechecks

SESSION_TIME = "session-time"
"""The clock of an upcoming session: once it runs out the session counts as performed."""


@transaction.atomic
def follow_up(*, patient: Patient, at: datetime) -> None:
    """What time alone brings: clocks that ran out become flags, a session counts as performed at its time.

    Nothing of it for a patient who is no longer in the clinic's care.
    """
    started = Watch.objects.filter(patient=patient, rule=SESSION_TIME, due_at__lte=at).exists()
    if started:
        replan(patient=patient, at=at)
    assess_patient(patient=patient, at=at, ask_again=True)


@transaction.atomic
def renew_plan(*, patient: Patient, at: datetime) -> None:
    """Make the plan and the clocks of a patient again, from what is on record at `at`."""
    replan(patient=patient, at=at)
    assess_patient(patient=patient, at=at)


@transaction.atomic
def assess_patient(*, patient: Patient, at: datetime, ask_again: bool = False) -> Assessment:
    """Assess the whole record at `at`; store new flags, more evidence, and the clocks that run.

    With `ask_again` the patient is asked about each flag that rose by itself. Serialized per patient; a
    stored flag is never removed or dated anew.
    """
    locked = Patient.objects.locked(patient.pk)
    record = load_record(patient=locked)
    assessment = record.assess(at)
    raised = raise_flags(record=record, flags=_of_care(locked, assessment.flags))
    _keep_watches(record, assessment, settle_rechecks(record=record, at=at), at)
    if ask_again and raised:
        ask_about(patient=locked, flags=raised, at=at)
    return assessment


def _of_care(patient: Patient, flags: Iterable[RaisedFlag]) -> list[RaisedFlag]:
    """All of `flags`, or for a patient out of care only what was told: silence means nothing then."""
    return [flag for flag in flags if patient.in_care or flag.told_by]


def raise_flags(*, record: ClinicalRecord, flags: Iterable[RaisedFlag]) -> list[Flag]:
    """Store those of `flags` that are not on record yet; returns the flags that are new.

    An open flag takes further evidence; a resolved one rises again when a later check-in still tells of it.
    """
    on_record = _flags_on_record(record)
    raised = []
    for flag in flags:
        last, known = on_record.get((flag.rule, flag.episode), (None, set()))
        told = [record.check_in_rows[index] for index in flag.told_by if index < len(record.check_in_rows)]
        news = [check_in for check_in in told if check_in.pk not in known]
        if last is None:
            last = _take_up(record, flag)
        if last is None:
            raised.append(_raise(record, flag, told, flag.raised_at))
        elif last.resolved_at is None:
            _add_evidence(record, last, flag, news, first=not known)
        else:
            later = [check_in for check_in in news if check_in.at > last.resolved_at]
            if later:
                raised.append(_raise(record, flag, later, later[0].at, previous=last))
    return raised


def _add_evidence(
    record: ClinicalRecord, row: Flag, flag: RaisedFlag, news: Sequence[CheckIn], *, first: bool
) -> None:
    """More that tells of an open flag: one that was put off comes back, pain takes the place that it has now,
    and one that a refused check-in left behind learns what the `first` whole one says of its onset.
    """
    if not news:
        return
    row.evidence.add(*news)
    row.snoozed_until, row.at_baseline = None, _at_baseline(record, flag)
    if first:
        row.onset_at, row.symptoms = flag.onset, _symptoms(record, flag)
    row.save(update_fields=["snoozed_until", "at_baseline", "onset_at", "symptoms"])


def _take_up(record: ClinicalRecord, flag: RaisedFlag) -> Flag | None:
    """A flag of this rule that a refused check-in left behind and nobody has taken on: it becomes this one.

    Whoever gives up a refused form and begins another tells of the same thing: a nurse hears of it once.
    """
    if not flag.told_by:
        return None
    left = Flag.objects.unacknowledged().filter(patient=record.patient, rule=flag.rule, evidence__isnull=True)
    taken = left.order_by("raised_at", "id").first()
    if taken is not None:
        taken.episode, taken.onset_at, taken.symptoms = flag.episode, flag.onset, _symptoms(record, flag)
        taken.save(update_fields=["episode", "onset_at", "symptoms"])
    return taken


def _flags_on_record(record: ClinicalRecord) -> dict[tuple[str, str], tuple[Flag, set[UUID]]]:
    """By rule and episode: the last flag of the chain, and the check-ins that are evidence anywhere in it."""
    found: dict[tuple[str, str], tuple[Flag, set[UUID]]] = {}
    for flag in record.patient.flags.order_by("raised_at", "id").prefetch_related("evidence"):
        last, known = found.get((flag.rule, flag.episode), (flag, set()))
        known.update(check_in.pk for check_in in flag.evidence.all())
        found[flag.rule, flag.episode] = (flag if flag.previous_id == last.pk else last, known)
    return found


def _raise(
    record: ClinicalRecord,
    flag: RaisedFlag,
    told: Sequence[CheckIn],
    raised_at: datetime,
    previous: Flag | None = None,
) -> Flag:
    patient = record.patient
    due_at = acknowledge_by(clinic=patient.clinic, severity=flag.severity, at=raised_at)
    row = Flag.objects.create(
        patient=patient,
        clinic=patient.clinic,
        rule=flag.rule,
        rule_name=rule_name(record.protocol, flag.rule),
        episode=flag.episode,
        severity=flag.severity,
        gravity=flag.severity.gravity,
        at_baseline=_at_baseline(record, flag),
        symptoms=_symptoms(record, flag),
        session=None if flag.session is None else record.session_rows[flag.session],
        onset_at=flag.onset,
        raised_at=raised_at,
        due_at=due_at,
        escalate_at=due_at,
        previous=previous,
    )
    row.evidence.add(*told)
    return row


def rule_name(protocol: Protocol, rule_id: str) -> str:
    """What a rule is called in the queue."""
    names = {rule.id: rule.name for rule in protocol.symptom_rules}
    names |= {rule.id: rule.name for rule in protocol.medicine_rules}
    names |= {rule.id: rule.name for rule in protocol.silence_rules}
    return names[rule_id]


def _symptoms(record: ClinicalRecord, flag: RaisedFlag) -> list[str]:
    """The rule's own symptoms that the telling check-ins named, in the protocol's order."""
    rule = next((one for one in record.protocol.symptom_rules if one.id == flag.rule), None)
    if rule is None:
        return []
    named = {
        name
        for index in flag.told_by
        if index < len(record.check_ins)
        for name in record.check_ins[index].symptoms
    }
    return [name for name in rule.symptoms if name in named]


def _at_baseline(record: ClinicalRecord, flag: RaisedFlag) -> bool:
    """Whether this is a flag about pain that is no worse than before the first session."""
    baseline = record.patient.baseline_pain
    if baseline is None or _symptoms(record, flag) != [PAIN]:
        return False
    scores = [
        record.check_in_rows[index].pain_score for index in flag.told_by if index < len(record.check_in_rows)
    ]
    return bool(scores) and scores[-1] <= baseline


def _keep_watches(
    record: ClinicalRecord, assessment: Assessment, rechecks: Iterable[Watch], at: datetime
) -> None:
    """Replace the stored clocks by those that run, with one for each upcoming session's own time."""
    Watch.objects.filter(patient=record.patient).delete()
    if not record.patient.in_care:
        return
    clocks = [
        Watch(
            patient=record.patient,
            rule=watch.rule,
            episode=watch.episode,
            due_at=watch.due_at,
            onset_at=watch.onset,
        )
        for watch in assessment.watches
    ]
    sessions = [
        Watch(patient=record.patient, rule=SESSION_TIME, episode=session.key, due_at=session.at)
        for session in record.sessions
        if session.upcoming(at)
    ]
    Watch.objects.bulk_create([*clocks, *sessions, *rechecks])
