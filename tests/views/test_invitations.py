"""The link in an invitation's e-mail: looked at as often as scanners like, used once."""

import logging
import re
from datetime import datetime, timedelta

import pghistory.models
import pytest
import time_machine
from django.core import mail
from django.test import Client

from aftercare.models import Invitation, Patient, User
from aftercare.notifications.post import Post
from aftercare.services.invitations import deliver_invitations
from aftercare.services.people import INVITATION_DAYS, renew_invitation
from tests.cast import MONDAY

SECOND = timedelta(seconds=1)
END = MONDAY + timedelta(days=INVITATION_DAYS)


def invite(patient: Patient, by: User, at: datetime = MONDAY) -> str:
    """The address in the e-mail that `patient` gets."""
    invitation = renew_invitation(patient=patient, by=by, at=at)
    with Post() as post:
        deliver_invitations(ids=[invitation.pk], post=post, now=lambda: at)
    return re.search(r"/invitations/\S+/", mail.outbox[-1].body).group()


@pytest.fixture
def link(patient: Patient, scheduler: User) -> str:
    return invite(patient, scheduler)


@pytest.fixture(autouse=True)
def on_monday(link: str):
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


def test_link_welcomes_by_first_name_and_uses_nothing_up(client, link: str):
    shown = [client.get(link), client.get(link), client.head(link)]

    assert "Welcome, Wren" in shown[0].content.decode()
    assert "Juniper Hollow" in shown[0].content.decode()
    assert [page.status_code for page in shown] == [200, 200, 200]
    assert "_auth_user_id" not in client.session
    assert Invitation.objects.get().used_at is None


def test_button_lets_the_patient_in(client, link: str, patient: Patient):
    answer = client.post(link)

    assert answer.url == "/today/"
    assert client.session["_auth_user_id"] == str(patient.user.pk)
    assert Invitation.objects.get().used_at == MONDAY


def test_button_needs_the_page_before_it(link: str):
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post(link)

    assert answer.status_code == 403
    assert Invitation.objects.get().used_at is None


def test_used_link_says_so_with_the_clinics_phone(client, link: str):
    client.post(link)

    shown = Client().get(link).content.decode()
    pressed = Client().post(link).content.decode()

    for page in (shown, pressed):
        assert "This link works no longer" in page
        assert "(212) 555-0142" in page
        assert "/accounts/login/" in page


def test_used_link_lets_nobody_else_in(link: str):
    Client().post(link)

    second = Client()
    second.post(link)

    assert "_auth_user_id" not in second.session


@pytest.mark.parametrize(
    ("moment", "title"), [(END - SECOND, "Welcome, Wren"), (END, "This link works no longer")]
)
def test_link_works_for_its_days(client, link: str, on_monday, moment: datetime, title: str):
    on_monday.move_to(moment)

    assert title in client.get(link).content.decode()


def test_unknown_link_names_no_clinic(client, link: str):
    shown = client.get("/invitations/nothing-of-ours/")

    assert shown.status_code == 200
    assert "This link works no longer" in shown.content.decode()
    assert "Call your clinic" in shown.content.decode()
    assert "Juniper" not in shown.content.decode()


def test_renewed_invitation_closes_the_first_link(client, link: str, patient: Patient, scheduler: User):
    second = invite(patient, scheduler)

    assert "This link works no longer" in client.get(link).content.decode()
    assert "Welcome, Wren" in client.get(second).content.decode()


def test_deactivated_patient_stays_out(client, link: str, patient: Patient):
    User.objects.filter(pk=patient.user.pk).update(is_active=False)

    shown = client.get(link)
    pressed = client.post(link)

    assert "This link works no longer" in shown.content.decode()
    assert pressed.status_code == 200
    assert "_auth_user_id" not in client.session


def test_link_opened_by_somebody_signed_in_warns_and_then_changes_hands(
    client, link: str, patient: Patient, scheduler: User
):
    client.force_login(scheduler)

    shown = client.get(link).content.decode()
    client.post(link)

    assert "Felix Underleaf is signed in on this device." in shown
    assert client.session["_auth_user_id"] == str(patient.user.pk)


def test_link_goes_into_no_referrer_and_no_cache(client, link: str):
    shown = client.get(link)

    assert shown["Referrer-Policy"] == "strict-origin"
    assert shown["Cache-Control"] == "no-store"


def test_link_is_kept_in_no_log_and_no_record_of_changes(client, link: str, caplog):
    token = link.split("/")[2]

    with caplog.at_level(logging.DEBUG):
        client.get(link)
        client.post(link)
        client.post(link)
    logged = [r.getMessage() for r in caplog.records if not r.name.startswith("django.db")]

    assert [line for line in logged if token in line] == []
    urls = [context.metadata.get("url", "") for context in pghistory.models.Context.objects.all()]
    assert [url for url in urls if token in url] == []
    assert "/invitations/" in urls
