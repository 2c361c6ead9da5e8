"""The front page: what this is for a stranger, the way to one's own start for everybody else."""

import pytest

from aftercare.models import Patient, User
from portal.demo_logins import DEMO_LOGINS


def test_stranger_sees_what_this_is_and_the_way_in(client, db):
    page = client.get("/")

    assert page.status_code == 200
    assert "signed by no clinician" in page.content.decode()
    assert 'href="/accounts/login/"' in page.content.decode()
    assert page.content.decode().count("button--big") == 1


def test_patient_is_led_to_today(client, patient: Patient):
    client.force_login(patient.user)

    assert client.get("/").url == "/today/"


@pytest.mark.parametrize(
    ("role", "start"), [("scheduler", "/schedule/"), ("nurse", "/queue/"), ("administrator", "/queue/")]
)
@pytest.mark.django_db
def test_staff_are_led_to_their_own_start(client, request, role: str, start: str):
    user: User = request.getfixturevalue(role)
    client.force_login(user)

    assert client.get("/").url == start


def test_demo_names_its_people_and_where_their_mail_is(client, db, settings):
    settings.DEMO_MODE = True

    page = client.get("/").content.decode()

    assert [email for _, email, _, _ in DEMO_LOGINS if email not in page] == []
    assert 'href="/demo/mail/"' in page


def test_people_of_the_demo_are_named_in_the_demo_only(client, db):
    page = client.get("/").content.decode()

    assert [email for _, email, _, _ in DEMO_LOGINS if email in page] == []


def test_front_page_is_only_looked_at(client, db):
    assert client.post("/").status_code == 405
