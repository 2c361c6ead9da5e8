"""Check-ins: stored once, triaged at once, and never refused without the card they call for."""

import uuid
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.domain.protocol import Severity
from aftercare.domain.triage import CheckIn, CheckInError, SymptomReport, check_report
from aftercare.models import CheckIn as CheckInRow
from aftercare.models import CheckInDraft, Patient
from aftercare.models.check_ins import PAIN
from aftercare.models.submissions import name_when_changed
from aftercare.queries.records import ClinicalRecord, load_record
from aftercare.services.triage import assess_patient, raise_flags


@transaction.atomic
def record_check_in(
    *,
    patient: Patient,
    submission: uuid.UUID,
    report: CheckIn,
    limitation: int | None = None,
    note: str = "",
) -> CheckInRow:
    """Store what the patient reports at `report.at`, with the photos kept for it, and triage it.

    `limitation`, 0-10 or None, is how much the patient is kept from what is usual: triage does not read it.
    The same submission again is the same check-in; with other answers it is one more. Its draft is gone then.
    Raises CheckInError naming the field and stores nothing; `raise_alarm` then says what must not wait.
    """
    locked = Patient.objects.locked(patient.pk)
    last, name = _place_of(locked, submission)
    told = _as_told(report, limitation, note)
    CheckInDraft.objects.filter(patient=locked, submission=submission).delete()
    if last is not None and told == {field: getattr(last, field) for field in told}:
        return _with_photos(last, submission)
    record = load_record(patient=locked)
    report = replace(report, key=str(name))
    _check(record, report)
    stored = CheckInRow.objects.create(
        patient=locked,
        submission=name,
        at=report.at,
        **told,
        advice=record.with_provisional(report).assess(report.at).advice or "",
    )
    assess_patient(patient=locked, at=report.at)
    return _with_photos(stored, submission)


@transaction.atomic
def raise_alarm(*, patient: Patient, submission: uuid.UUID, partial: CheckIn) -> Severity | None:
    """What a check-in that is refused or not sent yet calls for all the same: the gravest of emergency and
    urgent, or None.

    `partial` holds what could be read of it. Flags that need no time to pass are stored, under the
    identity the finished check-in will have, so that it raises none of them twice.
    """
    locked = Patient.objects.locked(patient.pk)
    _last, name = _place_of(locked, submission)
    record = load_record(patient=locked).with_provisional(replace(partial, key=str(name)))
    told_now = len(record.check_in_rows)
    telling = [flag for flag in record.assess(partial.at).flags if told_now in flag.told_by]
    raise_flags(record=record, flags=[flag for flag in telling if _needs_no_time(record, flag.rule)])
    grave = [flag.severity for flag in telling if flag.severity is not Severity.ROUTINE]
    gravest = max(grave, key=lambda severity: severity.gravity, default=None)
    if gravest is not None:
        CheckInDraft.objects.filter(patient=locked, submission=submission).update(advice=gravest)
    return gravest


def _with_photos(stored: CheckInRow, submission: uuid.UUID) -> CheckInRow:
    patient = stored.patient
    patient.photos.unsent_by(patient.user, submission).update(check_in=stored)
    return stored


def _check(record: ClinicalRecord, report: CheckIn) -> None:
    """Refuse what cannot be true, and a check-in without any session or without a score for pain."""
    if not record.session_rows:
        raise CheckInError("check_in", _("You have no session with us yet. Please call the clinic instead."))
    check_report(record.protocol, report)
    pain = report.symptoms.get(PAIN)
    if pain is None or pain.score is None:
        raise CheckInError("symptoms.pain.score", _("Choose a number for your pain."))


def _needs_no_time(record: ClinicalRecord, rule_id: str) -> bool:
    timed = {rule.id for rule in record.protocol.symptom_rules if not rule.at_once}
    return rule_id not in timed


def _place_of(patient: Patient, submission: uuid.UUID) -> tuple[CheckInRow | None, uuid.UUID]:
    """What a form told last, None where it is new, and the name under which other answers are stored."""
    last, name = None, submission
    while stored := CheckInRow.objects.filter(patient=patient, submission=name).first():
        last, name = stored, name_when_changed(name)
    return last, name


def _as_told(report: CheckIn, limitation: int | None, note: str) -> dict[str, Any]:
    """What a report tells, as the fields of a row; `pain_score` is None where it does not tell it."""
    pain = report.symptoms.get(PAIN)
    return {
        "symptoms": {name: _stored(told) for name, told in report.symptoms.items()},
        "pain_score": None if pain is None else pain.score,
        "limitation_score": limitation,
        "acetaminophen_mg_24h": report.acetaminophen_mg_24h,
        "taken": {topic: _iso(used_at) for topic, used_at in report.taken.items()},
        "note": note,
    }


def _stored(told: SymptomReport) -> dict[str, str | None]:
    return {"since": _iso(told.since), "until": _iso(told.until)}


def _iso(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()
