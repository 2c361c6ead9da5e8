"""The check-in form of a patient with a right knee, as it is opened and as it comes back."""

import uuid
from datetime import datetime, timedelta

from aftercare.domain.protocol_document import load_protocol_text
from aftercare.domain.triage import CheckIn
from aftercare.forms.check_in import CheckInForm
from aftercare.forms.check_in_questions import Questions
from aftercare.queries.check_in_start import CheckInStart
from tests.cast import NEW_YORK, SHIPPED, local
from tests.check_in_answers import answers

NOW = local("2026-03-05T08:14")
HOUR = timedelta(hours=1)
PROTOCOL = load_protocol_text(SHIPPED.read_text())


def start(now: datetime = NOW, previous: CheckIn | None = None) -> CheckInStart:
    return CheckInStart(
        submission=uuid.uuid4(),
        turn=0,
        protocol=PROTOCOL,
        zone=NEW_YORK,
        opened_at=now.replace(second=0, microsecond=0),
        now=now,
        previous=previous,
        areas="right knee",
        may_send=True,
    )


def sent(now: datetime = NOW, previous: CheckIn | None = None, **changes: str | None) -> CheckInForm:
    """The whole form; "nothing else" is unticked where something else is ticked."""
    begun, told = start(now, previous), answers(**changes)
    if any(told.get(question.name) for question in Questions.of(begun).others):
        told.pop("nothing-else", None)
    return CheckInForm(begun, told)


def errors(form: CheckInForm) -> dict[str, list[str]]:
    return {name: list(told) for name, told in form.errors.items()}
