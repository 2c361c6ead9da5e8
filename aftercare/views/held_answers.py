"""What a patient sends after the session has ended, or from a page grown too old: held for an hour in the
visitor's own session, which is in the database, until the one whose draft it belongs to is signed in again
and goes on. Nobody else ever gets it.
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
    put_by(request, sent)
    card = unkept_card(sent)
    if by_itself(request):
        return render(request, "patient/_check_in_card.html", {"card": card}, status=401)
    context = {"card": card, "step": sent.step, "photo_lost": bool(request.FILES)}
    return render(request, "patient/check_in_held.html", context)


def hold_unproved(request: HttpRequest, sent: Sent) -> HttpResponse:
    """The same for a form without a valid token: a page grown too old, or a visitor whose cookies are gone.

    It is held only where it names a draft that may be the visitor's: that name is as secret as a token.
    """
    card = unkept_card(sent)
    if by_itself(request):
        return render(request, "patient/_check_in_card.html", {"card": card}, status=409)
    drafts = CheckInDraft.objects.filter(submission=sent.of)
    if request.user.is_authenticated:
        drafts = drafts.filter(patient__user=request.user)
    held = drafts.exists()
    if held:
        put_by(request, sent)
    context = {"card": card, "step": sent.step, "held": held, "photo_lost": bool(request.FILES)}
    return render(request, "patient/check_in_too_old.html", context, status=403)


def put_by(request: HttpRequest, sent: Sent) -> None:
    """Put what was sent into the visitor's session, which then ends with it unless somebody is signed in."""
    request.session[HELD] = {"sent": sent.as_json(), "at": timezone.now().isoformat()}
    if not request.user.is_authenticated:
        request.session.set_expiry(HELD_FOR)


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
