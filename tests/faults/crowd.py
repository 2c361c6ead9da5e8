"""Many patients with one message each, without the plans that take their time to be made."""

import uuid
from datetime import datetime, timedelta

from aftercare.models import Channel, Clinic, Patient, Reminder, User
from aftercare.services.plans import announcement
from tests.cast import MONDAY


def crowd(clinic: Clinic, scheduler: User, count: int, due_at: datetime, hours: int = 24) -> list[Reminder]:
    """`count` patients, each of whom is to be told something at `due_at`; it expires `hours` later."""
    users = User.objects.bulk_create(
        User(email=f"{uuid.uuid4().hex}@patients.example", full_name="Patient", role="patient", clinic=clinic)
        for _ in range(count)
    )
    patients = Patient.objects.bulk_create(
        Patient(
            user=user, birth_date=MONDAY.date(), zone=clinic.zone, invited_at=MONDAY, invited_by=scheduler
        )
        for user in users
    )
    return Reminder.objects.bulk_create(reminder_of(patient, due_at, hours) for patient in patients)


def reminder_of(patient: Patient, due_at: datetime, hours: int = 24) -> Reminder:
    """A message outside the plan, not stored."""
    news = announcement("session-changed", uuid.uuid4(), due_at, hours)
    return Reminder(
        patient=patient,
        channel=Channel.EMAIL,
        due_at=due_at,
        next_at=due_at,
        state_at=due_at - timedelta(days=1),
        expires_at=news.expires_at,
        reasons=[news.to_store()],
        plan_revision=patient.plan_revision,
    )
