"""The link under a routine e-mail: looked at as often as scanners like, pressed once or by a mail program."""

import pghistory.models
import pytest
import time_machine
from django.test import Client

from aftercare.models import Patient
from aftercare.services.preferences import unsubscribe_token
from tests.cast import MONDAY


@pytest.fixture(autouse=True)
def on_monday():
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def link(patient: Patient) -> str:
    return f"/unsubscribe/{unsubscribe_token(patient)}/"


def wants_email(patient: Patient) -> bool:
    return Patient.objects.get(pk=patient.pk).by_email


def test_looking_at_the_link_changes_nothing(client: Client, patient: Patient, link: str) -> None:
    looks = [client.get(link), client.get(link), client.head(link)]

    assert [look.status_code for look in looks] == [200, 200, 200]
    assert wants_email(patient)


def test_the_page_names_the_clinic_and_nobody(client: Client, link: str) -> None:
    page = client.get(link).content.decode()

    assert page.count('<button class="button button--big" type="submit">Stop these e-mails</button>') == 1
    assert "Juniper Hollow sends you reminders by e-mail." in page
    assert ("Wren" in page, "wren@" in page) == (False, False)


def test_the_button_stops_the_emails_as_often_as_it_is_pressed(
    client: Client, patient: Patient, link: str
) -> None:
    answers = [client.post(link), client.post(link)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert not wants_email(patient)
    assert "What still comes" in answers[1].content.decode()
    assert 'href="/me/">Sign in' in answers[1].content.decode()


@pytest.mark.parametrize(
    ("by_sms", "words"),
    [
        (False, "These still come by e-mail:"),
        (True, "Your reminders still come by text message, and so do these:"),
    ],
)
@pytest.mark.usefixtures("texts")
def test_the_page_says_how_what_still_comes_does(
    client: Client, patient: Patient, link: str, by_sms: bool, words: str
) -> None:
    Patient.objects.filter(pk=patient.pk).update(by_sms=by_sms)

    pages = [answer.content.decode() for answer in (client.get(link), client.post(link))]

    assert [page.count(words) for page in pages] == [1, 1]


def test_a_mail_program_stops_the_emails_without_cookies(patient: Patient, link: str) -> None:
    answer = Client(enforce_csrf_checks=True).post(link, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert not wants_email(patient)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_we_do_not_know_leads_on_calmly(
    client: Client, patient: Patient, link: str, method: str
) -> None:
    answer = getattr(client, method)(f"{link[:-2]}/")

    assert answer.status_code == 404
    assert "We do not know this link" in answer.content.decode()
    assert 'href="/me/">Sign in' in answer.content.decode()
    assert wants_email(patient)


def test_the_link_reaches_no_cache_no_other_site_and_no_record(client: Client, link: str) -> None:
    answers = [client.get(link), client.post(link)]

    headers = {(answer["Cache-Control"], answer["Referrer-Policy"]) for answer in answers}
    assert headers == {("no-store", "strict-origin")}
    contexts = pghistory.models.Context.objects.values_list("metadata__url", flat=True)
    assert set(contexts) == {"/unsubscribe/"}
