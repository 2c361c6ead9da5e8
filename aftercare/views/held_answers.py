"""What a patient sends after the session has ended: held for an hour in the visitor's own session, which is
in the database, until the one whose draft it belongs to signs in again. Nobody else ever gets it.
"""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from aftercare.forms.check_in_questions import EMERGENCY_GROUP
from aftercare.forms.check_in_sent import Sent
from aftercare.forms.symptom_questions import OVER, YES
from aftercare.models import CheckInDraft, User
from aftercare.queries.patient_care import Care, emergency_card
from aftercare.queries.records import current_version

HELD = "held_check_in_step"
HELD_FOR = timedelta(hours=1)
AUTOSAVE = "X-Autosave"
"""The header of a page that saves itself; the answer is a card, or nothing."""


def by_itself(request: HttpRequest) -> bool:
    """Whether a page sent this by itself, while it is being filled in: its answers, or a photo (by htmx)."""
    return AUTOSAVE in request.headers or bool(request.htmx)


def hold(request: HttpRequest, sent: Sent) -> HttpResponse:
    """Hold what was sent, and say so: where it tells of an emergency, what to do comes first.

    A photo that came with it is not held: nobody knows whose it is.
    """
    request.session[HELD] = {"sent": sent.as_json(), "at": timezone.now().isoformat()}
    request.session.set_expiry(HELD_FOR)
    card = unkept_card(sent)
    if by_itself(request):
        return render(request, "patient/_check_in_card.html", {"card": card}, status=401)
    context = {"card": card, "step": sent.step, "photo_lost": bool(request.FILES)}
    return render(request, "patient/check_in_held.html", context)


def take_held(request: HttpRequest, now: datetime) -> Sent | None:
    """What was held for whoever has signed in since; it is held no longer."""
    held = request.session.pop(HELD, None)
    if held is None or not datetime.fromisoformat(held["at"]) <= now < _end(held):
        return None
    return Sent(**held["sent"])


def drop_what_is_not_theirs(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """On signing in: what was held stays only for the patient whose draft it belongs to."""
    held = request.session.get(HELD)
    if held is None:
        return
    request.session.set_expiry(None)
    submission = Sent(**held["sent"]).of
    if not CheckInDraft.objects.filter(patient__user=user, submission=submission).exists():
        del request.session[HELD]


def _end(held: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(held["at"]) + HELD_FOR


def unkept_card(sent: Sent) -> Care | None:
    """The card that answers call for which belong to no open draft: where a sign of danger is told, 911."""
    symptoms = current_version().protocol.symptoms
    dangers = (symptom.id for symptom in symptoms if symptom.group == EMERGENCY_GROUP)
    return emergency_card() if any(sent.answers.get(name) in (YES, OVER) for name in dangers) else None
