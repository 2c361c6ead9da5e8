"""Rows of what is on record: flags and what came of them, check-ins asked for, readings of a record."""

from django.utils import timezone

from aftercare.models import CheckIn, Clinic, Flag, RecordAccess, Reminder, User
from tests.benchmarks.rows import PATIENT_ID, add, tidy


def add_flags(count: int, patients: int) -> None:
    """Flags, twenty a day from now on backwards, all of them closed; for each a check-in that was asked for.

    Half of those came in time.
    """
    clinic, now = Clinic.objects.get(), timezone.now()
    nurse = clinic.people.get(role="administrator")
    patient = PATIENT_ID.format(number=f"(number %% {patients})")
    then = f"'{now.isoformat()}'::timestamptz - (number + 1) * interval '72 minutes'"
    flag = Flag(clinic=clinic, rule_name="Hot or red for more than 6 hours", severity="urgent", gravity=2)
    flag.raised_at = flag.due_at = flag.escalate_at = now
    flag.acknowledged_by = flag.holder = flag.resolved_by = nurse
    add(
        flag,
        count,
        id="gen_random_uuid()",
        patient_id=patient,
        rule="'rule-' || number %% 12",
        episode="number::text",
        raised_at=then,
        due_at=f"{then} + interval '2 hours'",
        acknowledged_at=f"{then} + (number %% 150) * interval '1 minute'",
        resolved_at=f"{then} + (number %% 700 + 150) * interval '1 minute'",
        disposition="CASE number %% 3 WHEN 0 THEN 'self-care' ELSE 'advised-by-phone' END",
    )
    asked = f"{then} - interval '1 day'"
    until = f"{asked} + interval '15 hours'"
    reason = f"'reason', 'check-in', 'key', 'check-in:' || number || ':day-1', 'expires_at', {until}"
    sent = Reminder(reasons=[], plan_revision=0, due_at=now, expires_at=now, state_at=now, state="sent")
    add(
        sent,
        count,
        id="gen_random_uuid()",
        patient_id=patient,
        due_at=asked,
        sent_at=asked,
        expires_at=until,
        reasons=f"jsonb_build_array(jsonb_build_object({reason}))",
    )
    told = f"{asked} + number %% 4 * interval '8 hours'"
    made = "gen_random_uuid()"
    add(CheckIn(at=now, pain_score=2), count, id=made, submission=made, patient_id=patient, at=told)
    tidy()


def add_accesses(count: int) -> None:
    """How often somebody opened the record of the first patient, once an hour until now."""
    nurse, now = User.objects.get(role="administrator"), timezone.now()
    opened = f"'{now.isoformat()}'::timestamptz - number * interval '1 hour'"
    add(
        RecordAccess(by=nurse, at=now, what="patient"),
        count,
        id="-1 - number",
        patient_id=PATIENT_ID.format(number="0"),
        at=opened,
    )
    tidy()
