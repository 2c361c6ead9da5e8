"""A flag between nurses: claimed, taken over, handed over, put off, asked and called about, taken back."""

import uuid

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.forms.flag_work import CallForm, HandOverForm, SnoozeForm
from aftercare.queries.access import colleagues, open_flag
from aftercare.services.flag_asking import TimeRefused, ask_again
from aftercare.services.flag_holding import claim_flag, hand_over_flag, log_call, snooze_flag, take_over_flag
from aftercare.services.flag_undo import undo_action
from aftercare.views.doors import SignedInRequest, for_nurses
from aftercare.views.flag_page import address, attempt, recheck_form, show_flag
from aftercare.views.flags import posts_only


@for_nurses
@posts_only
def flag_claim(request: SignedInRequest, flag_id: uuid.UUID) -> HttpResponse:
    """Have a flag in hand; its clock runs on."""
    opened = open_flag(user=request.user, flag_id=flag_id, at=timezone.now())
    return attempt(request, opened, claim_flag, _("You have this flag in hand. Its time runs on."))


@for_nurses
@posts_only
def flag_take_over(request: SignedInRequest, flag_id: uuid.UUID) -> HttpResponse:
    """Have a flag in hand that somebody else had."""
    opened = open_flag(user=request.user, flag_id=flag_id, at=timezone.now())
    return attempt(request, opened, take_over_flag, _("You have taken this flag over."))


@for_nurses
@posts_only
def flag_hand_over(request: SignedInRequest, flag_id: uuid.UUID) -> HttpResponse:
    """Give it to another nurse."""
    opened = open_flag(user=request.user, flag_id=flag_id, at=timezone.now())
    known = colleagues(user=request.user)
    form = HandOverForm(request.POST, action=address(opened, "hand_over"), colleagues=known)
    if not form.is_valid():
        return show_flag(request, opened, hand_over=form)
    name = form.cleaned_data["to"].full_name
    said = _("Handed over to %(name)s.") % {"name": name}
    return attempt(request, opened, hand_over_flag, said, **form.cleaned_data)


@for_nurses
@posts_only
def flag_snooze(request: SignedInRequest, flag_id: uuid.UUID) -> HttpResponse:
    """Put it off."""
    now = timezone.now()
    opened = open_flag(user=request.user, flag_id=flag_id, at=now)
    form = SnoozeForm(request.POST, action=address(opened, "snooze"))
    if not form.is_valid():
        return show_flag(request, opened, snooze=form)
    told = {"until": form.until(now), "reason": form.cleaned_data["reason"]}
    return attempt(request, opened, snooze_flag, _("Put off. It comes back by itself."), **told)


@for_nurses
@posts_only
def flag_recheck(request: SignedInRequest, flag_id: uuid.UUID) -> HttpResponse:
    """Have the patient asked again at a time."""
    opened = open_flag(user=request.user, flag_id=flag_id, at=timezone.now())
    form = recheck_form(opened, request.POST)
    if form.is_valid():
        said = _("The patient is asked then whether it is still so. Without an answer the flag comes back.")
        try:
            return attempt(request, opened, ask_again, said, asked_at=form.instant)
        except TimeRefused as refusal:
            form.refuse("time", refusal.reason)
    return show_flag(request, opened, recheck=form)


@for_nurses
@posts_only
def flag_call(request: SignedInRequest, flag_id: uuid.UUID) -> HttpResponse:
    """Log a call to the patient."""
    opened = open_flag(user=request.user, flag_id=flag_id, at=timezone.now())
    form = CallForm(request.POST, action=address(opened, "call"))
    if not form.is_valid():
        return show_flag(request, opened, call=form)
    return attempt(request, opened, log_call, _("The call is on record."), **form.cleaned_data)


@for_nurses
@posts_only
def flag_undo(request: SignedInRequest, flag_id: uuid.UUID) -> HttpResponse:
    """Take back what was done last. What names no action of the flag takes nothing back."""
    opened = open_flag(user=request.user, flag_id=flag_id, at=timezone.now())
    named = request.POST.get("action", "")
    action_id = int(named) if named.isdecimal() and len(named) < 16 else 0
    return attempt(request, opened, undo_action, _("Taken back."), action_id=action_id)
