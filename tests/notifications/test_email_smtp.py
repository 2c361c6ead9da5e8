"""E-mail over real SMTP: each way in which a mail host can answer, or fail to."""

import pytest

from aftercare.models import Patient
from aftercare.notifications.post import Post
from aftercare.notifications.smtp import EmailBackend
from tests.mail_host import DROP, STALL, MailHost
from tests.notifications.letters import STOP, a_letter, hand_over, post_letter


def test_letter_is_taken_once_with_what_a_mailbox_needs_to_unsubscribe(mail_host: MailHost, patient: Patient):
    outcome = post_letter(a_letter(patient))

    (message,) = mail_host.messages
    assert outcome == "sent"
    assert [(one.message_id, one.to) for one in mail_host.taken] == [
        ("<1@portal.example>", "wren@patients.example")
    ]
    assert message["From"] == "Juniper Hollow <aftercare@portal.example>"
    assert message["List-Unsubscribe"] == f"<{STOP}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert STOP in message.get_body(["plain"]).get_content()
    assert STOP in message.get_body(["html"]).get_content()


def test_letter_that_nobody_may_do_without_offers_no_way_out(mail_host: MailHost, patient: Patient):
    post_letter(a_letter(patient, unsubscribe_url=""))

    (message,) = mail_host.messages
    assert (message["List-Unsubscribe"], message["List-Unsubscribe-Post"]) == (None, None)
    assert "No more e-mail of this kind" not in message.as_string()


def test_a_chunk_goes_over_one_connection(mail_host: MailHost, patient: Patient):
    with Post() as post:
        outcomes = [hand_over(a_letter(patient), post) for _ in range(3)]

    assert (outcomes, mail_host.connections) == (["sent"] * 3, 1)


@pytest.mark.parametrize(
    ("script", "outcome"),
    [
        ({"connect": "421 too many"}, "channel down"),
        ({"connect": "554 not you"}, "channel down"),
        ({"connect": DROP}, "channel down"),
        ({"ehlo": "421 later", "helo": "421 later"}, "channel down"),
        ({"ehlo": "550 who?", "helo": "550 who?"}, "channel down"),
        ({"mail": "451 later"}, "provider-refused: retry"),
        ({"mail": "550 no"}, "provider-refused: permanent"),
        ({"mail": DROP}, "provider-silent: retry"),
        ({"rcpt": "450 greylisted"}, "provider-refused: retry"),
        ({"rcpt": "421 going down"}, "provider-refused: retry"),
        ({"rcpt": "550 5.1.1 no such user"}, "address-refused: permanent"),
        ({"rcpt": "551 moved"}, "address-refused: permanent"),
        ({"rcpt": "553 not a mailbox"}, "address-refused: permanent"),
        ({"rcpt": "552 mailbox full"}, "provider-refused: permanent"),
        ({"rcpt": "550 5.7.1 your host is on a list"}, "provider-refused: permanent"),
        ({"rcpt": "550 5.1.8 sender address rejected"}, "provider-refused: permanent"),
        ({"rcpt": "550 5.2.1 mailbox disabled"}, "provider-refused: permanent"),
        ({"rcpt": "550 relay not permitted"}, "provider-refused: permanent"),
        ({"rcpt": "550 5.1.10 recipient not found"}, "address-refused: permanent"),
        ({"data": "451 later"}, "provider-refused: retry"),
        ({"data": "554 no"}, "provider-refused: permanent"),
        ({"data": DROP}, "provider-silent: retry"),
        ({"body": "451 later"}, "provider-refused: retry"),
        ({"body": "421 going down"}, "provider-refused: retry"),
        ({"body": "554 spam"}, "provider-refused: permanent"),
        ({"body": DROP}, "outcome-unknown: unknown"),
        ({"body": "what?"}, "outcome-unknown: unknown"),
        ({"body": "250 " + 9000 * "x"}, "outcome-unknown: unknown"),
    ],
)
def test_answer_of_the_mail_host_decides(
    script: dict[str, str], outcome: str, mail_host: MailHost, patient: Patient
):
    mail_host.script = script

    assert post_letter(a_letter(patient)) == outcome


@pytest.mark.parametrize(
    ("step", "outcome"),
    [
        ("connect", "channel down"),
        ("rcpt", "provider-silent: retry"),
        ("data", "provider-silent: retry"),
        ("body", "outcome-unknown: unknown"),
    ],
)
def test_silence_of_the_mail_host_is_unknown_only_after_the_whole_message(
    step: str, outcome: str, mail_host: MailHost, patient: Patient, settings
):
    settings.EMAIL_TIMEOUT = 0.3
    mail_host.script = {step: STALL}

    assert post_letter(a_letter(patient)) == outcome


def test_mail_host_that_is_not_there_is_no_try(mail_host: MailHost, patient: Patient, settings):
    settings.EMAIL_PORT = 1

    assert post_letter(a_letter(patient)) == "channel down"


@pytest.mark.parametrize("step", ["mail", "rcpt", "data", "body"])
@pytest.mark.parametrize("answer", [DROP, "421 bye", "451 later", "550 no"])
def test_next_letter_goes_out_whatever_became_of_the_last(
    step: str, answer: str, mail_host: MailHost, patient: Patient
):
    mail_host.script = {step: [answer]}

    with Post() as post:
        outcomes = [hand_over(a_letter(patient, message_id=f"<{one}@portal.example>"), post) for one in "ab"]

    assert outcomes[0] != "sent"
    assert outcomes[1] == "sent"
    assert mail_host.taken[-1].message_id == "<b@portal.example>"


def test_mail_host_may_ask_for_encryption_from_the_first_byte(settings):
    settings.EMAIL_USE_SSL, settings.EMAIL_USE_TLS = True, False

    kind = EmailBackend().connection_class

    assert [one.__name__ for one in kind.__mro__[1:4]] == ["_Conversation", "SMTP_SSL", "SMTP"]


def test_mail_host_without_the_encryption_that_was_asked_for_gets_nothing(
    mail_host: MailHost, patient: Patient, settings
):
    settings.EMAIL_USE_SSL, settings.EMAIL_USE_TLS = False, True

    assert post_letter(a_letter(patient)) == "channel down"
    assert mail_host.messages == []
