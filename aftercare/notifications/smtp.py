"""SMTP that knows whether the whole message had left when the mail host fell silent."""

import smtplib
from contextlib import suppress
from typing import Any

from django.core.mail.backends import smtp

END_OF_MESSAGE = b"\r\n.\r\n"
"""What ends a message on the wire (RFC 5321, 4.1.1.4); only from here on may the host have taken it."""


class LeftUnanswered(smtplib.SMTPException):
    """The host was given the whole message and did not say what became of it."""


class _Conversation(smtplib.SMTP):
    whole_message_left = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Hand over the text of a message. Raises LeftUnanswered."""
        self.whole_message_left = False
        try:
            return super().data(msg)
        except smtplib.SMTPException as error:
            if self.whole_message_left:
                raise LeftUnanswered from error
            raise

    def send(self, s: Any) -> None:
        """Write to the host, which raises where not all of it could be written."""
        super().send(s)
        if isinstance(s, bytes) and s.endswith(END_OF_MESSAGE):
            self.whole_message_left = True


class _EncryptedConversation(_Conversation, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    """Django's own, with conversations that know, and with one that is ready once it is open."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """The kind of conversation, for SMTP() of Django's backend."""
        return _EncryptedConversation if self.use_ssl else _Conversation

    def open(self) -> bool | None:
        """Connect and be greeted: a host that refuses the greeting has refused no message."""
        opened = super().open()
        if opened:
            self.connection.ehlo_or_helo_if_needed()
        return opened

    def close(self) -> None:
        """Say good-bye; whoever does not answer is left without."""
        with suppress(smtplib.SMTPException, OSError):
            super().close()
