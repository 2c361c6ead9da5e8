"""Text messages by Twilio's REST API, spoken as plain HTTP: who it is from, that something waits, a link.

Source: Twilio's reference of the Message resource and of its error codes.
"""

from http import HTTPStatus
from typing import Final

import requests
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from aftercare.models.outgoing import Why
from aftercare.notifications.channel import Channel, ChannelDown, DeliveryError, Letter
from aftercare.notifications.http import never_connected, refused, silent

NUMBER_REFUSED: Final = {21211, 21214, 21217, 21610, 21614}
"""Error codes about the number: it is none, cannot be reached, is no mobile, or its owner has said STOP."""


class SmsChannel(Channel):
    """One session with the provider for a chunk of letters.

    Where no provider is set up each letter is refused for good, so that staff see it and phone: to wait for
    a provider that nobody has would hide it until it expires.
    """

    def __init__(self) -> None:
        self.session = requests.Session()
        self.session.auth = (settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN)
        self.is_down = False

    def open(self) -> None:
        """Raises ChannelDown where a letter of this chunk found nobody there."""
        if self.is_down:
            raise ChannelDown

    def close(self) -> None:
        """Let go of the connection."""
        self.session.close()

    def compose(self, letter: Letter) -> str:
        """One text message."""
        return compose(letter)

    def hand_over(self, letter: Letter, written: str) -> None:
        """Send it. Raises DeliveryError."""
        if not settings.SMS_OFFERED:
            raise DeliveryError(Why.PROVIDER_REFUSED, permanent=True)
        account = f"{settings.SMS_URL}/2010-04-01/Accounts/{settings.TWILIO_ACCOUNT_SID}"
        form = {"To": letter.to, "Body": written, **sender()}
        try:
            answer = self.session.post(
                f"{account}/Messages.json",
                data=form,
                timeout=settings.PROVIDER_TIMEOUT,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            self.is_down = never_connected(error)
            raise silent(error) from error
        if answer.status_code != HTTPStatus.CREATED:
            raise refusal(answer)


def sender() -> dict[str, str]:
    """From whom a text comes: a number, or a messaging service, which chooses one."""
    field = "MessagingServiceSid" if settings.SMS_FROM.startswith("MG") else "From"
    return {field: settings.SMS_FROM}


def compose(letter: Letter) -> str:
    """The text of a letter, in its reader's language."""
    context = letter.context | {"stops": bool(letter.unsubscribe_url)}
    with translation.override(letter.language):
        return render_to_string(f"messages/{letter.template}_sms.txt", context).strip()


def refusal(answer: requests.Response) -> DeliveryError:
    """What an answer that is not "created" means.

    Twilio has no key by which it would know a second try: after 5xx, 503 ("not now") apart, it may have been
    taken, and so it is unknown, not "later".
    """
    if answer.status_code == HTTPStatus.BAD_REQUEST and error_code(answer) in NUMBER_REFUSED:
        return DeliveryError(Why.ADDRESS_REFUSED, permanent=True)
    if 300 <= answer.status_code < 500 or answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        return refused(answer.status_code)
    return DeliveryError(Why.OUTCOME_UNKNOWN, unknown=True)


def error_code(answer: requests.Response) -> int | None:
    """The provider's own number of an error."""
    try:
        code = answer.json()["code"]
    except (ValueError, KeyError, TypeError):
        return None
    return code if isinstance(code, int) else None
