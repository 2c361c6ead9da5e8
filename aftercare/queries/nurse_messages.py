"""The thread with one patient as nurses read it: what waits, then what was written before."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Page
from django.urls import reverse

from aftercare.models import Message, Patient, User
from aftercare.queries.care_state import ended_words
from aftercare.queries.thread import MessageLine, read_thread
from aftercare.queries.wording import Phone, phone


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """A page of the thread: what is `waiting` for an answer, and what was written before. `ended`: what
    becomes of a note to a patient out of care; `may_write`: whether anybody could read one.
    """

    id: str
    patient: str
    patient_href: str
    phone: Phone | None
    ended: str
    may_write: bool
    waiting: tuple[MessageLine, ...]
    earlier: tuple[MessageLine, ...]
    page: Page[Message]

    @property
    def seen(self) -> list[UUID]:
        """What an answer from this page answers."""
        return [line.id for line in self.waiting]


def load_thread(*, patient: Patient, user: User, page: str | None = None, now: datetime) -> ThreadPage:
    """A page of the thread with a patient whose record was opened, for the nurse `user`, in the clinic's
    time.
    """
    thread = read_thread(patient=patient, reader=user, page=page, zone=patient.clinic.tz, now=now)
    return ThreadPage(
        id=str(patient.pk),
        patient=patient.user.full_name,
        patient_href=reverse("patient", args=[patient.pk]),
        phone=phone(patient.phone or None),
        ended=ended_words(patient),
        may_write=patient.care != Patient.Care.DECEASED,
        waiting=tuple(line for line in thread.lines if line.waits),
        earlier=tuple(line for line in thread.lines if not line.waits),
        page=thread.page,
    )
