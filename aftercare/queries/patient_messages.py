"""Notes from the clinic to a patient, the newest first."""

from dataclasses import dataclass
from datetime import datetime

from aftercare.models import Patient
from aftercare.queries.wording import When, when

MESSAGES_SHOWN = 100


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One note; `new` until the page has been opened."""

    by: str
    body: str
    when: When
    new: bool


def message_list(*, patient: Patient, now: datetime) -> tuple[MessageLine, ...]:
    """The latest notes to `patient`."""
    notes = patient.messages.select_related("written_by").order_by("-written_at", "-id")[:MESSAGES_SHOWN]
    return tuple(
        MessageLine(
            by=note.written_by.full_name,
            body=note.body,
            when=when(note.written_at, patient.tz, now),
            new=note.read_at is None,
        )
        for note in notes
    )
