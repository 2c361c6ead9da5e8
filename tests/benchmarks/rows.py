"""Rows by the million, made inside PostgreSQL from one pattern each: every column is the model's own."""

import json
from datetime import date, datetime, timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.utils import timezone

from aftercare.models import (
    Clinic,
    Patient,
    ProtocolVersion,
    Reminder,
    TreatedArea,
    TreatmentSession,
    User,
)
from tests import cast

USER_ID = "md5('user ' || number)::uuid"
PATIENT_ID = "md5('patient ' || {number})::uuid"
SESSION_ID = "md5('session ' || number)::uuid"
NINE_MONTHS = timedelta(days=270)
FORTNIGHT = timedelta(days=14)
FILLED = (
    *("user", "patient", "reminder", "treatmentsession", "treatedarea"),
    *("flag", "checkin", "recordaccess"),
)
A_DAY = 20  # sessions


def add_patients(count: int) -> None:
    """A clinic with `count` patients, numbered from 0."""
    version = cast.publish_shipped()
    clinic = cast.make_clinic()
    scheduler = cast.make_staff(clinic, "scheduler", "Felix Underleaf", "felix@juniper.example")
    user = User(full_name="Wren Applegarth", role="patient", clinic=clinic, email="wren@patients.example")
    born = date(1974, 5, 3)
    patient = Patient(
        user=user, birth_date=born, zone=clinic.zone, invited_at=version.published_at, invited_by=scheduler
    )
    email = "'wren.' || number || '@patients.example'"
    add(user, count, id=USER_ID, email=email)
    add(patient, count, id=PATIENT_ID.format(number="number"), user_id=USER_ID)
    tidy()


def add_due(count: int) -> None:
    """Reminders that are due now, each to another patient: two to the same one would be merged.

    The caller tidies up.
    """
    now = timezone.now()
    add_reminders(count, f"'{now.isoformat()}'::timestamptz - number * interval '1 millisecond'", "number")


def add_future(count: int, patients: int) -> None:
    """Reminders of the next nine months, spread evenly over `patients`."""
    first = timezone.now() + timedelta(days=1)
    pause = NINE_MONTHS / count / timedelta(seconds=1)
    due = f"'{first.isoformat()}'::timestamptz + number * interval '{pause:f} seconds'"
    add_reminders(count, due, f"(number %% {patients})")
    tidy()


def add_reminders(count: int, due: str, patient: str) -> None:
    """Planned reminders; `due` and `patient` (its number) are SQL over `number`, which counts from 0."""
    now = timezone.now()
    reasons = [{"reason": "check-in", "key": "check-in:1", "expires_at": now + NINE_MONTHS}]
    pattern = Reminder(reasons=reasons, plan_revision=0, due_at=now, expires_at=now, state_at=now)
    add(
        pattern,
        count,
        id="gen_random_uuid()",
        patient_id=PATIENT_ID.format(number=patient),
        due_at=due,
        next_at=due,
        expires_at=f"{due} + interval '12 hours'",
    )


def add_sessions(count: int, patients: int) -> None:
    """Sessions of a clinic with two providers and two rooms: twenty a day, from two weeks ahead on backwards.

    Those of today and yesterday are not recorded yet. Each treats one area; each patient has had as many.
    """
    clinic, version = Clinic.objects.get(), ProtocolVersion.objects.get()
    scheduler = clinic.people.get(role="scheduler")
    last = (timezone.now() + FORTNIGHT).replace(hour=13, minute=0, second=0, microsecond=0)
    providers = [cast.make_provider(clinic, name).pk for name in ("Adelaide Fernsby", "Ambrose Larkmoor")]
    rooms = [clinic.rooms.get().pk, clinic.rooms.create(name="Room 2").pk]
    pattern = TreatmentSession(
        clinic=clinic, treatment="exosome", scheduled_at=last, slot_ends_at=last, buffer_ends_at=last, at=last
    )
    pattern.booked_at, pattern.booked_by = version.published_at, scheduler
    begins = (
        f"'{last.isoformat()}'::timestamptz - (number / {A_DAY}) * interval '1 day'"
        f" + (number %% {A_DAY} / 2) * interval '1 hour'"
    )
    done = f"number >= {A_DAY * (FORTNIGHT.days + 2)}"
    add(
        pattern,
        count,
        id=SESSION_ID,
        patient_id=PATIENT_ID.format(number=f"(number %% {patients})"),
        provider_id=f"CASE number %% 2 WHEN 0 THEN '{providers[0]}' ELSE '{providers[1]}' END",
        room_id=f"CASE number %% 2 WHEN 0 THEN '{rooms[0]}' ELSE '{rooms[1]}' END",
        scheduled_at=begins,
        slot_ends_at=f"{begins} + interval '45 minutes'",
        buffer_ends_at=f"{begins} + interval '1 hour'",
        at=begins,
        status=f"CASE WHEN {done} THEN 'completed' ELSE 'scheduled' END",
        recorded_at=f"CASE WHEN {done} THEN {begins} END",
        recorded_by_id=f"CASE WHEN {done} THEN '{scheduler.pk}' END",
        protocol_version_id=f"CASE WHEN {done} THEN '{version.pk}' END",
    )
    add(TreatedArea(area="knee", side="right"), count, id="number + 1", session_id=SESSION_ID)
    tidy()


def add(pattern: models.Model, count: int, **changes: str) -> None:
    """`count` rows like `pattern`, with columns changed by SQL over `number`, from 0 on.

    Constraints and indexes are kept. Triggers, those of foreign keys included, are asleep meanwhile.
    """
    table = pattern._meta.db_table
    pairs = ", ".join(f"'{column}', {sql}" for column, sql in changes.items())
    sql = f"""
        INSERT INTO {table} SELECT made.* FROM generate_series(0, %(count)s - 1) AS number,
        LATERAL jsonb_populate_record(
            NULL::{table}, %(pattern)s::jsonb || jsonb_build_object({pairs})
        ) AS made
    """  # noqa: S608 - all of it is ours
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, {"count": count, "pattern": as_json(pattern)})


def as_json(row: models.Model) -> str:
    """An unsaved row by column, as PostgreSQL's `jsonb_populate_record` takes it."""
    columns: dict[str, Any] = {
        field.column: field.get_prep_value(getattr(row, field.attname)) for field in row._meta.concrete_fields
    }
    return json.dumps(columns, cls=DjangoJSONEncoder)


def tidy() -> None:
    """Leave no work for autovacuum and the next checkpoint, and let the planner know what is there."""
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM (ANALYZE) {', '.join(f'aftercare_{name}' for name in FILLED)}")
        cursor.execute("CHECKPOINT")


def empty() -> None:
    """No reminder, and no history of one."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE aftercare_reminder, aftercare_remindertransition")


def take_away_claimed() -> None:
    """Without those in hand: the next tick finds the same table again."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM aftercare_reminder WHERE leased_until IS NOT NULL")


def sent() -> tuple[int, datetime | None]:
    """How many reminders were sent, and when the last one was."""
    found = Reminder.objects.filter(state="sent").aggregate(models.Count("id"), models.Max("sent_at"))
    return found["id__count"], found["sent_at__max"]
