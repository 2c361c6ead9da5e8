"""What stands in for the world in the demonstration: a mail host and an SMS provider on this machine."""

import secrets
from pathlib import Path

from portal.local.ports import another_port
from portal.mail_sink import MailFolder, start_sink
from portal.sms_sink import SmsSink

USUAL_MAIL_PORT = 8025  # or the next that is free
ACCOUNT = "demonstration"
SENDER = "+12125550100"


class Sinks:
    """Both of them, running; `environ` is how the portal's processes find them."""

    def __init__(self, folder: Path) -> None:
        token = secrets.token_urlsafe(16)
        self.mail = start_sink(folder, another_port(USUAL_MAIL_PORT - 1))
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
