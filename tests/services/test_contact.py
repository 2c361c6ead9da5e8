"""A patient whom messages did not reach is reached by phone."""

from datetime import timedelta

from aftercare.models import Patient, User
from aftercare.services.contact import record_reached
from tests.cast import MONDAY


def reached(patient: Patient) -> tuple[object, object]:
    patient.refresh_from_db()
    return patient.reached_at, patient.reached_by


def test_who_reached_the_patient_and_when_is_kept(patient: Patient, nurse: User) -> None:
    record_reached(patient=patient, by=nurse, at=MONDAY)

    assert reached(patient) == (MONDAY, nurse)


def test_the_latest_call_is_the_one_that_counts(patient: Patient, nurse: User, scheduler: User) -> None:
    record_reached(patient=patient, by=nurse, at=MONDAY)
    record_reached(patient=patient, by=scheduler, at=MONDAY)
    record_reached(patient=patient, by=scheduler, at=MONDAY - timedelta(seconds=1))
    after_the_same_and_an_earlier_one = reached(patient)
    record_reached(patient=patient, by=scheduler, at=MONDAY + timedelta(seconds=1))

    assert after_the_same_and_an_earlier_one == (MONDAY, nurse)
    assert reached(patient) == (MONDAY + timedelta(seconds=1), scheduler)
