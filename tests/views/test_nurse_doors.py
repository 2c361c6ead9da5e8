"""Every address of the nurse's pages, for everyone who may not come in: there is no such page."""

import uuid

import pytest
import time_machine
from django.test import Client

from aftercare.models import Flag, FlagAction, Message, Patient, RecordAccess, User
from tests.nurse_story import NOW, told_of_heat

ACTIONS = {
    "acknowledge": {},
    "claim": {},
    "take-over": {},
    "hand-over": {"over-to": "", "over-note": "x"},
    "snooze": {"later-hours": "2", "later-reason": "x"},
    "recheck": {"again-date": "2026-03-03", "again-time": "10:00"},
    "call": {"call-outcome": "reached", "call-submission": str(uuid.UUID(int=8))},
    "undo": {"action": "1"},
    "reply": {"body": "Keep it up.", "submission": str(uuid.UUID(int=7))},
    "resolve": {"disposition": "advised-by-phone", "note": ""},
}


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


OUTSIDERS = ["the patient", "scheduler", "stranger nurse", "foreign patient"]


@pytest.mark.parametrize("who", OUTSIDERS)
def test_the_flag_is_not_there_for_outsiders(
    client: Client, flag: Flag, people: dict[str, User], who: str
) -> None:
    client.force_login(people[who])

    response = client.get(f"/flags/{flag.pk}/")

    assert response.status_code == 404
    assert RecordAccess.objects.count() == 0


@pytest.mark.parametrize("who", OUTSIDERS)
@pytest.mark.parametrize("action", list(ACTIONS))
def test_nothing_is_done_about_a_flag_by_outsiders(
    client: Client, flag: Flag, people: dict[str, User], who: str, action: str
) -> None:
    client.force_login(people[who])

    with time_machine.travel(NOW, tick=False):
        response = client.post(f"/flags/{flag.pk}/{action}/", ACTIONS[action])

    flag.refresh_from_db()
    assert response.status_code == 404
    assert (flag.acknowledged_at, flag.resolved_at) == (None, None)
    assert (FlagAction.objects.count(), Message.objects.count()) == (0, 0)


@pytest.mark.parametrize("who", ["the patient", "scheduler"])
def test_the_queue_is_not_there_for_patients_and_schedulers(
    client: Client, people: dict[str, User], who: str
) -> None:
    client.force_login(people[who])

    assert client.get("/queue/").status_code == 404


@pytest.mark.parametrize("who", ["the patient", "scheduler"])
@pytest.mark.parametrize("action", ["claim", "acknowledge"])
def test_the_buttons_of_a_row_are_not_there_for_patients_and_schedulers(
    client: Client, flag: Flag, people: dict[str, User], who: str, action: str
) -> None:
    client.force_login(people[who])

    response = client.post(f"/queue/{action}/", {"flags": str(flag.pk)})

    assert (response.status_code, FlagAction.objects.count()) == (404, 0)


def test_the_protocol_is_not_there_for_patients(client: Client, patient: Patient) -> None:
    client.force_login(patient.user)

    assert client.get("/protocol/").status_code == 404


@pytest.mark.parametrize("address", ["/queue/", "/protocol/", f"/flags/{uuid.UUID(int=1)}/"])
def test_whoever_is_not_signed_in_is_asked_to(client: Client, db: None, address: str) -> None:
    response = client.get(address)

    assert (response.status_code, response.url) == (302, f"/accounts/login/?next={address}")


@pytest.mark.parametrize("action", list(ACTIONS))
def test_an_action_is_not_done_without_signing_in(client: Client, flag: Flag, action: str) -> None:
    response = client.post(f"/flags/{flag.pk}/{action}/", ACTIONS[action])

    assert response.status_code == 302
    assert FlagAction.objects.count() == 0


def test_a_flag_that_does_not_exist_is_not_there(client: Client, nurse: User) -> None:
    client.force_login(nurse)

    assert client.get(f"/flags/{uuid.UUID(int=1)}/").status_code == 404


@pytest.mark.parametrize("action", list(ACTIONS))
def test_an_action_without_its_token_is_refused(flag: Flag, nurse: User, action: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(nurse)

    response = client.post(f"/flags/{flag.pk}/{action}/", ACTIONS[action])

    assert response.status_code == 403
    assert FlagAction.objects.count() == 0


@pytest.mark.parametrize("action", list(ACTIONS))
def test_coming_back_to_an_actions_address_leads_to_the_flag(
    client: Client, flag: Flag, nurse: User, action: str
) -> None:
    client.force_login(nurse)

    response = client.get(f"/flags/{flag.pk}/{action}/")

    assert (response.status_code, response.url) == (302, f"/flags/{flag.pk}/")
