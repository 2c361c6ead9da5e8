"""What came with one step of a check-in: the texts as they were typed, within bounds, readable or not."""

import re
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.http import QueryDict

ITSELF = ("csrfmiddlewaretoken", "submission", "turn", "add_photo", "remove_photo")
NOBODYS = UUID(int=0)
A_NAME = re.compile(r"[a-z0-9_-]{1,60}")
MOST_FIELDS, LONGEST_TEXT = 200, 10_000
"""More than any step has, and much longer than any note: nobody fills the database with a form."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One step as it was sent. `submission` names the draft that it belongs to, `turn` how far that was."""

    step: str
    submission: str
    turn: int
    answers: dict[str, str]

    @property
    def of(self) -> UUID:
        """The submission; what is no name of any becomes the one that nothing bears."""
        try:
            return UUID(self.submission)
        except ValueError:
            return NOBODYS

    def as_json(self) -> dict[str, Any]:
        """To be kept in a session; `Sent(**...)` brings it back."""
        return asdict(self)


def read_sent(data: QueryDict, step: str) -> Sent:
    """What a browser sent."""
    turn = data.get("turn", "")
    fields = ((name, text) for name, text in data.items() if name not in ITSELF and A_NAME.fullmatch(name))
    return Sent(
        step=step,
        submission=data.get("submission", ""),
        turn=int(turn) if re.fullmatch(r"[0-9]{1,6}", turn) else -1,
        answers={name: text.replace("\x00", "")[:LONGEST_TEXT] for name, text in islice(fields, MOST_FIELDS)},
    )
