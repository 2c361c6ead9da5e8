"""The thread with one patient as nurses read it: what waits, then what was written before."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from aftercare.models import Patient, User
from aftercare.queries.thread import MessageLine, read_thread
from aftercare.queries.wording import Phone, phone


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """The thread: what is `waiting` for an answer, and what was written before."""

    id: str
    patient: str
    patient_href: str
    phone: Phone | None
    in_care: bool
    waiting: tuple[MessageLine, ...]
    earlier: tuple[MessageLine, ...]


def load_thread(*, patient: Patient, user: User, now: datetime) -> ThreadPage:
    """The thread with a patient whose record was opened, for the nurse `user`, in the clinic's time."""
    lines = read_thread(patient=patient, reader=user, zone=patient.clinic.tz, now=now)
    return ThreadPage(
        id=str(patient.pk),
        patient=patient.user.full_name,
        patient_href=reverse("patient", args=[patient.pk]),
        phone=phone(patient.phone or None),
        in_care=patient.in_care,
        waiting=tuple(line for line in lines if line.waits),
        earlier=tuple(line for line in lines if not line.waits),
    )
