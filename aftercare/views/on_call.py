"""The on-call rota: staff read it, administrators keep it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aftercare.forms.on_call import OnCallForm
from aftercare.queries.on_call import find_shift, on_call_page
from aftercare.queries.zones import zone_name
from aftercare.services.on_call import OnCallRefused, end_shift, keep_shifts
from aftercare.views.doors import SignedInRequest, for_administrators, for_staff


@for_staff
@require_GET
def on_call(request: SignedInRequest) -> HttpResponse:
    """Who is on call, and when nobody is."""
    told = {"page": on_call_page(request.user, timezone.now()), "zone": zone_name(request.user.clinic.tz)}
    return render(request, "clinic/on_call_list.html", told)


@for_administrators
@require_http_methods(["GET", "POST"])
def on_call_shift(request: SignedInRequest, shift_id: UUID | None = None) -> HttpResponse:
    """A new shift, or one that is not over."""
    now, clinic = timezone.now(), request.user.clinic
    found = find_shift(request.user, shift_id, now) if shift_id else None
    form = OnCallForm(request.POST or None, clinic=clinic, shift=found, now=now)
    if form.is_valid():
        told = {"who": form.who(), "spans": form.spans(), "shift": found}
        try:
            keep_shifts(clinic=clinic, **told, by=request.user, at=now)
        except OnCallRefused as refusal:
            form.refuse(refusal.field, refusal.reason)
        else:
            messages.success(request, _("Saved."))
            return redirect("on_call")
    return render(request, "clinic/on_call_edit.html", {"form": form, "shift": found, "now": now})


@for_administrators
@require_POST
def on_call_end(request: SignedInRequest, shift_id: UUID) -> HttpResponse:
    """Take a shift off the rota."""
    now = timezone.now()
    end_shift(shift=find_shift(request.user, shift_id, now), by=request.user, at=now)
    messages.success(request, _("Taken off the rota."))
    return redirect("on_call")
