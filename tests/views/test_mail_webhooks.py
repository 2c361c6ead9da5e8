"""What the mail provider tells, as Postmark and Mailgun post it; who cannot prove to be it is refused."""

import base64
import hashlib
import hmac
import importlib
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import clear_url_caches

from aftercare.models import Patient
from portal import urls
from tests.cast import MONDAY

SECRET = "a-user:a-long-password"
SIGNING_KEY = "a-signing-key"
BOUNCE = {
    "RecordType": "Bounce",
    "MessageStream": "outbound",
    "ID": 4323372036854775807,
    "Type": "HardBounce",
    "TypeCode": 1,
    "Name": "Hard bounce",
    "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
    "Description": "The server was unable to deliver your message (ex: unknown user, mailbox not found).",
    "Details": "smtp;550 5.1.1 no such user",
    "Email": "wren@patients.example",
    "From": "aftercare@portal.example",
    "BouncedAt": "2026-03-02T15:00:00Z",
    "Inactive": True,
    "CanActivate": True,
    "Subject": "Juniper Hollow: something is waiting for you",
}
COMPLAINT = BOUNCE | {"RecordType": "SpamComplaint", "Type": "SpamComplaint", "TypeCode": 512}


@pytest.fixture
def offered(settings: LazySettings) -> Iterator[None]:
    """The addresses as they are where a secret is set."""
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET, "MAILGUN_WEBHOOK_SIGNING_KEY": SIGNING_KEY}
    settings.MAIL_WEBHOOKS = True
    reload_urls()
    yield
    settings.MAIL_WEBHOOKS = False
    reload_urls()


def reload_urls() -> None:
    importlib.reload(urls)
    clear_url_caches()


def tell(path: str, told: dict[str, Any], secret: str = SECRET) -> int:
    """The status with which an event is answered; the CSRF protection is on, as for a real provider."""
    authorization = "Basic " + base64.b64encode(secret.encode()).decode()
    answer = Client(enforce_csrf_checks=True).post(
        f"/webhooks/mail/{path}/tracking/",
        json.dumps(told),
        content_type="application/json",
        headers={"Authorization": authorization},
    )
    return answer.status_code


def mailgun(event: str, signing_key: str = SIGNING_KEY, **more: Any) -> dict[str, Any]:
    """An event as Mailgun posts and signs it."""
    stamp, token = "1772463600", "4ae6e1ae0d6a5ba3b0c9f3a1b6d3a2"
    signature = hmac.new(signing_key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    data = {"event": event, "recipient": "wren@patients.example", "timestamp": float(stamp), **more}
    return {
        "signature": {"timestamp": stamp, "token": token, "signature": signature},
        "event-data": data | {"message": {"headers": {"message-id": "1@portal.example"}}},
    }


def works(patient: Patient) -> bool:
    patient.user.refresh_from_db()
    return patient.user.email_undeliverable_at is None


def test_hard_bounce_marks_the_address(offered: None, patient: Patient, time_machine):
    time_machine.move_to(MONDAY, tick=False)

    status = tell("postmark", BOUNCE)

    patient.user.refresh_from_db()
    assert (status, patient.user.email_undeliverable_at) == (200, MONDAY)


def test_complaint_ends_routine_email_and_leaves_the_address(offered: None, patient: Patient):
    status = tell("postmark", COMPLAINT)

    patient.refresh_from_db()
    assert (status, works(patient), patient.by_email) == (200, True, False)


@pytest.mark.parametrize(
    "changes",
    [
        {"Type": "SoftBounce"},
        {"Type": "Transient"},
        {"Type": "DnsError"},
        {"Type": "AutoResponder"},
        {"Type": "VirusNotification"},
        {"RecordType": "Delivery", "Recipient": "wren@patients.example"},
        {"RecordType": "Open", "Recipient": "wren@patients.example"},
        {"Email": None},
    ],
)
def test_what_may_pass_changes_nothing(changes: dict[str, Any], offered: None, patient: Patient):
    assert tell("postmark", BOUNCE | changes) == 200
    assert works(patient)


def test_address_that_the_provider_refuses_to_write_to_is_marked(offered: None, patient: Patient):
    assert tell("postmark", BOUNCE | {"Type": "BadEmailAddress"}) == 200
    assert not works(patient)


def test_bounce_of_nobody_is_heard_without_complaint(offered: None, patient: Patient):
    assert tell("postmark", BOUNCE | {"Email": "somebody@else.example"}) == 200
    assert works(patient)


@pytest.mark.parametrize("secret", ["a-user:another", ":", "another:a-long-password"])
def test_whoever_does_not_know_the_secret_is_refused(secret: str, offered: None, patient: Patient):
    assert tell("postmark", BOUNCE, secret=secret) == 400
    assert works(patient)


def test_signed_bounce_marks_the_address(offered: None, patient: Patient):
    told = mailgun("failed", severity="permanent", reason="bounce")

    assert tell("mailgun", told) == 200
    assert not works(patient)


def test_temporary_failure_changes_nothing(offered: None, patient: Patient):
    assert tell("mailgun", mailgun("failed", severity="temporary", reason="generic")) == 200
    assert works(patient)


def test_wrong_signature_is_refused_though_the_secret_is_right(offered: None, patient: Patient):
    told = mailgun("failed", signing_key="another", severity="permanent", reason="bounce")

    assert tell("mailgun", told) == 400
    assert works(patient)


def test_there_is_no_such_address_where_no_secret_is_set(patient: Patient):
    assert tell("postmark", BOUNCE) == 404
    assert works(patient)
