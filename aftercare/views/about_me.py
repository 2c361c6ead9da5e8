"""What patients tell of themselves, each on a page of its own."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aftercare.forms.about_me import BaselineForm, OwnHealthForm, ZoneForm
from aftercare.queries.about_me import pain_page, zone_page
from aftercare.queries.access import own_record
from aftercare.queries.told import own_answers
from aftercare.services.preferences import set_zone
from aftercare.services.told import BaselineIsPast, tell_baseline, tell_health
from aftercare.views.doors import SignedInRequest, for_patients

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


@read_or_write
@for_patients
def me_zone(request: SignedInRequest) -> HttpResponse:
    """Whose clock the patient's days go by."""
    patient, now = own_record(user=request.user), timezone.now()
    form = ZoneForm(request.POST if request.method == "POST" else None, patient=patient)
    if form.is_valid():
        set_zone(patient=patient, zone=form.cleaned_data["zone"], at=now)
        messages.success(
            request, _("Saved. Your times are shown in %(zone)s now.") % {"zone": form.zone_name}
        )
        return redirect("me")
    return render(
        request, "patient/me_zone.html", {"page": zone_page(patient=patient, now=now), "form": form}
    )


@read_or_write
@for_patients
def me_health(request: SignedInRequest) -> HttpResponse:
    """Allergies and current medicines."""
    patient, now = own_record(user=request.user), timezone.now()
    form = OwnHealthForm(request.POST if request.method == "POST" else None, patient=patient)
    if form.is_valid():
        tell_health(patient=patient, **form.answers, at=now)
        messages.success(request, _("Saved. Your nurses read it with your record."))
        return redirect("me")
    page = own_answers(patient=patient, now=now)
    return render(request, "patient/me_health.html", {"page": page, "form": form})


@read_or_write
@for_patients
def me_pain(request: SignedInRequest) -> HttpResponse:
    """The pain before treatment, and what it keeps from: asked until the first session, shown afterwards."""
    patient, now = own_record(user=request.user), timezone.now()
    form = BaselineForm(request.POST if request.method == "POST" else None, patient=patient)
    if form.is_valid():
        try:
            tell_baseline(patient=patient, **form.answers, at=now)
        except BaselineIsPast:
            messages.warning(request, _("Not saved: your first session has been. Ask us to correct it."))
        else:
            messages.success(request, _("Saved."))
            return redirect("me")
    page = pain_page(patient=patient, now=now)
    return render(request, "patient/me_pain.html", {"page": page, "form": form})
