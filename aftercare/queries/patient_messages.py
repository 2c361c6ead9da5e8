"""The page "Messages": what is new from the clinic, then what was written before."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Page

from aftercare.models import Message, Patient
from aftercare.queries.patient_contact import Contact, contact_now
from aftercare.queries.thread import MessageLine, answer_words, read_thread


@dataclass(frozen=True, slots=True)
class MessagesPage:
    """The thread; `new` until the page has been opened. `answered`: by when one written now would be."""

    new: tuple[MessageLine, ...]
    earlier: tuple[MessageLine, ...]
    page: Page[Message]
    answered: str
    may_write: bool
    contact: Contact

    @property
    def seen(self) -> list[UUID]:
        """What whoever opens this page has read."""
        return [line.id for line in self.new]


def messages_page(*, patient: Patient, page: str | None = None, now: datetime) -> MessagesPage:
    """A page of the thread of `patient` at `now`, in a constant number of queries."""
    thread = read_thread(patient=patient, reader=patient.user, page=page, zone=patient.tz, now=now)
    return MessagesPage(
        new=tuple(line for line in thread.lines if line.new),
        earlier=tuple(line for line in thread.lines if not line.new),
        page=thread.page,
        answered=answer_words(patient.clinic, patient.tz, now),
        may_write=patient.in_care,
        contact=contact_now(clinic=patient.clinic, zone=patient.tz, now=now),
    )
