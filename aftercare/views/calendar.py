"""The plan in the patient's own calendar: its private address, and what is read there."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from aftercare.queries.access import calendar_record, own_record
from aftercare.queries.patient_calendar import calendar_address, plan_calendar
from aftercare.services.calendars import close_calendar, open_calendar
from aftercare.views.doors import SignedInRequest, for_patients


@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar itself: whoever knows the address reads it, as calendar programs cannot sign in."""
    patient = calendar_record(token=token)
    content = plan_calendar(patient=patient, now=timezone.now(), portal_url=settings.PORTAL_URL)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="plan.ics"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "POST"])
@for_patients
def plan_calendar_address(request: SignedInRequest) -> HttpResponse:
    """Make an address, shown this once, or take it away; whoever only comes here is led to the plan."""
    if request.method == "POST":
        patient, detailed = own_record(user=request.user), "detailed" in request.POST
        if "close" not in request.POST:
            made = calendar_address(
                token=open_calendar(patient=patient, detailed=detailed), detailed=detailed
            )
            return render(request, "patient/calendar.html", {"calendar": made})
        close_calendar(patient=patient)
        messages.success(request, _("The address does not work any more."))
    return redirect("/plan/#calendar")
