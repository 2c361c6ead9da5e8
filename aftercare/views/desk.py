"""The desk for administrators: who treats and when, the rooms, how long treatments take."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from aftercare.forms.desk import LengthsForm, ProviderForm, RoomForm
from aftercare.queries.clinic_desk import find_provider, find_room, provider_rows, room_rows, sessions_to_come
from aftercare.services.providers import DeskRefused, keep_lengths, keep_provider, keep_room
from aftercare.views.doors import SignedInRequest, for_administrators

read_or_write = require_http_methods(["GET", "POST"])


@for_administrators
@require_GET
def providers(request: SignedInRequest) -> HttpResponse:
    """Everyone who treats."""
    return render(request, "clinic/provider_list.html", {"rows": provider_rows(request.user)})


@for_administrators
@read_or_write
def provider(request: SignedInRequest, provider_id: UUID | None = None) -> HttpResponse:
    """A new provider, or one with hours, time off and the sessions to come."""
    now, clinic = timezone.now(), request.user.clinic
    found = find_provider(request.user, provider_id) if provider_id else None
    form = ProviderForm(request.POST or None, clinic=clinic, provider=found, now=now)
    if form.is_valid():
        try:
            kept = keep_provider(
                clinic=clinic, settings=form.answers(), provider=found, by=request.user, at=now
            )
        except DeskRefused as refusal:
            form.refuse(refusal.field, refusal.reason)
        else:
            return _leave_provider(request, kept.pk, now)
    to_come = sessions_to_come(found, now) if found else ()
    return render(request, "clinic/provider_edit.html", {"form": form, "provider": found, "to_come": to_come})


def _leave_provider(request: SignedInRequest, provider_id: UUID, now: datetime) -> HttpResponse:
    """To the list; where sessions to come do not fit any more, to the provider's page that names them."""
    unfit = sum(bool(one.why) for one in sessions_to_come(find_provider(request.user, provider_id), now))
    if not unfit:
        messages.success(request, _("Saved."))
        return redirect("providers")
    words = ngettext(
        "Saved. %(count)d session to come does not fit any more: see below.",
        "Saved. %(count)d sessions to come do not fit any more: see below.",
        unfit,
    )
    messages.warning(request, words % {"count": unfit})
    return redirect("provider", provider_id)


@for_administrators
@require_GET
def rooms(request: SignedInRequest) -> HttpResponse:
    """Every room."""
    return render(request, "clinic/room_list.html", {"rows": room_rows(request.user)})


@for_administrators
@read_or_write
def room(request: SignedInRequest, room_id: UUID | None = None) -> HttpResponse:
    """A new room, or one with the sessions to come."""
    now, clinic = timezone.now(), request.user.clinic
    found = find_room(request.user, room_id) if room_id else None
    form = RoomForm(request.POST or None, room=found)
    if form.is_valid():
        try:
            keep_room(clinic=clinic, room=found, **form.answers(), by=request.user, at=now)
        except DeskRefused as refusal:
            form.refuse(refusal.field, refusal.reason)
        else:
            messages.success(request, _("Saved."))
            return redirect("rooms")
    to_come = sessions_to_come(found, now) if found else ()
    return render(request, "clinic/room_edit.html", {"form": form, "room": found, "to_come": to_come})


@for_administrators
@read_or_write
def treatment_lengths(request: SignedInRequest) -> HttpResponse:
    """How long treatments take, and how long is kept free after them."""
    clinic = request.user.clinic
    form = LengthsForm(request.POST or None, clinic=clinic)
    if form.is_valid():
        keep_lengths(clinic=clinic, **form.answers(), by=request.user, at=timezone.now())
        messages.success(request, _("Saved. Sessions that are booked already keep their length."))
        return redirect("clinic")
    return render(request, "clinic/treatment_lengths.html", {"form": form})
