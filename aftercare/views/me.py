"""The patient's own page: how we write, the devices that show notifications, what was sent."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aftercare.forms.me import MeForm
from aftercare.queries.access import own_record
from aftercare.queries.patient_me import me_page
from aftercare.services.preferences import (
    PushRefused,
    forget_push_subscription,
    save_push_subscription,
    set_preferences,
)
from aftercare.views.doors import SignedInRequest, for_patients


@require_http_methods(["GET", "HEAD", "POST"])
@for_patients
def me(request: SignedInRequest) -> HttpResponse:
    """Channels and quiet hours, and what the clinic has sent."""
    patient, now = own_record(user=request.user), timezone.now()
    page = me_page(patient=patient, now=now)
    form = MeForm(request.POST if request.method == "POST" else None, patient=patient, page=page)
    if form.is_valid():
        set_preferences(patient=patient, channels=form.chosen, quiet_hours=form.quiet_hours, at=now)
        messages.success(request, _("Saved."))
        return redirect("me")
    return render(request, "patient/me.html", {"page": page, "form": form})


@require_POST
@for_patients
def push_save(request: SignedInRequest) -> HttpResponse:
    """A browser has asked for notifications; its own script reads the answer."""
    given = {name: request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth")}
    try:
        save_push_subscription(patient=own_record(user=request.user), **given, at=timezone.now())
    except PushRefused as refusal:
        return HttpResponse(str(refusal), status=400, content_type="text/plain")
    return HttpResponse(status=204)


@require_http_methods(["GET", "POST"])
@for_patients
def push_forget(request: SignedInRequest) -> HttpResponse:
    """A browser shows no notifications any more, says its script; or a button: none is to show any.

    Whoever comes back to this address after signing in again is led on.
    """
    if request.method != "POST":
        return redirect("me")
    endpoint = request.POST.get("endpoint", "")
    if "\x00" in endpoint:
        return HttpResponse(status=400)  # nobody's address: PostgreSQL knows no NUL
    forget_push_subscription(patient=own_record(user=request.user), endpoint=endpoint, at=timezone.now())
    if endpoint:
        return HttpResponse(status=204)
    messages.success(request, _("No device shows notifications any more."))
    return redirect("me")
