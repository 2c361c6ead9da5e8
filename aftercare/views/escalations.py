"""An escalation on a phone: what waits, whom to call, and "I have it"."""

import uuid
from collections.abc import Mapping
from types import MappingProxyType

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aftercare.forms.flag_work import CallForm
from aftercare.models import Escalation
from aftercare.queries.access import open_escalation, open_flag
from aftercare.queries.nurse_escalation import load_escalation
from aftercare.services.escalations import take_escalation
from aftercare.services.flag_holding import log_call
from aftercare.views.doors import SignedInRequest, for_nurses

EMPTY: Mapping[uuid.UUID, CallForm] = MappingProxyType({})


@for_nurses
@require_GET
def escalation(request: SignedInRequest, escalation_id: uuid.UUID) -> HttpResponse:
    """What was told, as it stands now."""
    opened = open_escalation(user=request.user, escalation_id=escalation_id, at=timezone.now())
    return _show(request, opened)


@for_nurses
def escalation_take(request: SignedInRequest, escalation_id: uuid.UUID) -> HttpResponse:
    """I have it: acknowledge what still waits."""
    now = timezone.now()
    if request.method == "POST":
        opened = open_escalation(user=request.user, escalation_id=escalation_id, at=now)
        if take_escalation(escalation=opened, by=request.user, at=now):
            messages.success(request, _("You have it. Nobody is told again."))
        else:
            messages.info(request, _("It is taken on already. Below stands who has it."))
    return redirect("escalation", escalation_id=escalation_id)


@for_nurses
def escalation_call(request: SignedInRequest, escalation_id: uuid.UUID, flag_id: uuid.UUID) -> HttpResponse:
    """Log a call to one of the patients."""
    now = timezone.now()
    if request.method == "POST":
        opened = open_escalation(user=request.user, escalation_id=escalation_id, at=now)
        form = _call_form(opened, flag_id, request.POST)
        if not form.is_valid():
            return _show(request, opened, {flag_id: form})
        flag = open_flag(user=request.user, flag_id=flag_id, at=now)
        log_call(flag=flag, **form.cleaned_data, by=request.user, at=now)
        messages.success(request, _("The call is on record."))
    return redirect("escalation", escalation_id=escalation_id)


def _show(
    request: SignedInRequest, opened: Escalation, sent: Mapping[uuid.UUID, CallForm] = EMPTY
) -> HttpResponse:
    """The page with a form for each call; one that was refused stays open with what was typed."""
    page = load_escalation(escalation=opened, user=request.user, now=timezone.now())
    rows = [(flag, sent.get(flag.id) or _call_form(opened, flag.id), flag.id in sent) for flag in page.flags]
    return render(request, "nurse/escalation_detail.html", {"page": page, "rows": rows})


def _call_form(opened: Escalation, flag_id: uuid.UUID, data: QueryDict | None = None) -> CallForm:
    """The form of a call about one of several flags on the page: its ids tell it apart."""
    action = reverse("escalation_call", args=[opened.pk, flag_id])
    return CallForm(data, initial={"submission": uuid.uuid4()}, action=action, auto_id=f"id_{flag_id}_%s")
