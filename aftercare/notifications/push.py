"""Notifications of the browser by web push (RFC 8030), signed by VAPID and encrypted for one browser each."""

import json
from http import HTTPStatus
from typing import Final

import requests
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from py_vapid import VapidException
from pywebpush import WebPushException, webpush

from aftercare.models import PushSubscription
from aftercare.models.outgoing import Why
from aftercare.notifications.channel import Channel, DeliveryError, Letter
from aftercare.notifications.http import refused, silent
from aftercare.notifications.vapid import read_key

KEPT_SECONDS: Final = 12 * 60 * 60
"""How long a push service keeps a notification for a browser that is away: half a day, then it is stale."""
GONE: Final = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
NOT_FROM_US: Final = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
"""It does not accept who signs (RFC 8292, 4.2): that says something of our key, not of the browser."""


class PushChannel(Channel):
    """One session with the push services for a chunk of letters.

    Where web push is not set up each letter is refused for good, as by SmsChannel.
    """

    def __init__(self) -> None:
        self.session = requests.Session()
        self.session.max_redirects = 0  # a browser named the address, and this one only
        self.key = read_key(settings.WEB_PUSH_PRIVATE_KEY) if settings.WEB_PUSH_OFFERED else None

    def close(self) -> None:
        """Let go of the connections."""
        self.session.close()

    def compose(self, letter: Letter) -> str:
        """One notification, the same for each browser."""
        return compose(letter)

    def hand_over(self, letter: Letter, written: str) -> None:
        """Notify each browser of the letter; one that took it is enough. Raises DeliveryError."""
        if self.key is None:
            raise DeliveryError(Why.PROVIDER_REFUSED, permanent=True)
        errors = [self._try(browser, letter, written) for browser in letter.browsers]
        if None in errors:
            return
        none_left = DeliveryError(Why.ADDRESS_REFUSED, permanent=True)
        raise min(filter(None, errors), key=_hopelessness, default=none_left)

    def _try(self, browser: PushSubscription, letter: Letter, written: str) -> DeliveryError | None:
        """Why one browser did not take it, None where it did; a browser that is gone is forgotten."""
        try:
            self._push(browser, letter, written)
        except WebPushException as error:
            if error.status_code in GONE:
                browser.delete()
                return DeliveryError(Why.ADDRESS_REFUSED, permanent=True)
            if error.status_code in NOT_FROM_US:
                return DeliveryError(Why.PROVIDER_REFUSED)
            return refused(error.status_code or HTTPStatus.BAD_REQUEST)
        except requests.TooManyRedirects:
            return DeliveryError(Why.PROVIDER_REFUSED, permanent=True)
        except (ValueError, VapidException):  # an address or a key that is none
            return DeliveryError(Why.ADDRESS_REFUSED, permanent=True)
        except requests.RequestException as error:
            return silent(error)
        return None

    def _push(self, browser: PushSubscription, letter: Letter, written: str) -> None:
        """Hand one notification over; a second try replaces the first, at the service and on the screen.

        Only by https, whose certificate names the host: a browser, perhaps a forged one, gave the address.
        """
        if not (browser.endpoint.startswith("https://") or settings.WEB_PUSH_ALLOW_HTTP):
            raise ValueError("not by https")
        webpush(
            {"endpoint": browser.endpoint, "keys": {"p256dh": browser.p256dh, "auth": browser.auth}},
            data=written,
            vapid_private_key=self.key,
            vapid_claims={"sub": settings.WEB_PUSH_CONTACT},
            ttl=KEPT_SECONDS,
            headers={"Topic": letter.id.hex},
            timeout=settings.PROVIDER_TIMEOUT,
            requests_session=self.session,
        )


def _hopelessness(error: DeliveryError) -> tuple[bool, bool, bool]:
    """What may have arrived comes before what may yet arrive, and that before what cannot; last comes a
    browser that is gone, which says nothing of the others.
    """
    return not error.unknown, error.permanent, error.why == Why.ADDRESS_REFUSED


def compose(letter: Letter) -> str:
    """What the browser shows, as JSON for the service worker."""
    with translation.override(letter.language):
        body = render_to_string(f"messages/{letter.template}_push.txt", letter.context).strip()
    shown = {"title": letter.sender, "body": body, "url": letter.context["url"], "tag": letter.id.hex}
    return json.dumps(shown)
