"""Check-ins: stored once, triaged at once, and never refused without the card they call for."""

import uuid
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.domain.protocol import Severity
from aftercare.domain.triage import CheckIn, CheckInError, SymptomReport, check_report
from aftercare.models import CheckIn as CheckInRow
from aftercare.models import Patient
from aftercare.queries.records import ClinicalRecord, load_record
from aftercare.services.triage import assess_patient, raise_flags


@transaction.atomic
def record_check_in(
    *, patient: Patient, submission: uuid.UUID, report: CheckIn, note: str = ""
) -> CheckInRow:
    """Store what the patient reports at `report.at` and triage it; the same submission again is the same
    check-in.

    Raises CheckInError naming the field and stores nothing; `raise_alarm` then says what must not wait.
    """
    locked = Patient.objects.select_for_update(of=("self",)).select_related("user__clinic").get(pk=patient.pk)
    already = CheckInRow.objects.filter(patient=locked, submission=submission).first()
    if already is not None:
        return already
    record = load_record(patient=locked)
    if not record.session_rows:
        raise CheckInError("check_in", _("You have no session with us yet. Please call the clinic instead."))
    report = replace(report, key=str(submission))
    check_report(record.protocol, report)
    pain = report.symptoms.get("pain")
    if pain is None or pain.score is None:
        raise CheckInError("symptoms.pain.score", _("Choose a number for your pain."))
    stored = CheckInRow.objects.create(
        patient=locked,
        submission=submission,
        at=report.at,
        symptoms={name: _stored(told) for name, told in report.symptoms.items()},
        pain_score=pain.score,
        acetaminophen_mg_24h=report.acetaminophen_mg_24h,
        taken={topic: _iso(used_at) for topic, used_at in report.taken.items()},
        note=note,
        advice=record.with_provisional(report).assess(report.at).advice or "",
    )
    assess_patient(patient=locked, at=report.at)
    return stored


@transaction.atomic
def raise_alarm(*, patient: Patient, submission: uuid.UUID, partial: CheckIn) -> Severity | None:
    """What a refused check-in calls for all the same: the gravest of emergency and urgent, or None.

    `partial` holds what could be read of it. Flags that need no time to pass are stored, under the
    identity the corrected check-in will have, so that it raises none of them twice.
    """
    locked = Patient.objects.select_for_update(of=("self",)).select_related("user__clinic").get(pk=patient.pk)
    record = load_record(patient=locked).with_provisional(replace(partial, key=str(submission)))
    told_now = len(record.check_in_rows)
    telling = [flag for flag in record.assess(partial.at).flags if told_now in flag.told_by]
    raise_flags(record=record, flags=[flag for flag in telling if _needs_no_time(record, flag.rule)])
    grave = [flag.severity for flag in telling if flag.severity is not Severity.ROUTINE]
    return max(grave, key=lambda severity: severity.gravity, default=None)


def _needs_no_time(record: ClinicalRecord, rule_id: str) -> bool:
    timed = {rule.id for rule in record.protocol.symptom_rules if not rule.at_once}
    return rule_id not in timed


def _stored(told: SymptomReport) -> dict[str, str | None]:
    return {"since": _iso(told.since), "until": _iso(told.until)}


def _iso(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()
