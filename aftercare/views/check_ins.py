"""Check-ins: the form, its answer, the list of all. A refused form still shows the card that it calls for."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from aftercare.domain.triage import CheckInError
from aftercare.forms.check_in import CheckInForm, read_opened_at, read_submission
from aftercare.models import CheckIn, Patient
from aftercare.queries import patient_check_ins
from aftercare.queries.access import own_check_in, own_record
from aftercare.queries.check_in_start import CheckInStart, start_check_in
from aftercare.queries.patient_care import Care
from aftercare.queries.patient_contact import contact_now
from aftercare.services.checkins import raise_alarm, record_check_in
from aftercare.views.doors import SignedInRequest, for_patients


@require_http_methods(["GET", "HEAD", "POST"])
@for_patients
def check_in_new(request: SignedInRequest) -> HttpResponse:
    """The form; sent and accepted it leads to its answer."""
    patient, now = own_record(user=request.user), timezone.now()
    if request.method != "POST":
        start = start_check_in(patient=patient, now=now)
        return show_form(request, patient, start, CheckInForm(start))
    start = start_again(request, patient, now)
    form = CheckInForm(start, request.POST)
    stored = store(patient, form) if form.is_valid() else None
    if stored is not None:
        return redirect("check_in", check_in_id=stored.pk)
    return show_form(request, patient, start, form, card=alarm(patient, form))


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


def start_again(request: SignedInRequest, patient: Patient, now: datetime) -> CheckInStart:
    """What a form that was sent started from; what it says of itself is kept where it can be."""
    sent = request.POST
    return start_check_in(
        patient=patient, now=now, submission=read_submission(sent), opened_at=read_opened_at(sent, now)
    )


def store(patient: Patient, form: CheckInForm) -> CheckIn | None:
    """Store what a valid form told; where it is refused all the same, the form says why."""
    note = form.cleaned_data["note"]
    try:
        return record_check_in(
            patient=patient, submission=form.asked.submission, report=form.report, note=note
        )
    except CheckInError as refusal:
        form.add_error(None, refusal.reason)
        return None


def alarm(patient: Patient, form: CheckInForm) -> Care | None:
    """The card of a refused form, its flag raised; None where it calls for none."""
    severity = raise_alarm(patient=patient, submission=form.asked.submission, partial=form.partial)
    if severity is None:
        return None
    return patient_check_ins.alarm_card(patient=patient, partial=form.partial, severity=severity)


def show_form(
    request: SignedInRequest,
    patient: Patient,
    start: CheckInStart,
    form: CheckInForm,
    *,
    card: Care | None = None,
) -> HttpResponse:
    """The form, or why there is none for a patient without any session; above it the card, if any."""
    contact = contact_now(clinic=patient.clinic, zone=patient.tz, now=start.now)
    context = {"form": form, "start": start, "card": card, "contact": contact}
    return render(request, "patient/check_in_new.html", context)
