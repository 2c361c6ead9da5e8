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
    return mark_messages_read(patient=patient, by=by, at=MONDAY + hours * HOUR)
