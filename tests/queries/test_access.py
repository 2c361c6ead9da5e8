import uuid
from collections.abc import Callable
from datetime import date

import pytest

from aftercare.models import Clinic, Flag, Patient, RecordAccess, TreatmentSession, User
from aftercare.queries.access import (
    RecordNotFound,
    open_flag,
    open_record,
    open_records,
    open_session,
    own_check_in,
    own_record,
    visible_patients,
)
from tests.cast import MONDAY, complete, report


@pytest.fixture
def flag(patient: Patient) -> Flag:
    complete(patient, MONDAY)
    report(patient, MONDAY, pain=8)
    return Flag.objects.get()


def test_staff_see_the_patients_of_their_own_clinic(
    patient: Patient, other_patient: Patient, foreign_patient: Patient, scheduler: User
) -> None:
    seen = set(visible_patients(user=scheduler))

    assert seen == {patient, other_patient}


def test_a_patient_sees_no_record_but_the_own(patient: Patient, other_patient: Patient) -> None:
    assert list(visible_patients(user=patient.user)) == [patient]
    assert own_record(user=patient.user) == patient


def test_the_own_record_brings_the_clinics_holidays_along(
    patient: Patient, clinic: Clinic, other_clinic: Clinic, django_assert_num_queries: object
) -> None:
    clinic.holidays.create(date="2026-12-25")
    other_clinic.holidays.create(date="2026-03-02")
    user = User.objects.select_related("clinic").get(pk=patient.user_id)  # as whoever signs in is found

    with django_assert_num_queries(1):
        found = own_record(user=user).clinic.holiday_dates

    assert found == {date(2026, 12, 25)}


def test_staff_have_no_record_of_their_own(nurse: User) -> None:
    with pytest.raises(RecordNotFound):
        own_record(user=nurse)


def test_opening_a_record_leaves_a_trace(patient: Patient, nurse: User) -> None:
    open_record(user=nurse, patient_id=patient.pk, what="record", at=MONDAY)

    assert list(RecordAccess.objects.values_list("patient", "by", "at", "what")) == [
        (patient.pk, nurse.pk, MONDAY, "record")
    ]


@pytest.mark.parametrize("who", ["stranger_nurse", "other_patient_user", "own_user"])
def test_a_record_that_is_not_theirs_does_not_exist(
    request: pytest.FixtureRequest, patient: Patient, other_patient: Patient, stranger_nurse: User, who: str
) -> None:
    users = {
        "stranger_nurse": stranger_nurse,
        "other_patient_user": other_patient.user,
        "own_user": patient.user,
    }

    with pytest.raises(RecordNotFound):
        open_record(user=users[who], patient_id=patient.pk, what="record", at=MONDAY)

    assert RecordAccess.objects.count() == 0


def test_a_record_that_is_nowhere_does_not_exist(nurse: User) -> None:
    with pytest.raises(RecordNotFound):
        open_record(user=nurse, patient_id=uuid.uuid4(), what="record", at=MONDAY)


def test_records_opened_at_once_are_the_clinics_own_and_leave_a_trace_each(
    patient: Patient, other_patient: Patient, foreign_patient: Patient, nurse: User
) -> None:
    opened = open_records(user=nurse, patients=Patient.objects.all(), what="recall", at=MONDAY)

    assert set(opened) == {patient, other_patient}
    assert {one.patient for one in RecordAccess.objects.filter(by=nurse, what="recall")} == set(opened)
    with pytest.raises(RecordNotFound):
        open_records(user=patient.user, patients=Patient.objects.all(), what="recall", at=MONDAY)


def test_a_flag_is_open_to_clinical_staff_of_the_clinic_only(
    flag: Flag, nurse: User, administrator: User, scheduler: User, stranger_nurse: User, patient: Patient
) -> None:
    for user in (nurse, administrator):
        assert open_flag(user=user, flag_id=flag.pk, at=MONDAY) == flag
    for user in (scheduler, stranger_nurse, patient.user):
        with pytest.raises(RecordNotFound):
            open_flag(user=user, flag_id=flag.pk, at=MONDAY)
    with pytest.raises(RecordNotFound):
        open_flag(user=nurse, flag_id=uuid.uuid4(), at=MONDAY)


def test_a_session_is_open_to_staff_of_the_clinic_only(
    patient: Patient, scheduler: User, stranger_scheduler: User
) -> None:
    session = complete(patient, MONDAY)

    assert open_session(user=scheduler, session_id=session.pk, at=MONDAY) == session
    for user, session_id in (
        (stranger_scheduler, session.pk),
        (patient.user, session.pk),
        (scheduler, uuid.uuid4()),
    ):
        with pytest.raises(RecordNotFound):
            open_session(user=user, session_id=session_id, at=MONDAY)
    assert TreatmentSession.objects.count() == 1


def test_a_check_in_is_open_to_the_patient_who_told_it_only(
    patient: Patient, other_patient: Patient, nurse: User
) -> None:
    complete(patient, MONDAY)
    told = report(patient, MONDAY)

    def refused(user: User) -> Callable[[], object]:
        return lambda: own_check_in(user=user, check_in_id=told.pk)

    assert own_check_in(user=patient.user, check_in_id=told.pk) == told
    for user in (other_patient.user, nurse):
        with pytest.raises(RecordNotFound):
            refused(user)()
