"""What the answer of a mail host (SMTP) or a mail provider (anymail) means for a message."""

import re
import smtplib
from typing import Final

from anymail.exceptions import AnymailAPIError, AnymailError, AnymailInvalidAddress, AnymailRecipientsRefused

from aftercare.models.outgoing import Why
from aftercare.notifications.channel import DeliveryError
from aftercare.notifications.http import refused, silent
from aftercare.notifications.smtp import LeftUnanswered

MAIL_ERRORS: Final = (smtplib.SMTPException, OSError, AnymailError)
"""All that sending an e-mail may raise."""

PERMANENT_FROM: Final = 500
"""SMTP replies from here on will not change by trying again (RFC 5321, 4.2.1)."""
NO_SUCH_MAILBOX: Final = {550, 551, 553}
"""Replies to a recipient that may be about the address (RFC 5321, 4.2.3) ..."""
ENHANCED: Final = re.compile(rb"\b5\.\d{1,3}\.\d{1,3}\b")
"""The status code within a reply (RFC 3463), which says more than the reply's own number ..."""
ABOUT_ADDRESS: Final = re.compile(rb"5\.1\.(?:1|2|3|6|10)$")
"""... those that say that the address does not exist (RFC 3463, 3.2, and RFC 7505); all others say something
of us, of our mail or of a mailbox that is full today.
"""
ABOUT_US: Final = re.compile(rb"relay|sender|spam|block|polic|full|quota|disabled", re.IGNORECASE)
"""Words of a reply without such a code that speak of something else than an address that does not exist."""


def delivery_error(error: Exception) -> DeliveryError:
    """One of MAIL_ERRORS as the engine understands it."""
    if isinstance(error, AnymailError):
        return _of_provider(error)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _of_recipient(*next(iter(error.recipients.values())))
    if isinstance(error, smtplib.SMTPResponseException):
        return _of_reply(error.smtp_code)
    if isinstance(error, LeftUnanswered):
        return DeliveryError(Why.OUTCOME_UNKNOWN, unknown=True)
    return DeliveryError(Why.PROVIDER_SILENT)


def _of_recipient(code: int, reply: bytes) -> DeliveryError:
    detail = ENHANCED.search(reply)
    about_address = ABOUT_ADDRESS.match(detail[0]) if detail else not ABOUT_US.search(reply)
    if code in NO_SUCH_MAILBOX and about_address:
        return DeliveryError(Why.ADDRESS_REFUSED, permanent=True)
    return _of_reply(code)


def _of_reply(code: int) -> DeliveryError:
    """A reply that is neither "later" nor "no" where one of them is due tells nothing."""
    if not 400 <= code < 600:
        return DeliveryError(Why.OUTCOME_UNKNOWN, unknown=True)
    return DeliveryError(Why.PROVIDER_REFUSED, permanent=code >= PERMANENT_FROM)


def _of_provider(error: AnymailError) -> DeliveryError:
    if isinstance(error, AnymailRecipientsRefused | AnymailInvalidAddress):
        return DeliveryError(Why.ADDRESS_REFUSED, permanent=True)
    if not isinstance(error, AnymailAPIError):  # it cannot be said in this provider's terms
        return DeliveryError(Why.PROVIDER_REFUSED, permanent=True)
    if error.status_code is None:
        return silent(error.__cause__)
    if error.status_code < 300:  # taken, perhaps: the answer could not be read
        return DeliveryError(Why.OUTCOME_UNKNOWN, unknown=True)
    return refused(error.status_code)
