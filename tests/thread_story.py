"""What the pages of messages are tested with: who writes, who opens, in hours after Monday's session."""

import uuid
from datetime import timedelta

from aftercare.models import Message, Patient, User
from aftercare.services.messages import mark_messages_read, write_to_clinic, write_to_patient
from tests.cast import MONDAY

HOUR = timedelta(hours=1)


def ask(patient: Patient, body: str = "May I swim?", hours: int = 1, **change: object) -> Message:
    told = {"patient": patient, "body": body, "submission": uuid.uuid4(), "at": MONDAY + hours * HOUR}
    return write_to_clinic(**{**told, **change})


def write(
    patient: Patient, by: User, body: str = "Please call.", hours: int = 2, **change: object
) -> Message:
    told = {"patient": patient, "body": body, "submission": uuid.uuid4(), "at": MONDAY + hours * HOUR}
    return write_to_patient(**{**told, "by": by, **change})


def opened(patient: Patient, by: User, hours: int = 1) -> int:
    """`by` opens the page on which all that was written by then stands."""
    at = MONDAY + hours * HOUR
    return mark_messages_read(patient=patient, seen=ids(patient, written_at__lte=at), by=by, at=at)


def ids(patient: Patient, **told: object) -> list[uuid.UUID]:
    return list(patient.messages.filter(**told).values_list("pk", flat=True))
