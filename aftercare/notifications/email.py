"""E-mail over SMTP: who it is from, that something waits, a link. Never a word about health."""

import smtplib
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from aftercare.models import Reminder

PERMANENT_FROM = 500
"""SMTP replies from here on will not change by trying again (RFC 5321, 4.2.1)."""


class DeliveryError(Exception):
    """A message the channel did not take. `permanent` means that another try cannot help."""

    def __init__(self, why: Reminder.Why, *, permanent: bool) -> None:
        super().__init__(str(why))
        self.why = why
        self.permanent = permanent


def send_email(*, template: str, to: str, sender: str, message_id: str, context: dict[str, Any]) -> None:
    """Send `messages/<template>_{subject,body}` to one address, from `sender`. Raises DeliveryError."""
    subject = render_to_string(f"messages/{template}_subject.txt", context).strip()
    message = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(f"messages/{template}_body.txt", context),
        from_email=formataddr((sender, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        to=[to],
        headers={"Message-ID": message_id},
    )
    message.attach_alternative(render_to_string(f"messages/{template}_body.html", context), "text/html")
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise _refused(min(codes, default=PERMANENT_FROM)) from error
    except smtplib.SMTPResponseException as error:
        raise _refused(error.smtp_code) from error
    except (smtplib.SMTPException, OSError) as error:
        raise DeliveryError(Reminder.Why.MAIL_HOST_SILENT, permanent=False) from error


def _refused(code: int) -> DeliveryError:
    return DeliveryError(Reminder.Why.MAIL_HOST_REFUSED, permanent=code >= PERMANENT_FROM)
