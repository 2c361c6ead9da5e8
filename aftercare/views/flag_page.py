"""The page of a flag with all its forms, one of them perhaps as it was sent and refused."""

import uuid
from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.forms.flag_work import CallForm, HandOverForm, RecheckForm, SnoozeForm
from aftercare.forms.nurse import ReplyForm, ResolveForm
from aftercare.models import Flag
from aftercare.queries.access import colleagues, open_flag
from aftercare.queries.note_texts import note_body, note_texts
from aftercare.queries.nurse_flag import load_flag
from aftercare.services.flags import FlagRefused
from aftercare.views.doors import SignedInRequest


def show_flag(request: SignedInRequest, opened: Flag, **sent: forms.Form) -> HttpResponse:
    """The page; a form that was sent and refused stays open with what was typed."""
    page = load_flag(flag=opened, user=request.user, now=timezone.now())
    told = {"page": page, "texts": note_texts(), "sent": next(iter(sent), "")}
    context = {**told, **_empty_forms(request, opened), **sent}
    return render(request, "nurse/flag_detail.html", context)


def attempt(
    request: SignedInRequest, opened: Flag, act: Callable[..., object], said: str, **told: object
) -> HttpResponse:
    """Do it and say so, or say calmly why not; a note that was not stored is shown again at once."""
    now = timezone.now()
    try:
        act(flag=opened, **told, by=request.user, at=now)
    except FlagRefused as refusal:
        messages.info(request, refusal.reason)
        if note := told.get("note") or told.get("reason"):
            messages.info(request, _("Your note was not stored: “%(note)s”") % {"note": note})
            return show_flag(request, open_flag(user=request.user, flag_id=opened.pk, at=now))
    else:
        messages.success(request, said)
    return redirect("flag", flag_id=opened.pk)


def address(opened: Flag, name: str) -> str:
    """Where a form of the page is sent to."""
    return reverse(f"flag_{name}", args=[opened.pk])


def recheck_form(opened: Flag, *data: object) -> RecheckForm:
    """The form that has the patient asked again, with what was typed."""
    quiet = opened.severity == Flag.Severity.ROUTINE
    told = {"patient": opened.patient, "now": timezone.now(), "quiet": quiet}
    return RecheckForm(*data, action=address(opened, "recheck"), **told)


def _empty_forms(request: SignedInRequest, opened: Flag) -> dict[str, forms.Form]:
    """Each form by its name. The button of resolving is the filled one once the flag is acknowledged."""
    once = {"submission": uuid.uuid4()}
    begun = note_body(request.GET.get("text", ""), opened.patient)
    acknowledged = opened.acknowledged_at is not None
    return {
        "reply": ReplyForm(initial={**once, "body": begun}, action=address(opened, "reply")),
        "resolve": ResolveForm(action=address(opened, "resolve"), filled=acknowledged),
        "hand_over": HandOverForm(
            action=address(opened, "hand_over"), colleagues=colleagues(user=request.user)
        ),
        "snooze": SnoozeForm(action=address(opened, "snooze")),
        "recheck": recheck_form(opened),
        "call": CallForm(initial=once, action=address(opened, "call")),
    }
