"""The page "Messages": what is new from the clinic, then what was written before."""

from dataclasses import dataclass
from datetime import datetime

from aftercare.models import Patient
from aftercare.queries.patient_contact import Contact, contact_now
from aftercare.queries.thread import MessageLine, answer_words, read_thread


@dataclass(frozen=True, slots=True)
class MessagesPage:
    """The thread; `new` until the page has been opened. `answered`: by when one written now would be."""

    new: tuple[MessageLine, ...]
    earlier: tuple[MessageLine, ...]
    answered: str
    may_write: bool
    contact: Contact


def messages_page(*, patient: Patient, now: datetime) -> MessagesPage:
    """The thread of `patient` at `now`, in a constant number of queries."""
    lines = read_thread(patient=patient, reader=patient.user, zone=patient.tz, now=now)
    return MessagesPage(
        new=tuple(line for line in lines if line.new),
        earlier=tuple(line for line in lines if not line.new),
        answered=answer_words(patient.clinic, patient.tz, now),
        may_write=patient.in_care,
        contact=contact_now(clinic=patient.clinic, zone=patient.tz, now=now),
    )
