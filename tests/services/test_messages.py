import uuid
from datetime import timedelta

from aftercare.models import Flag, Message, Patient, User
from aftercare.services.flags import reply_to_patient
from aftercare.services.messages import mark_messages_read
from tests.cast import MONDAY, complete, report

HOUR = timedelta(hours=1)


def write(patient: Patient, nurse: User, at_hours: int) -> Message:
    flag = Flag.objects.get(patient=patient)
    at = MONDAY + at_hours * HOUR
    return reply_to_patient(flag=flag, body="Please call.", submission=uuid.uuid4(), by=nurse, at=at)


def flagged(patient: Patient) -> None:
    complete(patient, MONDAY)
    report(patient, MONDAY + HOUR, fever=MONDAY)


def test_notes_written_by_then_are_read_once(patient: Patient, nurse: User) -> None:
    flagged(patient)
    early, late = write(patient, nurse, 2), write(patient, nurse, 4)

    first = mark_messages_read(patient=patient, at=MONDAY + 2 * HOUR)
    second = mark_messages_read(patient=patient, at=MONDAY + 5 * HOUR)

    early.refresh_from_db()
    late.refresh_from_db()
    assert (first, second) == (1, 1)
    assert (early.read_at, late.read_at) == (MONDAY + 2 * HOUR, MONDAY + 5 * HOUR)


def test_notes_to_others_stay_unread(patient: Patient, other_patient: Patient, nurse: User) -> None:
    flagged(patient)
    note = write(patient, nurse, 2)

    mark_messages_read(patient=other_patient, at=MONDAY + 3 * HOUR)

    note.refresh_from_db()
    assert note.read_at is None
