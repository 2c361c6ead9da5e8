"""Outreach: the messages of one patient, whom messages did not reach, and who has not answered."""

import uuid
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from aftercare.forms.contact import OUTCOMES, SilentCallForm
from aftercare.models import FlagAction
from aftercare.queries.access import open_record
from aftercare.queries.contact_trouble import outreach_page
from aftercare.queries.outreach_ledger import outreach_ledger
from aftercare.queries.silent import silent_page
from aftercare.services.contact import (
    AskingRefused,
    ask_how_it_goes,
    log_call_to_patient,
    record_reached,
)
from aftercare.services.undeliverable import try_address_again
from aftercare.views.doors import SignedInRequest, for_staff

REACHED = gettext_lazy("Noted. The patient is back here if another message does not arrive.")
SPOKEN_WITH = gettext_lazy(
    "Noted. The patient is back here if another check-in does not come; an open flag stays in the queue."
)

LOGGED = gettext_lazy("The call is on record.")


@for_staff
@require_GET
def outreach(request: SignedInRequest) -> HttpResponse:
    """Who has to be phoned, and whether messages go out in time."""
    page = outreach_page(user=request.user, now=timezone.now())
    return render(request, "patients/outreach.html", {"page": page})


@for_staff
@require_GET
def silent(request: SignedInRequest) -> HttpResponse:
    """Whose check-in was asked for and has not come."""
    page = silent_page(user=request.user, now=timezone.now())
    context = {"page": page, "outcomes": OUTCOMES, "submission": uuid.uuid4()}
    return render(request, "patients/silent.html", context)


@for_staff
@require_GET
def patient_outreach(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """Every message of one patient."""
    now = timezone.now()
    found = open_record(user=request.user, patient_id=patient_id, what="outreach", at=now)
    page = outreach_ledger(patient=found, page=request.GET.get("page", "1"), now=now)
    return render(request, "patients/patient_outreach.html", {"page": page, "patient_id": found.pk})


@for_staff
@require_http_methods(["GET", "POST"])
def patient_reached(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """Note that a patient was reached by phone; whoever only comes to this address is led to a list."""
    now = timezone.now()
    found = open_record(user=request.user, patient_id=patient_id, what="contact", at=now)
    if request.method == "POST":
        record_reached(patient=found, by=request.user, at=now)
        messages.success(request, REACHED)
    return redirect("outreach")


@for_staff
@require_http_methods(["GET", "POST"])
def patient_ask(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """Ask a silent patient how it goes; whoever only comes to this address is led to the list."""
    now = timezone.now()
    found = open_record(user=request.user, patient_id=patient_id, what="contact", at=now)
    if request.method == "POST":
        try:
            ask_how_it_goes(patient=found, by=request.user, at=now)
            messages.success(request, _("%(name)s is asked how it goes.") % {"name": found.user.full_name})
        except AskingRefused as refusal:
            messages.info(request, refusal.reason)
    return redirect("silent")


@for_staff
@require_http_methods(["GET", "POST"])
def patient_call(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """Log a call to a silent patient; whoever only comes to this address is led to the list."""
    now = timezone.now()
    found = open_record(user=request.user, patient_id=patient_id, what="contact", at=now)
    form = SilentCallForm(request.POST)
    if form.is_valid():
        call = log_call_to_patient(patient=found, **form.cleaned_data, by=request.user, at=now)
        messages.success(request, SPOKEN_WITH if call.outcome == FlagAction.CallOutcome.REACHED else LOGGED)
    return redirect("silent")


@for_staff
@require_http_methods(["GET", "POST"])
def patient_address(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """Write again to an address that was refused; whoever only comes here is led to the patient."""
    now = timezone.now()
    found = open_record(user=request.user, patient_id=patient_id, what="contact", at=now)
    if request.method == "POST":
        try_address_again(patient=found, by=request.user, at=now)
        told = _("We write to %(email)s again. What is still of use goes out now.")
        messages.success(request, told % {"email": found.user.email})
    return redirect("outreach") if "listed" in request.POST else redirect("patient", patient_id)
