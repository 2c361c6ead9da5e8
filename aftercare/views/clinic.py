"""The clinic's settings, for its administrators."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aftercare.forms.clinic import ClinicForm
from aftercare.queries.clinic_desk import holidays_with_sessions
from aftercare.queries.clinic_overview import clinic_page
from aftercare.queries.nurse_escalations import out_of_reach
from aftercare.queries.zones import zone_name
from aftercare.services.clinics import update_clinic
from aftercare.views.doors import SignedInRequest, for_administrators


@for_administrators
@require_GET
def clinic(request: SignedInRequest) -> HttpResponse:
    """What can be set, and how it is set now."""
    now = timezone.now()
    told = {"page": clinic_page(request.user, now), "out_of_reach": out_of_reach(request.user.clinic, now)}
    return render(request, "clinic/clinic.html", told)


@for_administrators
@require_http_methods(["GET", "POST"])
def clinic_hours(request: SignedInRequest) -> HttpResponse:
    """Hours, response times, and who is told of a flag that waits too long while nobody is on the rota."""
    own, now = request.user.clinic, timezone.now()
    form = ClinicForm(request.POST or None, clinic=own)
    if request.method == "POST" and form.is_valid():
        update_clinic(
            clinic=own,
            settings=form.answers(),
            holidays=form.cleaned_data["holidays"],
            by=request.user,
            at=now,
        )
        messages.success(request, _("Saved. It holds from now on; flags that rose before keep their time."))
        if days := holidays_with_sessions(own, now):
            told = _("Sessions are booked on holidays: %(days)s. Move them, or see that somebody is there.")
            messages.warning(request, told % {"days": days})
        return redirect("clinic")
    told = {"zone": zone_name(own.tz), "out_of_reach": out_of_reach(own, now)}
    return render(request, "clinic/clinic_edit.html", {"form": form, "clinic": own, **told})
