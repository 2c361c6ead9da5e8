"""SMTP that knows whether the text of a message may have reached the mail host when the host falls silent."""

import smtplib
from typing import Any

from django.core.mail.backends import smtp


class Conversation(smtplib.SMTP):
    """`text_begun`: the host was asked to take the text of a message, and has not said what became of it."""

    text_begun = False

    def mail(self, *arguments: Any, **options: Any) -> tuple[int, bytes]:
        """Begin a message: nothing of it has left."""
        self.text_begun = False
        return super().mail(*arguments, **options)

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Hand the text over."""
        self.text_begun = True
        answer = super().data(msg)
        self.text_begun = False
        return answer


class EmailBackend(smtp.EmailBackend):
    """Django's own, with conversations that know."""

    connection_class = Conversation

    @property
    def text_begun(self) -> bool:
        """Whether a message may have left of which the host has said nothing."""
        return self.connection is not None and self.connection.text_begun
