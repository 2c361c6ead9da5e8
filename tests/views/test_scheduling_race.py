"""Many desks at the same moment: one slot is one booking, one form is one session, each answer is clear."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from aftercare.models import Clinic, Patient, TreatmentSession, User
from tests.cast import NEW_YORK, make_patient, make_provider

AT_ONCE = 20
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def submit(clinic: Clinic, scheduler: User) -> Callable[[UUID], str]:
    """Sends a booking of next week's working day at ten, once everybody is ready; tells what came back."""
    make_provider(clinic, "Adelaide Fernsby")
    clinic.rooms.create(name="Yew room")
    day = timezone.localtime(timezone.now(), NEW_YORK).date() + timedelta(days=7)
    day -= timedelta(days=max(0, day.weekday() - 4))
    form = {"date": day, "time": "10:00", "treatment": "prp", "areas": ["knee:left"]}
    together = Barrier(AT_ONCE)

    def send(patient: UUID) -> str:
        client = Client()
        client.force_login(scheduler)
        together.wait()
        try:
            answer = client.post(f"/sessions/new/?patient={patient}", form)
            return answer.url if answer.status_code == 302 else str(dict(answer.context["form"].errors))
        finally:
            connection.close()

    return send


def test_twenty_posts_for_one_slot_make_one_booking_and_nineteen_clear_answers(
    clinic: Clinic, scheduler: User, submit: Callable[[UUID], str]
) -> None:
    patients = [
        make_patient(clinic, f"Patient {number}", f"p{number}@patients.example", scheduler).pk
        for number in range(AT_ONCE)
    ]

    with ThreadPoolExecutor(AT_ONCE) as desks:
        answers = Counter(desks.map(submit, patients))

    refused = {"time": ["No provider is free at this time. Choose another."]}
    booked = f"/sessions/{TreatmentSession.objects.get().pk}/"
    assert answers == {str(refused): AT_ONCE - 1, booked: 1}


def test_one_form_sent_twenty_times_at_once_is_one_session(
    patient: Patient, submit: Callable[[UUID], str]
) -> None:
    with ThreadPoolExecutor(AT_ONCE) as desks:
        answers = set(desks.map(submit, [patient.pk] * AT_ONCE))

    assert answers == {f"/sessions/{TreatmentSession.objects.get().pk}/"}
