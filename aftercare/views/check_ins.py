"""Check-ins that were sent: the answer to each, and the list of all."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from aftercare.queries import patient_check_ins
from aftercare.queries.access import own_check_in, own_record
from aftercare.queries.patient_contact import contact_now
from aftercare.views.doors import SignedInRequest, for_patients


@require_safe
@for_patients
def check_in(request: SignedInRequest, check_in_id: UUID) -> HttpResponse:
    """One check-in: what to do now, or what was advised then, and what was told."""
    told = own_check_in(user=request.user, check_in_id=check_in_id)
    patient = own_record(user=request.user)
    page = patient_check_ins.check_in_answer(patient=patient, check_in=told, now=timezone.now())
    return render(request, "patient/check_in.html", {"page": page})


@require_safe
@for_patients
def check_in_list(request: SignedInRequest) -> HttpResponse:
    """All check-ins, the newest first."""
    patient, now = own_record(user=request.user), timezone.now()
    page = patient_check_ins.check_in_list(patient=patient, page=request.GET.get("page"), now=now)
    contact = contact_now(clinic=patient.clinic, zone=patient.tz, now=now)
    return render(request, "patient/check_in_list.html", {"page": page, "contact": contact})
