"""The check-in form as a patient's browser sends it."""

import uuid
from datetime import datetime


def answers(at: datetime, **changes: str | None) -> dict[str, str]:
    """A quiet check-in opened and sent at `at`. A change replaces an answer, None leaves it out.

    Underscores at a double place (`fever__since`) stand for one, single ones for hyphens.
    """
    sent = {
        "submission": str(uuid.uuid4()),
        "opened_at": at.isoformat(),
        "none-of-these": "yes",
        "heat": "no",
        "redness": "no",
        "pain": "0",
        "acetaminophen": "0",
        "note": "",
    }
    for name, value in changes.items():
        field = "_".join(part.replace("_", "-") for part in name.split("__"))
        field = {"opened-at": "opened_at"}.get(field, field)
        if value is None:
            sent.pop(field, None)
        else:
            sent[field] = value
    return sent
