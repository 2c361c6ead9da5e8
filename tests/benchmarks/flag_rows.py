"""Open flags by the hundred thousand: two a patient, with the check-ins that told of them; fifty nurses."""

from django.db import connection
from django.utils import timezone

from aftercare.models import CheckIn, Clinic, Flag, User
from tests import cast
from tests.benchmarks.rows import PATIENT_ID, add

NURSES = 50
FLAGLESS = 1_000
"""So many patients have no flag yet: theirs are the check-ins that come while nurses watch."""
FLAG_ID = "md5('flag ' || number)::uuid"
CHECK_IN_ID = "md5('check-in ' || {number})::uuid"
FILLED = ("user", "patient", "flag", "checkin", "flag_evidence")

SHARES = "(number %% 20)"
"""In twenty flags: one emergency, seven urgent; four seen, one of them put off; two more in hand."""


def add_nurses() -> list[User]:
    """Fifty nurses of the clinic."""
    clinic = Clinic.objects.get()
    emails = [f"nurse.{number}@juniper.example" for number in range(NURSES)]
    return [cast.make_staff(clinic, "nurse", f"Nurse {email}", email) for email in emails]


def add_open_flags(count: int, nurses: list[User]) -> None:
    """`count` open flags of half as many patients, who are there; the first `FLAGLESS` have none. One in ten
    is overdue.
    """
    now = timezone.now()
    clinic = Clinic.objects.get()
    patient = PATIENT_ID.format(number=f"(number / 2 + {FLAGLESS})")
    at = f"'{now.isoformat()}'::timestamptz - (number %% 1400) * interval '1 minute'"
    symptoms = {"pain": {"since": None, "until": None}, "heat": {"since": now.isoformat(), "until": None}}
    add(
        CheckIn(patient_id=clinic.pk, submission=clinic.pk, at=now, symptoms=symptoms, pain_score=5),
        count,
        id=CHECK_IN_ID.format(number="number"),
        submission=CHECK_IN_ID.format(number="number"),
        patient_id=patient,
        at=at,
        pain_score="number %% 11",
    )
    flag = Flag(
        patient_id=clinic.pk, clinic=clinic, rule="heat", rule_name="Hot or red for more than 6 hours"
    )
    flag.raised_at = flag.due_at = flag.escalate_at = now
    holder = " ".join(f"WHEN {number} THEN '{nurse.pk}'" for number, nurse in enumerate(nurses))
    holder = f"CASE (number / 20) %% {NURSES} {holder} END"
    urgent = f"{SHARES} < 8"
    later = f"'{now.isoformat()}'::timestamptz + interval '5 hours'"
    over = f"'{now.isoformat()}'::timestamptz - interval '1 hour'"
    due = f"CASE number %% 10 WHEN 9 THEN {over} ELSE {at} + interval '2 days' END"
    add(
        flag,
        count,
        id=FLAG_ID,
        patient_id=patient,
        rule=f"CASE WHEN {SHARES} < 8 THEN 'heat-or-redness-over-6h' ELSE 'pain-over-7d' END",
        episode="number::text",
        severity=f"CASE WHEN {SHARES} = 0 THEN 'emergency' WHEN {urgent} THEN 'urgent' ELSE 'routine' END",
        gravity=f"CASE WHEN {SHARES} = 0 THEN 3 WHEN {urgent} THEN 2 ELSE 1 END",
        symptoms="'[\"heat\"]'::jsonb",
        onset_at=at,
        raised_at=at,
        due_at=due,
        escalate_at=due,
        acknowledged_at=f"CASE WHEN {SHARES} BETWEEN 4 AND 7 THEN {at} + interval '9 minutes' END",
        acknowledged_by_id=f"CASE WHEN {SHARES} BETWEEN 4 AND 7 THEN {holder} END",
        holder_id=f"CASE WHEN {SHARES} BETWEEN 4 AND 9 THEN {holder} END",
        snoozed_until=f"CASE WHEN {SHARES} = 7 THEN {later} END",
    )
    evidence = Flag.evidence.through(flag_id=clinic.pk, checkin_id=clinic.pk)
    add(evidence, count, id="number + 1", flag_id=FLAG_ID, checkin_id=CHECK_IN_ID.format(number="number"))
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM (ANALYZE) {', '.join(f'aftercare_{name}' for name in FILLED)}")
        cursor.execute("CHECKPOINT")
