"""The clinic's product lots: listed, received, put right, put in quarantine, released."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aftercare.domain.clinical_time import local_date
from aftercare.forms.lots import LotForm, LotReasonForm
from aftercare.models import ProductLot
from aftercare.queries.access import open_lot
from aftercare.queries.lot_words import why_unusable
from aftercare.queries.lots import lot_list_page, lot_page
from aftercare.services.lots import LotRefused, quarantine_lot, receive_lot, release_lot, update_lot
from aftercare.views.doors import SignedInRequest, for_schedulers, for_staff

read_or_write = require_http_methods(["GET", "POST"])


@for_staff
@require_GET
def lot_list(request: SignedInRequest) -> HttpResponse:
    """The clinic's lots, found by product, number or supplier."""
    page = lot_list_page(
        user=request.user,
        now=timezone.now(),
        search=request.GET.get("q", "").replace("\x00", "").strip()[:100],  # PostgreSQL knows no NUL
        page=request.GET.get("page", "1"),
    )
    return render(request, "lots/lot_list.html", {"page": page})


@for_schedulers
@read_or_write
def lot_new(request: SignedInRequest) -> HttpResponse:
    """Record a lot that has arrived; sent twice it is one."""
    now = timezone.now()
    today = local_date(now, request.user.clinic.tz)
    form = LotForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            kept = receive_lot(details=form.details(), by=request.user, at=now)
        except LotRefused as refusal:
            form.add_error(refusal.field, refusal.reason)
        else:
            told = why_unusable(kept, today) or _("It can be chosen when a session is completed.")
            return _leave(request, kept, _("Saved. %(what)s") % {"what": told}, done=True)
    return render(request, "lots/lot_new.html", {"form": form})


@for_staff
@require_GET
def lot(request: SignedInRequest, lot_id: UUID) -> HttpResponse:
    """One lot, and what can be done about it."""
    found = open_lot(user=request.user, lot_id=lot_id)
    page = lot_page(user=request.user, lot=found, now=timezone.now())
    return render(request, "lots/lot_detail.html", {"page": page})


@for_schedulers
@read_or_write
def lot_edit(request: SignedInRequest, lot_id: UUID) -> HttpResponse:
    """Put a lot's details right."""
    now = timezone.now()
    found = open_lot(user=request.user, lot_id=lot_id)
    form = LotForm(request.POST or None, today=local_date(now, request.user.clinic.tz), lot=found)
    if request.method == "POST" and form.is_valid():
        try:
            update_lot(lot=found, details=form.details(), by=request.user, at=now)
        except LotRefused as refusal:
            form.add_error(refusal.field, refusal.reason)
        else:
            return _leave(request, found, _("Saved."), done=True)
    return render(request, "lots/lot_edit.html", {"form": form, "lot": found})


@for_schedulers
@read_or_write
def lot_quarantine(request: SignedInRequest, lot_id: UUID) -> HttpResponse:
    """Put a lot aside, with the reason."""
    found = open_lot(user=request.user, lot_id=lot_id)
    form = LotReasonForm(request.POST or None, action=_("Put in quarantine"))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            quarantine_lot(lot=found, reason=reason, by=request.user, at=timezone.now())
        except LotRefused as refusal:
            return _leave(request, found, refusal.reason)
        return _leave(request, found, _("In quarantine. No session can record it as used."), done=True)
    return render(request, "lots/lot_quarantine.html", {"form": form, "lot": found})


@for_schedulers
@read_or_write
def lot_release(request: SignedInRequest, lot_id: UUID) -> HttpResponse:
    """Take a lot out of quarantine, with the reason."""
    found = open_lot(user=request.user, lot_id=lot_id)
    form = LotReasonForm(request.POST or None, action=_("Release"))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            release_lot(lot=found, reason=reason, by=request.user, at=timezone.now())
        except LotRefused as refusal:
            return _leave(request, found, refusal.reason)
        return _leave(request, found, _("Released."), done=True)
    return render(request, "lots/lot_release.html", {"form": form, "lot": found})


def _leave(request: SignedInRequest, lot: ProductLot, text: str, *, done: bool = False) -> HttpResponse:
    """To the lot's page with a word on what happened."""
    messages.add_message(request, messages.SUCCESS if done else messages.INFO, text)
    return redirect("lot", lot.pk)
