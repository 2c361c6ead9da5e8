"""The demonstration's mail: what the local sink (portal/mail_sink.py) has kept, as files."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.utils.translation import gettext as _

from aftercare.queries.wording import format_duration

SHOWN = 50
"""How many messages the list shows, newest first."""

NAME = re.compile(r"(?P<nanoseconds>\d{20})-[0-9a-f]{8}", re.ASCII)
"""What the sink names a message: the time it came, and something random."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One message. `text` is its plain text, empty where only the list needs it."""

    name: str
    came: str
    sender: str
    to: str
    subject: str
    text: str


def list_letters(*, folder: Path, now: datetime) -> tuple[Letter, ...]:
    """The newest messages in the sink's folder, newest first; none where the folder is not there."""
    names = sorted((path.stem for path in folder.glob("*.eml")), reverse=True)
    letters = (read_letter(folder=folder, name=name, now=now) for name in names[:SHOWN])
    return tuple(letter for letter in letters if letter is not None)


def read_letter(*, folder: Path, name: str, now: datetime) -> Letter | None:
    """One message, or None where there is none; a name that the sink never gives reads no file."""
    named = NAME.fullmatch(name)
    if named is None:
        return None
    try:
        content = (folder / f"{name}.eml").read_bytes()
    except FileNotFoundError:
        return None
    message = message_from_bytes(content, policy=policy.default)
    return Letter(
        name=name,
        came=_came(int(named["nanoseconds"]), now),
        sender=str(message["from"] or ""),
        to=str(message["to"] or ""),
        subject=str(message["subject"] or _("(no subject)")),
        text=_plain_text(message),
    )


def _came(nanoseconds: int, now: datetime) -> str:
    """How long ago a message came."""
    ago = now - datetime.fromtimestamp(nanoseconds // 10**9, tz=UTC)
    if ago < timedelta(minutes=1):
        return _("just now")
    return _("%(duration)s ago") % {"duration": format_duration(ago)}


def _plain_text(message: EmailMessage) -> str:
    """The plain text of a message; its HTML is never shown."""
    part = message.get_body(preferencelist=("plain",))
    if part is None:
        return _("This message has no plain text.")
    try:
        text = str(part.get_content())
    except LookupError:  # it is written in an alphabet that nobody knows
        text = bytes(part.get_payload(decode=True)).decode("utf-8", "replace")
    return text.strip()
