import uuid
from datetime import timedelta

from aftercare.models import Message, Patient, User
from aftercare.services.messages import mark_messages_read
from tests.cast import MONDAY

HOUR = timedelta(hours=1)


def write(patient: Patient, by: User) -> Message:
    return Message.objects.create(
        patient=patient, submission=uuid.uuid4(), body="Thank you.", written_at=MONDAY, written_by=by
    )


def test_notes_are_marked_read_once(patient: Patient, other_patient: Patient, nurse: User) -> None:
    mine, theirs = write(patient, nurse), write(other_patient, nurse)

    first = mark_messages_read(patient=patient, at=MONDAY)
    second = mark_messages_read(patient=patient, at=MONDAY + HOUR)

    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (first, second) == (1, 0)
    assert (mine.read_at, theirs.read_at) == (MONDAY, None)
