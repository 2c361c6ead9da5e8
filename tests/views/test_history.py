"""The pages of a history and of the figures: who may come in, what opening them leaves, what they show."""

import uuid

import pytest
import time_machine
from django.test import Client

from aftercare.models import Flag, Patient, RecordAccess, User
from aftercare.queries.access import open_record
from tests.nurse_story import MINUTE, NOW, told_of_heat


@pytest.fixture
def flag(patient: Patient) -> Flag:
    return told_of_heat(patient)


@pytest.fixture
def people(
    patient: Patient, scheduler: User, stranger_nurse: User, foreign_patient: Patient
) -> dict[str, User]:
    return {
        "the patient": patient.user,
        "scheduler": scheduler,
        "stranger nurse": stranger_nurse,
        "foreign patient": foreign_patient.user,
    }


@pytest.mark.parametrize("who", ["the patient", "scheduler", "stranger nurse", "foreign patient"])
def test_a_history_is_not_there_for_outsiders(
    client: Client, flag: Flag, people: dict[str, User], who: str
) -> None:
    client.force_login(people[who])

    answers = [
        client.get(f"/patients/{flag.patient_id}/history/").status_code,
        client.get(f"/flags/{flag.pk}/history/").status_code,
    ]

    assert (answers, RecordAccess.objects.count()) == ([404, 404], 0)


@pytest.mark.parametrize("who", ["the patient", "scheduler"])
def test_the_figures_are_not_there_for_patients_and_schedulers(
    client: Client, people: dict[str, User], who: str
) -> None:
    client.force_login(people[who])

    assert client.get("/figures/").status_code == 404


@pytest.mark.parametrize("who", ["nurse", "administrator"])
def test_opening_a_history_is_on_record(
    client: Client, flag: Flag, nurse: User, administrator: User, who: str
) -> None:
    user = {"nurse": nurse, "administrator": administrator}[who]
    client.force_login(user)

    client.get(f"/patients/{flag.patient_id}/history/")
    client.get(f"/flags/{flag.pk}/history/")

    assert list(RecordAccess.objects.order_by("id").values_list("by", "what", "which")) == [
        (user.pk, "history", None),
        (user.pk, "flag history", flag.pk),
    ]


@pytest.mark.parametrize("address", ["/figures/", f"/patients/{uuid.UUID(int=1)}/history/"])
def test_whoever_is_not_signed_in_is_asked_to(client: Client, db: None, address: str) -> None:
    response = client.get(address)

    assert (response.status_code, response.url) == (302, f"/accounts/login/?next={address}")


def test_a_kind_that_nothing_is_on_record_of_says_so(client: Client, patient: Patient, nurse: User) -> None:
    client.force_login(nurse)

    page = client.get(f"/patients/{patient.pk}/history/?kind=reported")

    assert page.context["page"].lines == ()
    assert "Nothing of this kind on record" in page.content.decode()


def test_every_thing_that_a_line_leads_to_is_there(
    client: Client, flag: Flag, nurse: User, scheduler: User
) -> None:
    for what in ("patient", "details", "messages", "outreach", "booking", "lot recall"):
        open_record(user=nurse, patient_id=flag.patient_id, what=what, at=NOW - MINUTE)
    client.force_login(nurse)
    with time_machine.travel(NOW, tick=False):
        client.get(f"/sessions/{flag.session_id}/")
        client.get(f"/flags/{flag.pk}/history/")
        lines = client.get(f"/patients/{flag.patient_id}/history/").context["page"].lines

    addresses = {line.told.href for line in lines if line.told.href}

    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(
        addresses, 200
    )


def test_a_clinic_without_a_flag_has_no_figures_yet(client: Client, nurse: User) -> None:
    client.force_login(nurse)

    page = client.get("/figures/")

    assert page.context["page"].figures == ()
    assert "Nothing to count yet" in page.content.decode()
