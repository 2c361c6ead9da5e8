"""E-mail by a provider's API (anymail, with Postmark's): what each of its answers means."""

import pytest

from aftercare.models import Patient
from tests.fakes import DROP, STALL, Api
from tests.notifications.letters import a_letter, post_letter

TAKEN = {"ErrorCode": 0, "Message": "OK", "MessageID": "one", "To": "wren@patients.example"}
INACTIVE = {
    "ErrorCode": 406,
    "Message": "You tried to send to recipient(s) that have been marked as inactive. Found inactive "
    "addresses: wren@patients.example. Inactive recipients are ones that have generated a hard bounce.",
}


@pytest.fixture
def by_provider(settings) -> None:
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "a-token", "REQUESTS_TIMEOUT": (0.5, 0.5)}


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ((200, TAKEN), "sent"),
        ((422, INACTIVE), "address-refused: permanent"),
        ((422, {"ErrorCode": 300, "Message": "Invalid 'From' address"}), "provider-refused: permanent"),
        ((401, {"ErrorCode": 10}), "provider-refused: permanent"),
        ((429, {}), "provider-refused: retry"),
        ((500, {}), "provider-refused: retry"),
        ((503, {}), "provider-refused: retry"),
        ((200, "not JSON"), "outcome-unknown: unknown"),
        (DROP, "outcome-unknown: unknown"),
        (STALL, "outcome-unknown: unknown"),
    ],
)
def test_answer_of_the_provider_decides(
    answer: tuple[int, object] | str, outcome: str, by_provider: None, patient: Patient, settings
):
    api = Api(answer).start()
    settings.ANYMAIL |= {"POSTMARK_API_URL": api.url}

    became = post_letter(a_letter(patient))
    api.stop()

    assert became == outcome


def test_provider_that_cannot_be_reached_was_given_nothing(by_provider: None, patient: Patient, settings):
    settings.ANYMAIL |= {"POSTMARK_API_URL": "http://127.0.0.1:1/"}

    assert post_letter(a_letter(patient)) == "provider-silent: retry"


def test_address_that_is_none_is_refused_without_asking(by_provider: None, patient: Patient):
    assert post_letter(a_letter(patient, to="no address")) == "address-refused: permanent"


def test_what_the_provider_has_no_words_for_is_refused(by_provider: None, patient: Patient, settings):
    settings.ANYMAIL |= {"SEND_DEFAULTS": {"send_at": 1}}

    assert post_letter(a_letter(patient)) == "provider-refused: permanent"
