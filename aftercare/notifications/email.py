"""E-mail over SMTP: who it is from, that something waits, a link. Never a word about health."""

import smtplib
from email.utils import formataddr, parseaddr
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.utils import timezone, translation

from aftercare.models.outgoing import Why
from aftercare.notifications.channel import Channel, ChannelDown, DeliveryError, Letter

PERMANENT_FROM = 500
"""SMTP replies from here on will not change by trying again (RFC 5321, 4.2.1)."""


class EmailChannel(Channel):
    """One connection to the mail host for a chunk of letters."""

    def __init__(self) -> None:
        self.connection = get_connection()

    def open(self) -> None:
        """Connect to the mail host. Raises ChannelDown."""
        try:
            self.connection.open()
        except (smtplib.SMTPException, OSError) as error:
            raise ChannelDown from error

    def close(self) -> None:
        """Say good-bye to the mail host."""
        self.connection.close()

    def send(self, letter: Letter) -> None:
        """Send one e-mail, as plain text and as HTML. Raises DeliveryError."""
        message = compose(letter)
        message.connection = self.connection
        try:
            message.send()
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            raise _refused(min(codes, default=PERMANENT_FROM)) from error
        except smtplib.SMTPResponseException as error:
            raise _refused(error.smtp_code) from error
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise DeliveryError(Why.PROVIDER_SILENT) from error


def compose(letter: Letter) -> EmailMultiAlternatives:
    """The e-mail of a letter, in its reader's language and time zone."""
    headers: dict[str, Any] = {"Message-ID": letter.message_id}
    if letter.unsubscribe_url:
        headers |= {
            "List-Unsubscribe": f"<{letter.unsubscribe_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    context = letter.context | {"unsubscribe_url": letter.unsubscribe_url}
    with translation.override(letter.language), timezone.override(ZoneInfo(letter.zone)):
        message = EmailMultiAlternatives(
            subject=render_to_string(f"messages/{letter.template}_subject.txt", context).strip(),
            body=render_to_string(f"messages/{letter.template}_body.txt", context),
            from_email=formataddr((letter.sender, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
            to=[letter.to],
            headers=headers,
        )
        message.attach_alternative(
            render_to_string(f"messages/{letter.template}_body.html", context), "text/html"
        )
    return message


def _refused(code: int) -> DeliveryError:
    return DeliveryError(Why.PROVIDER_REFUSED, permanent=code >= PERMANENT_FROM)
