"""The clinic's patients and their invitations. Schedulers write, nurses read."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aftercare.domain.clinical_time import local_date
from aftercare.forms.invite import InvitationForm
from aftercare.forms.patient_edit import PatientEditForm
from aftercare.models import Patient
from aftercare.queries.access import open_record
from aftercare.queries.invitations import invited_already
from aftercare.queries.nurse import patient_course
from aftercare.queries.patient_list import list_address, patient_list_page
from aftercare.queries.patients_alike import patients_alike
from aftercare.queries.staff_patient import staff_patient_page
from aftercare.services.people import (
    INVITATION_DAYS,
    InvitationRefused,
    NewPatient,
    invite_patient,
    renew_invitation,
    update_patient,
)
from aftercare.views.doors import SignedInRequest, for_schedulers, for_staff

SOUGHT = "patients_sought"
"""What was looked for last, in the session: a name in an address would stand in every log on its way."""


@for_staff
@require_http_methods(["GET", "POST"])
def patients(request: SignedInRequest) -> HttpResponse:
    """The clinic's patients. POST: look for some; the answer has an address to come back to, `?found=1`."""
    if request.method == "POST":
        sought = request.POST.get("q", "").replace("\x00", "").strip()[:100]  # PostgreSQL knows no NUL
        request.session[SOUGHT] = sought
        return redirect(list_address(searched=bool(sought), care=_care(request.POST)))
    page = patient_list_page(
        user=request.user,
        now=timezone.now(),
        search=request.session.get(SOUGHT, "") if "found" in request.GET else "",
        care=_care(request.GET),
        after=_id(request.GET.get("after", "")),
    )
    return render(request, "patients/patient_list.html", {"page": page, "may_invite": request.user.schedules})


def _care(asked: QueryDict) -> str:
    """The care by which the list is narrowed, empty for any that there is not."""
    care = asked.get("care", "")
    return care if care in Patient.Care.values else ""


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@for_schedulers
@require_http_methods(["GET", "POST"])
def patient_invite(request: SignedInRequest) -> HttpResponse:
    """Invite a patient; the e-mail goes out by itself. Whom the new one may be is shown first."""
    now, clinic = timezone.now(), request.user.clinic
    form = InvitationForm(request.POST or None, clinic_zone=clinic.zone, today=local_date(now, clinic.tz))
    if request.method == "POST" and form.is_valid():
        if already := invited_already(user=request.user, **form.identity()):
            messages.info(request, _("This patient is invited already."))
            return redirect("patient", already.pk)
        if not form.show_alike(patients_alike(user=request.user, person=form.person())):
            try:
                patient = invite_patient(person=form.person(), by=request.user, at=now)
            except InvitationRefused as refusal:
                form.add_error(refusal.field, refusal.reason)
            else:
                messages.success(request, _("Invited. The e-mail with the link goes out within seconds."))
                return redirect("patient", patient.pk)
    return render(request, "patients/patient_invite.html", {"form": form, "days": INVITATION_DAYS})


@for_staff
@require_GET
def patient(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """One patient: who it is, the sessions, the plan, the messages."""
    now = timezone.now()
    found = open_record(user=request.user, patient_id=patient_id, what="patient", at=now)
    page = staff_patient_page(user=request.user, patient=found, now=now)
    course = patient_course(patient=found, now=now, zone=found.clinic.tz) if page.may_read_course else None
    return render(request, "patients/patient_detail.html", {"page": page, "course": course})


@for_schedulers
@require_http_methods(["GET", "POST"])
def patient_edit(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """Put a patient's details right."""
    now = timezone.now()
    found = open_record(user=request.user, patient_id=patient_id, what="details", at=now)
    form = PatientEditForm(request.POST or None, patient=found, today=local_date(now, found.clinic.tz))
    if request.method == "POST" and form.is_valid():
        person, quiet = form.person(), form.quiet_hours
        try:
            sent = update_patient(patient=found, person=person, quiet_hours=quiet, by=request.user, at=now)
        except InvitationRefused as refusal:
            form.add_error(refusal.field, refusal.reason)
        else:
            messages.success(request, _saved(person, invited=sent is not None))
            return redirect("patient", found.pk)
    return render(request, "patients/patient_edit.html", {"form": form, "patient": found})


@for_schedulers
@require_http_methods(["GET", "POST"])
def invitation_renew(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """Send a patient a new link; whoever comes back to this address after signing in again is led on."""
    now = timezone.now()
    found = open_record(user=request.user, patient_id=patient_id, what="invitation", at=now)
    if request.method != "POST":
        return redirect("patient", found.pk)
    try:
        renew_invitation(patient=found, by=request.user, at=now)
        messages.success(
            request, _("A new link goes out within seconds. The one before does not work any more.")
        )
    except InvitationRefused as refusal:
        messages.info(request, refusal.reason)
    return redirect("patient", found.pk)


def _saved(person: NewPatient, *, invited: bool) -> str:
    """What saving did; an invitation to a new address is told with the address, to be read once more."""
    if not invited:
        return _("Saved.")
    return _("Saved. A new invitation goes to %(email)s within seconds.") % {"email": person.email.lower()}
