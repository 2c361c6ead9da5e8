"""One flag: what it is, and what a nurse does about it."""

import uuid
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aftercare.forms.nurse import ReplyForm, ResolveForm
from aftercare.models import Flag
from aftercare.queries.access import open_flag
from aftercare.queries.care_state import note_sent_words
from aftercare.queries.nurse_flag import load_flag
from aftercare.services.flags import FlagRefused, acknowledge_flag, reply_to_patient, resolve_flag
from aftercare.views.doors import SignedInRequest, for_nurses

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
    now = timezone.now()
    opened = open_flag(user=request.user, flag_id=flag_id, at=now)
    try:
        acknowledge_flag(flag=opened, by=request.user, at=now)
        messages.success(request, _("You have acknowledged this flag."))
    except FlagRefused as refusal:
        messages.info(request, refusal.reason)
    return redirect("flag", flag_id=flag_id)


@for_nurses
@posts_only
def flag_reply(request: SignedInRequest, flag_id: uuid.UUID) -> HttpResponse:
    """Write to the patient."""
    now = timezone.now()
    opened = open_flag(user=request.user, flag_id=flag_id, at=now)
    form = ReplyForm(request.POST, action=reverse("flag_reply", args=[flag_id]))
    if not form.is_valid():
        return show_flag(request, opened, reply=form)
    reply_to_patient(flag=opened, **form.cleaned_data, by=request.user, at=now)
    messages.success(request, note_sent_words(opened.patient))
    return redirect("flag", flag_id=flag_id)


@for_nurses
@posts_only
def flag_resolve(request: SignedInRequest, flag_id: uuid.UUID) -> HttpResponse:
    """Close the flag with what became of it."""
    now = timezone.now()
    opened = open_flag(user=request.user, flag_id=flag_id, at=now)
    form = resolve_form(opened, request.POST)
    if not form.is_valid():
        return show_flag(request, opened, resolve=form)
    try:
        resolve_flag(flag=opened, **form.cleaned_data, by=request.user, at=now)
        messages.success(request, _("The flag is resolved. It stays on record."))
    except FlagRefused as refusal:
        messages.info(request, refusal.reason)
        if note := form.cleaned_data["note"]:
            # shown in this very answer: what was typed about a patient must not go into a cookie
            messages.info(request, _("Your note was not stored: “%(note)s”") % {"note": note})
            return show_flag(request, open_flag(user=request.user, flag_id=flag_id, at=now))
    return redirect("flag", flag_id=flag_id)


def show_flag(
    request: SignedInRequest,
    opened: Flag,
    *,
    reply: ReplyForm | None = None,
    resolve: ResolveForm | None = None,
) -> HttpResponse:
    """The page of a flag, with the forms as they were sent where they were refused."""
    page = load_flag(flag=opened, user=request.user, now=timezone.now())
    context = {
        "page": page,
        "reply": reply
        or ReplyForm(initial={"submission": uuid.uuid4()}, action=reverse("flag_reply", args=[opened.pk])),
        "resolve": resolve or resolve_form(opened),
        "writing": reply is not None,
        "resolving": resolve is not None or not page.head.waits,
    }
    return render(request, "nurse/flag_detail.html", context)


def resolve_form(opened: Flag, data: QueryDict | None = None) -> ResolveForm:
    """The form that closes a flag; its button is the filled one once the flag is acknowledged."""
    action = reverse("flag_resolve", args=[opened.pk])
    return ResolveForm(data, action=action, filled=opened.acknowledged_at is not None)
