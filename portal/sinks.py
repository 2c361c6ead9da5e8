"""What stands in for the world in the demonstration: a mail host and an SMS provider on this machine."""

import secrets
from contextlib import suppress
from pathlib import Path

from aiosmtpd.controller import Controller

from portal.local.ports import another_port
from portal.mail_sink import MailFolder, start_sink
from portal.sms_sink import SmsSink

USUAL_MAIL_PORT = 8025
ACCOUNT = "demonstration"
SENDER = "+12125550100"


class Sinks:
    """Both of them, running; `environ` is how the portal's processes find them."""

    def __init__(self, folder: Path) -> None:
        token = secrets.token_urlsafe(16)
        self.mail = start_mail_sink(folder)
        self.sms = SmsSink(MailFolder(folder), ACCOUNT, token).start()
        self.environ = {
            "EMAIL_PORT": str(self.mail.port),
            "SMS_URL": self.sms.url,
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": token,
            "SMS_FROM": SENDER,
        }

    def stop(self) -> None:
        """End both."""
        self.mail.stop()
        self.sms.stop()


def start_mail_sink(folder: Path) -> Controller:
    """Start the mail sink on its usual port, or on any other that is free."""
    with suppress(OSError):
        return start_sink(folder, USUAL_MAIL_PORT)
    return start_sink(folder, another_port(USUAL_MAIL_PORT))
