"""Where the demonstration's mail goes: an SMTP server on loopback that keeps each message as a file.

The portal sends to it as to any mail host; a page of the portal, in demo mode only, shows the files.
"""

import time
from pathlib import Path
from uuid import uuid4

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

KEPT_MESSAGES = 500
LARGEST_MESSAGE_BYTES = 1_000_000


class MailFolder:
    """Takes every message and keeps the newest ones, as `.eml` files whose names sort by time."""

    def __init__(self, folder: Path, kept: int = KEPT_MESSAGES) -> None:
        self.folder = folder
        self.kept = kept

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep one message."""
        self.keep(envelope.original_content or b"")
        return "250 kept"

    def keep(self, content: bytes) -> None:
        """Keep one message; a file appears under its name only when it is whole."""
        name = f"{time.time_ns():020d}-{uuid4().hex[:8]}"
        making = self.folder / f"{name}.new"
        making.write_bytes(content)
        making.rename(self.folder / f"{name}.eml")
        for old in sorted(self.folder.glob("*.eml"))[: -self.kept]:
            old.unlink(missing_ok=True)


def start_sink(folder: Path, port: int) -> Controller:
    """Start a sink on 127.0.0.1, in a thread of its own; `stop()` of the returned controller ends it.

    Raises:
        OSError: the port is taken.
    """
    sink = Controller(
        MailFolder(folder), hostname="127.0.0.1", port=port, data_size_limit=LARGEST_MESSAGE_BYTES
    )
    sink.start()
    return sink
