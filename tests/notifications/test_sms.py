"""Text messages, with the provider of the demonstration as the real one."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from threading import Event

import pytest

from aftercare.models import Channel, Patient
from aftercare.notifications.post import Post
from portal.mail_sink import MailFolder
from portal.sms_sink import TAKEN, SmsSink
from tests.notifications.letters import a_letter, hand_over, post_letter

GSM_SEGMENT = 160
"""Characters that one text message holds (3GPP TS 23.038)."""


@pytest.fixture
def provider(tmp_path: Path, settings) -> Iterator[SmsSink]:
    sink = SmsSink(MailFolder(tmp_path), "AC1", "token").start()
    settings.SMS_URL, settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = sink.url, "AC1", "token"
    settings.SMS_FROM, settings.SMS_OFFERED = "+12125550100", True
    yield sink
    sink.stop()


def texts(folder: Path) -> list[tuple[str, str, str]]:
    mails = [message_from_bytes(one.read_bytes(), policy=policy.default) for one in folder.glob("*.eml")]
    return [(one["From"], one["To"], one.get_content().strip()) for one in mails]


def a_text(patient: Patient, **changes: object):
    return a_letter(patient, Channel.SMS, **changes)


def test_text_says_who_it_is_from_what_waits_and_how_to_stop(
    provider: SmsSink, patient: Patient, tmp_path: Path
):
    outcome = post_letter(a_text(patient))

    body = (
        "Juniper Hollow: something is waiting for you in the portal. https://portal.example "
        "Reply STOP to stop."
    )
    assert outcome == "sent"
    assert texts(tmp_path) == [("+12125550100", "+12125550168", body)]
    assert len(body) <= GSM_SEGMENT


def test_text_that_nobody_may_do_without_offers_no_way_out(
    provider: SmsSink, patient: Patient, tmp_path: Path
):
    post_letter(a_text(patient, unsubscribe_url=""))

    ((_, _, body),) = texts(tmp_path)
    assert body == "Juniper Hollow: something is waiting for you in the portal. https://portal.example"


def test_text_to_the_on_call_contact_says_how_much_waits(provider: SmsSink, patient: Patient, tmp_path: Path):
    post_letter(a_text(patient, template="escalation", unsubscribe_url=""))

    ((_, _, body),) = texts(tmp_path)
    assert body == (
        "2 matters wait past their time in the Juniper Hollow portal. Sign in: https://portal.example "
        "No account? Call (212) 555-0142."
    )


def test_messaging_service_chooses_the_number(provider: SmsSink, patient: Patient, settings):
    asked = []
    settings.SMS_FROM = "MG1"
    provider.answer = lambda form: asked.append(form) or (201, {})

    post_letter(a_text(patient))

    assert [sorted(form) for form in asked] == [["Body", "MessagingServiceSid", "To"]]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ((400, {"code": 21211}), "address-refused: permanent"),
        ((400, {"code": 21214}), "address-refused: permanent"),
        ((400, {"code": 21217}), "address-refused: permanent"),
        ((400, {"code": 21610}), "address-refused: permanent"),
        ((400, {"code": 21614}), "address-refused: permanent"),
        ((400, {"code": 21606}), "provider-refused: permanent"),
        ((400, {}), "provider-refused: permanent"),
        ((400, []), "provider-refused: permanent"),
        ((404, {"code": 21211}), "provider-refused: permanent"),
        ((302, {}), "provider-refused: permanent"),
        ((429, {"code": 20429}), "provider-refused: retry"),
        ((503, {}), "provider-refused: retry"),
        ((500, {}), "outcome-unknown: unknown"),
        ((502, {}), "outcome-unknown: unknown"),
        ((200, {}), "outcome-unknown: unknown"),
    ],
)
def test_answer_of_the_provider_decides(answer, outcome: str, provider: SmsSink, patient: Patient):
    provider.answer = lambda form: answer

    assert post_letter(a_text(patient)) == outcome


def test_wrong_token_is_refused(provider: SmsSink, patient: Patient, settings):
    settings.TWILIO_AUTH_TOKEN = "another"

    assert post_letter(a_text(patient)) == "provider-refused: permanent"


def test_silence_after_the_text_had_left_is_unknown(provider: SmsSink, patient: Patient, settings):
    over = Event()
    settings.PROVIDER_TIMEOUT = (1, 0.3)
    provider.answer = lambda form: over.wait() and TAKEN

    outcome = post_letter(a_text(patient))
    over.set()

    assert outcome == "outcome-unknown: unknown"


def test_connection_that_ends_after_the_text_had_left_is_unknown(
    provider: SmsSink, patient: Patient, settings
):
    provider.answer = lambda form: None

    assert post_letter(a_text(patient)) == "outcome-unknown: unknown"


def test_provider_that_cannot_be_reached_is_asked_once_a_chunk(provider: SmsSink, patient: Patient, settings):
    settings.SMS_URL = "http://127.0.0.1:1"

    with Post() as post:
        outcomes = [hand_over(a_text(patient), post) for _ in range(3)]

    assert outcomes == ["provider-silent: retry", "channel down", "channel down"]


def test_text_is_refused_for_good_where_no_provider_is_set_up(patient: Patient, settings):
    settings.SMS_OFFERED = False

    assert post_letter(a_text(patient)) == "provider-refused: permanent"
