"""The end of care, and its beginning again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from aftercare.forms.care import CareForm
from aftercare.queries.access import open_record
from aftercare.queries.care_state import booked_words, care_saved_words, care_state, open_flags_words
from aftercare.services.care import set_care
from aftercare.views.doors import SignedInRequest, for_schedulers


@for_schedulers
@require_http_methods(["GET", "POST"])
def patient_care(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """Whether a patient is in the clinic's care; sent twice it is the same."""
    now = timezone.now()
    found = open_record(user=request.user, patient_id=patient_id, what="care", at=now)
    form = CareForm(request.POST or None, patient=found)
    if request.method == "POST" and form.is_valid():
        patient = set_care(patient=found, care=form.cleaned_data["care"], by=request.user, at=now)
        messages.success(request, care_saved_words(patient, now))
        return redirect("patient", found.pk)
    context = {
        "form": form,
        "patient": found,
        "care": care_state(found, now),
        "stays": f"{open_flags_words(found)} {booked_words(found, now)}",
    }
    return render(request, "patients/patient_care.html", context)
