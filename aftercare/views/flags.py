"""One flag: what it is, and what a nurse does about it: acknowledge, write to the patient, resolve."""

import uuid
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aftercare.forms.nurse import ReplyForm, ResolveForm
from aftercare.queries.access import open_flag
from aftercare.queries.care_state import note_sent_words
from aftercare.services.flags import acknowledge_flag, reply_to_patient, resolve_flag
from aftercare.views.doors import SignedInRequest, for_nurses
from aftercare.views.flag_page import address, attempt, show_flag

Action = Callable[[SignedInRequest, uuid.UUID], HttpResponse]


def posts_only(action: Action) -> Action:
    """Lead whoever comes back to an action by its address (after signing in again) to the flag itself."""

    @wraps(action)
    def guarded(request: SignedInRequest, flag_id: uuid.UUID) -> HttpResponse:
        if request.method != "POST":
            return redirect("flag", flag_id=flag_id)
        return action(request, flag_id)

    return guarded


@for_nurses
@require_GET
def flag(request: SignedInRequest, flag_id: uuid.UUID) -> HttpResponse:
    """The flag with the patient's course."""
    return show_flag(request, open_flag(user=request.user, flag_id=flag_id, at=timezone.now()))


@for_nurses
@posts_only
def flag_acknowledge(request: SignedInRequest, flag_id: uuid.UUID) -> HttpResponse:
    """Take the flag on."""
    opened = open_flag(user=request.user, flag_id=flag_id, at=timezone.now())
    return attempt(request, opened, acknowledge_flag, _("You have acknowledged this flag."))


@for_nurses
@posts_only
def flag_reply(request: SignedInRequest, flag_id: uuid.UUID) -> HttpResponse:
    """Write to the patient."""
    now = timezone.now()
    opened = open_flag(user=request.user, flag_id=flag_id, at=now)
    form = ReplyForm(request.POST, action=address(opened, "reply"))
    if not form.is_valid():
        return show_flag(request, opened, reply=form)
    reply_to_patient(flag=opened, **form.cleaned_data, by=request.user, at=now)
    messages.success(request, note_sent_words(opened.patient))
    return redirect("flag", flag_id=flag_id)


@for_nurses
@posts_only
def flag_resolve(request: SignedInRequest, flag_id: uuid.UUID) -> HttpResponse:
    """Close the flag with what became of it."""
    opened = open_flag(user=request.user, flag_id=flag_id, at=timezone.now())
    form = ResolveForm(request.POST, action=address(opened, "resolve"))
    if not form.is_valid():
        return show_flag(request, opened, resolve=form)
    said = _("The flag is resolved. It stays on record.")
    return attempt(request, opened, resolve_flag, said, **form.cleaned_data)
