"""The patient's own page: how we write, on which devices, what was sent."""

from datetime import time

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse

from aftercare.models import Patient, PushSubscription, User
from aftercare.models.outgoing import State
from tests.cast import MONDAY
from tests.queries.test_patient_me import MINUTE, tried
from tests.services.test_preferences import AUTH, ENDPOINT, P256DH, listen

KEYS = {"endpoint": ENDPOINT, "p256dh": P256DH, "auth": AUTH}
CHOICE = {"channels": [], "quiet": "hours", "quiet_from": "22:00", "quiet_until": "07:30"}


@pytest.fixture(autouse=True)
def on_monday():
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def wren(client: Client, patient: Patient) -> Client:
    client.force_login(patient.user)
    return client


def shown(client: Client) -> str:
    response = client.get("/me/")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_page_has_one_filled_button(wren: Client) -> None:
    page = shown(wren)

    assert page.count('class="button button--big"') == 1
    assert "a 9:00 am reminder comes at 9:00 am there." in page


def test_a_choice_is_saved(wren: Client, patient: Patient) -> None:
    answer = wren.post("/me/", CHOICE, follow=True)

    patient.refresh_from_db()
    assert answer.redirect_chain == [("/me/", 302)]
    assert [str(message) for message in answer.context["messages"]] == ["Saved."]
    assert (patient.channels, patient.quiet_from, patient.quiet_until) == ([], time(22), time(7, 30))


def test_a_refused_choice_changes_nothing_and_says_why(wren: Client, patient: Patient) -> None:
    answer = wren.post("/me/", {**CHOICE, "quiet_from": ""})

    before = patient.plan_revision
    patient.refresh_from_db()
    assert answer.status_code == 200
    assert "Say when the quiet hours begin." in answer.content.decode()
    assert (patient.by_email, patient.plan_revision) == (True, before)


def test_a_form_without_an_answer_is_refused(wren: Client) -> None:
    assert wren.post("/me/").context["form"].is_bound


def test_an_address_that_was_refused_is_told_with_whom_to_call(wren: Client, patient: Patient) -> None:
    assert "Our e-mails do not arrive." not in shown(wren)
    User.objects.filter(pk=patient.user_id).update(email_undeliverable_at=MONDAY)

    page = shown(wren)

    assert "wren@patients.example did not take them." in page
    assert page.index("Our e-mails do not arrive.") < page.index('href="tel:+1-212-555-0142">(212) 555-0142')


def test_what_did_not_arrive_is_marked_in_words(wren: Client, patient: Patient) -> None:
    tried(patient, State.FAILED)

    assert "Did not arrive</p>" in shown(wren)


def test_nothing_sent_yet_is_said(wren: Client) -> None:
    assert "Nothing yet." in shown(wren)


def test_notifications_are_offered_only_where_there_is_a_key(wren: Client, settings) -> None:
    settings.WEB_PUSH_OFFERED = False
    without = shown(wren)
    settings.WEB_PUSH_OFFERED, settings.WEB_PUSH_PUBLIC_KEY = True, "BKey"
    page = shown(wren)

    assert ("Notifications on this device" in without, "push.js" in without) == (False, False)
    assert 'data-push-key="BKey"' in page
    assert "push.js" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_six_queries(
    wren: Client, patient: Patient, rows: int, settings, django_assert_num_queries
) -> None:
    settings.WEB_PUSH_OFFERED = True
    for index in range(rows):
        tried(patient, State.SENT, MONDAY - index * MINUTE)
        listen(patient, f"{ENDPOINT}{index}")

    with django_assert_num_queries(2 + 4):  # and besides: record, told, sent, devices
        wren.get("/me/")


def test_a_browser_that_listens_is_kept(wren: Client, patient: Patient) -> None:
    answer = wren.post("/me/push/", KEYS)

    assert (answer.status_code, answer.content) == (204, b"")
    assert PushSubscription.objects.get().patient == patient


def test_a_browser_with_an_address_elsewhere_is_told_why_not(wren: Client) -> None:
    answer = wren.post("/me/push/", {**KEYS, "endpoint": "https://127.0.0.1/"})

    assert answer.status_code == 400
    assert answer.content.decode() == "Notifications can only be sent to an https address on the internet."


def test_a_browser_is_forgotten(wren: Client, patient: Patient) -> None:
    listen(patient)

    answer = wren.post("/me/push/forget/", {"endpoint": ENDPOINT})

    assert (answer.status_code, PushSubscription.objects.count()) == (204, 0)


def test_an_address_that_cannot_be_forgets_nothing(wren: Client, patient: Patient) -> None:
    listen(patient)

    answer = wren.post("/me/push/forget/", {"endpoint": "\x00"})

    assert (answer.status_code, PushSubscription.objects.count()) == (400, 1)


def test_a_button_forgets_all_browsers_without_javascript(wren: Client, patient: Patient, settings) -> None:
    settings.WEB_PUSH_OFFERED = True
    listen(patient)
    listen(patient, f"{ENDPOINT}2")
    before = shown(wren)

    answer = wren.post("/me/push/forget/", follow=True)

    after = answer.content.decode()
    assert answer.redirect_chain == [("/me/", 302)]
    assert PushSubscription.objects.count() == 0
    assert [page.count("Turn off everywhere</button>") for page in (before, after)] == [1, 0]


def test_whoever_comes_back_after_signing_in_is_led_on(wren: Client) -> None:
    assert wren.get("/me/push/forget/").url == "/me/"


@pytest.mark.parametrize("name", ["push_save", "push_forget"])
def test_browsers_of_strangers_and_staff_are_not_kept(client: Client, nurse: User, name: str) -> None:
    stranger = client.post(reverse(name), KEYS)
    client.force_login(nurse)
    of_staff = client.post(reverse(name), KEYS)

    assert (stranger.status_code, of_staff.status_code) == (302, 404)
    assert PushSubscription.objects.count() == 0


@pytest.mark.parametrize("name", ["me", "push_save", "push_forget"])
def test_another_site_can_send_nothing(patient: Patient, name: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(patient.user)

    assert client.post(reverse(name), KEYS).status_code == 403


def test_the_worker_stands_at_the_root(client: Client, db: None) -> None:
    answer = client.get("/push-worker.js")
    script = b"".join(answer.streaming_content).decode()
    answer.close()

    assert (answer.status_code, answer["Content-Type"]) == (200, 'text/javascript; charset="utf-8"')
    assert script == (settings.BASE_DIR / "static/root/push-worker.js").read_text()
