"""E-mail: who it is from, that something waits, a link. Never a word about health."""

from email.utils import formataddr, parseaddr
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.utils import timezone, translation

from aftercare.notifications.channel import Channel, ChannelDown, Letter
from aftercare.notifications.mail_answers import MAIL_ERRORS, delivery_error


class EmailChannel(Channel):
    """One connection to the mail host (EMAIL_BACKEND) for a chunk of letters."""

    def __init__(self) -> None:
        self.connection = get_connection()

    def open(self) -> None:
        """Connect to the mail host. Raises ChannelDown."""
        try:
            self.connection.open()
        except MAIL_ERRORS as error:
            self.close()
            raise ChannelDown from error

    def close(self) -> None:
        """Say good-bye to the mail host."""
        self.connection.close()

    def compose(self, letter: Letter) -> EmailMultiAlternatives:
        """One e-mail, as plain text and as HTML."""
        return compose(letter)

    def hand_over(self, letter: Letter, written: EmailMultiAlternatives) -> None:
        """Send it. Raises DeliveryError."""
        written.connection = self.connection
        try:
            written.send()
        except MAIL_ERRORS as error:
            # not only a lost connection: smtplib may leave a half-begun message in it
            self.close()
            raise delivery_error(error) from error


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
