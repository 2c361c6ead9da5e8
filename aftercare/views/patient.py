"""The patient's pages: Today, Plan."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from aftercare.queries.access import own_record
from aftercare.queries.patient_plan import plan_page
from aftercare.queries.patient_today import today_page
from aftercare.views.doors import SignedInRequest, for_patients


@require_safe
@for_patients
def today(request: SignedInRequest) -> HttpResponse:
    """What holds now, and the one big button."""
    page = today_page(patient=own_record(user=request.user), now=timezone.now())
    return render(request, "patient/today.html", {"page": page})


@require_safe
@for_patients
def plan(request: SignedInRequest) -> HttpResponse:
    """The plan as a picture and in words."""
    page = plan_page(patient=own_record(user=request.user), now=timezone.now())
    return render(request, "patient/plan.html", {"page": page})
