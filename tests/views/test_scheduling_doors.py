"""Who may enter the scheduler's pages: everybody else is told that there is no such page."""

import uuid

import pytest
import time_machine
from django.test import Client

from aftercare.models import Patient, TreatmentSession, User
from tests.cast import MONDAY, book, local

READ_BY_STAFF = [
    "/patients/",
    "/patients/{patient}/",
    "/patients/{patient}/outreach/",
    "/outreach/",
    "/silent/",
    "/sessions/{session}/",
]
SCHEDULERS_ONLY = [
    "/schedule/",
    "/patients/new/",
    "/patients/{patient}/edit/",
    "/patients/{patient}/care/",
    "/sessions/new/",
    "/sessions/new/?patient={patient}",
    "/sessions/{session}/move/",
    "/sessions/{session}/cancel/",
    "/sessions/{session}/complete/",
]
OF_ONE_PATIENT = [
    "/patients/{patient}/",
    "/patients/{patient}/invite/",
    "/patients/{patient}/edit/",
    "/patients/{patient}/care/",
    "/patients/{patient}/outreach/",
    "/patients/{patient}/reached/",
    "/patients/{patient}/ask/",
    "/patients/{patient}/call/",
    "/patients/{patient}/address/",
    "/sessions/new/?patient={patient}",
    "/sessions/{session}/",
    "/sessions/{session}/move/",
    "/sessions/{session}/cancel/",
    "/sessions/{session}/missed/",
    "/sessions/{session}/complete/",
]
POSTED = ["/patients/{patient}/invite/", "/sessions/{session}/missed/", *SCHEDULERS_ONLY[1:]]


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(MONDAY, tick=False):
        yield MONDAY


@pytest.fixture
def session(patient: Patient) -> TreatmentSession:
    return book(patient, local("2026-03-09T10:00"))


def address(pattern: str, session: TreatmentSession) -> str:
    return pattern.format(patient=session.patient_id, session=session.pk)


@pytest.mark.parametrize("pattern", [*READ_BY_STAFF, *SCHEDULERS_ONLY])
def test_page_opens_to_scheduler_and_administrator(
    client: Client, scheduler: User, administrator: User, session: TreatmentSession, pattern: str
):
    answers = []
    for user in (scheduler, administrator):
        client.force_login(user)
        answers.append(client.get(address(pattern, session)).status_code)

    assert answers == [200, 200]


@pytest.mark.parametrize("pattern", READ_BY_STAFF)
def test_page_is_read_by_nurses(client: Client, nurse: User, session: TreatmentSession, pattern: str):
    client.force_login(nurse)

    assert client.get(address(pattern, session)).status_code == 200


@pytest.mark.parametrize("pattern", SCHEDULERS_ONLY)
def test_scheduling_page_is_no_page_for_nurses(
    client: Client, nurse: User, session: TreatmentSession, pattern: str
):
    client.force_login(nurse)

    assert client.get(address(pattern, session)).status_code == 404


@pytest.mark.parametrize("pattern", POSTED)
def test_scheduling_post_is_no_page_for_nurses(
    client: Client, nurse: User, session: TreatmentSession, pattern: str
):
    client.force_login(nurse)

    assert client.post(address(pattern, session), {}).status_code == 404


@pytest.mark.parametrize("pattern", [*READ_BY_STAFF, *SCHEDULERS_ONLY, *POSTED])
def test_page_is_no_page_for_the_patient_it_is_about(
    client: Client, patient: Patient, session: TreatmentSession, pattern: str
):
    client.force_login(patient.user)

    assert [
        client.get(address(pattern, session)).status_code,
        client.post(address(pattern, session), {}).status_code,
    ] == [404, 404]


@pytest.mark.parametrize("pattern", OF_ONE_PATIENT)
def test_page_is_no_page_for_another_clinic(
    client: Client, stranger_scheduler: User, session: TreatmentSession, pattern: str
):
    client.force_login(stranger_scheduler)
    answers = {
        client.get(address(pattern, session)).status_code,
        client.post(address(pattern, session), {}).status_code,
    }

    assert answers - {405} == {404}


@pytest.mark.parametrize("pattern", [*READ_BY_STAFF, *SCHEDULERS_ONLY])
def test_page_asks_strangers_to_sign_in(client: Client, session: TreatmentSession, pattern: str):
    answer = client.get(address(pattern, session))

    assert (answer.status_code, answer.url.split("?")[0]) == (302, "/accounts/login/")


@pytest.mark.parametrize("wanted", ["?patient=", "?patient=nobody", f"?patient={uuid.UUID(int=7)}"])
def test_booking_for_a_patient_who_is_none_is_no_page(client: Client, scheduler: User, wanted: str):
    client.force_login(scheduler)

    assert client.get(f"/sessions/new/{wanted}").status_code == 404


def test_another_clinics_patient_cannot_be_booked(client: Client, scheduler: User, foreign_patient: Patient):
    client.force_login(scheduler)
    answer = client.post(
        f"/sessions/new/?patient={foreign_patient.pk}",
        {"date": "2026-03-20", "time": "10:00", "treatment": "exosome", "areas": ["knee:right"]},
    )

    assert (answer.status_code, TreatmentSession.objects.count()) == (404, 0)


def test_lists_hold_the_own_clinic_only(
    client: Client, scheduler: User, session: TreatmentSession, foreign_patient: Patient
):
    theirs = book(foreign_patient, local("2026-03-05T10:00"), at=MONDAY)
    client.force_login(scheduler)
    pages = client.get("/patients/").content + client.get("/schedule/").content

    assert (str(theirs.pk).encode() in pages, foreign_patient.user.full_name.encode() in pages) == (
        False,
        False,
    )


def test_nurse_sees_no_scheduling_button(client: Client, nurse: User, session: TreatmentSession):
    client.force_login(nurse)
    pages = b"".join(client.get(address(pattern, session)).content for pattern in READ_BY_STAFF).decode()
    ways = ["/new/", "/edit/", "/move/", "/cancel/", "/missed/", "/complete/", "/invite/", "/care/"]

    assert [way for way in ways if way in pages] == []
