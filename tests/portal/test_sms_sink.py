"""The demonstration's SMS provider, and what stands in for the world as a whole."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest
import requests

from portal.mail_sink import MailFolder
from portal.sinks import Sinks
from portal.sms_sink import SmsSink

TEXT = {"To": "+12125550168", "From": "+12125550100", "Body": "Something is waiting – for you"}
PATH = "/2010-04-01/Accounts/AC1/Messages.json"


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[SmsSink]:
    sink = SmsSink(MailFolder(tmp_path), "AC1", "token").start()
    yield sink
    sink.stop()


ACCOUNT = ("AC1", "token")


def send(
    sink: SmsSink, form: dict[str, str], path: str = PATH, auth: tuple[str, str] = ACCOUNT
) -> tuple[int, dict]:
    answer = requests.post(sink.url + path, data=form, auth=auth, timeout=5)
    return answer.status_code, answer.json()


def test_text_is_kept_as_a_mail_to_a_number(sink: SmsSink, tmp_path: Path):
    status, _ = send(sink, TEXT)

    (kept,) = tmp_path.iterdir()
    mail = message_from_bytes(kept.read_bytes(), policy=policy.default)
    assert (status, kept.suffix) == (201, ".eml")
    assert (mail["Subject"], mail["From"], mail["To"]) == ("Text message", TEXT["From"], TEXT["To"])
    assert mail.get_content().strip() == TEXT["Body"]


@pytest.mark.parametrize("missing", ["To", "From", "Body"])
def test_text_that_is_not_whole_is_refused(missing: str, sink: SmsSink, tmp_path: Path):
    status, told = send(sink, {name: value for name, value in TEXT.items() if name != missing})

    assert (status, told["code"], list(tmp_path.iterdir())) == (400, 21604, [])


def test_another_account_or_token_is_refused(sink: SmsSink, tmp_path: Path):
    answers = [send(sink, TEXT, path=PATH.replace("AC1", "AC2")), send(sink, TEXT, auth=("AC1", "another"))]

    assert [status for status, _ in answers] == [404, 401]
    assert list(tmp_path.iterdir()) == []


def test_mail_and_texts_of_the_demonstration_stay_on_this_machine(tmp_path: Path):
    sinks = Sinks(tmp_path)
    environ = sinks.environ
    sinks.stop()

    assert environ["SMS_URL"].startswith("http://127.0.0.1:")
    assert sorted(environ) == [
        "EMAIL_PORT",
        "SMS_FROM",
        "SMS_URL",
        "TWILIO_ACCOUNT_SID",
        "TWILIO_AUTH_TOKEN",
    ]
