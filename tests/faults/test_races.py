"""People and the engine at the same moment: nothing of a session goes out after it was moved or cancelled."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
from django.db import connection
from django.utils import timezone

from aftercare.models import Clinic, Reminder, TreatmentSession, User
from aftercare.notifications.post import Post
from aftercare.services.delivery import deliver_reminders
from aftercare.services.outreach import claim_due
from aftercare.services.sessions import cancel_session, move_session
from tests.cast import book, make_patient
from tests.faults.checker import check
from tests.mail_host import MailHost

HOUR = timedelta(hours=1)
PATIENTS = 16
ROUNDS = 6


@pytest.fixture
def sessions(transactional_db: None, clinic: Clinic, scheduler: User) -> list[TreatmentSession]:
    """Sessions so soon that booking and moving them is told at once, by day and by night."""
    now = timezone.now()
    booked = []
    for number in range(PATIENTS):
        name, address = f"Patient {number}", f"patient-{number}@patients.example"
        patient = make_patient(clinic, name, address, scheduler, quiet_from="00:00", quiet_until="00:00")
        booked.append(book(patient, now + (10 + number) * HOUR, at=now))
    return booked


def send_what_is_due(over: Event) -> None:
    """Tick and send until told, as beat and worker do."""
    while not over.is_set():
        send_once()
    connection.close()


def send_once() -> None:
    with Post() as post:
        deliver_reminders(ids=claim_due(at=timezone.now()).reminders, post=post, now=timezone.now)


def move_and_cancel(sessions: list[TreatmentSession], by: User) -> None:
    """Move each session a few times, then cancel it."""
    for number in range(ROUNDS):
        for session in random.sample(sessions, len(sessions)):
            moved_to = session.scheduled_at + timedelta(minutes=7 * (number + 1))
            move_session(
                session=session, scheduled_at=moved_to, interval_reason="as asked", by=by, at=timezone.now()
            )
    for session in sessions:
        cancel_session(session=session, by=by, at=timezone.now())
    connection.close()


def test_nothing_of_a_moved_or_cancelled_session_goes_out_after_the_change(
    sessions: list[TreatmentSession], scheduler: User, mail_host: MailHost
) -> None:
    over = Event()

    with ThreadPoolExecutor(4) as threads:
        senders = [threads.submit(send_what_is_due, over) for _ in range(2)]
        changes = [threads.submit(move_and_cancel, sessions[half::2], scheduler) for half in range(2)]
        try:
            [one.result() for one in changes]
        finally:
            over.set()
        [one.result() for one in senders]
    send_once()
    broken = check(sends=mail_host.sends, at=timezone.now())

    assert broken == []
    assert Reminder.objects.filter(state="sent").count() == len(mail_host.taken) > PATIENTS
    assert Reminder.objects.filter(state="cancelled", state_reason="plan-changed").exists()
