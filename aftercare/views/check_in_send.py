"""The last step of a check-in: photos of the area, and sending everything.

Whatever must not wait was flagged at the step that told of it, before any photo is asked for.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from aftercare.domain.triage import CheckIn as Report
from aftercare.domain.triage import CheckInError
from aftercare.forms.check_in import CheckInForm
from aftercare.models import CheckIn, Patient
from aftercare.queries import patient_check_ins
from aftercare.queries.patient_care import Care
from aftercare.services.checkins import raise_alarm, record_check_in
from aftercare.views.check_in_pages import address, show_help, show_step
from aftercare.views.doors import SignedInRequest
from aftercare.views.photos import show_form_photos, take_photos


def send(request: SignedInRequest, patient: Patient, form: CheckInForm) -> HttpResponse:
    """Store the check-in and lead to its answer; where something is missing, to the step that asks for it.

    What came only to add a photo or remove one sends nothing, nor does what came with one that is refused.
    """
    photos, missing = take_photos(request, patient, form.asked.now), form.unanswered
    ready = missing is None and not photos.only and not photos.refused
    stored = store(patient, form) if ready else None
    if stored is not None:
        return redirect("check_in", check_in_id=stored.pk)
    card, last = alarm(patient, form, form.partial), form.steps[-1]
    if missing is None or missing == last:
        return show_step(request, patient, form, last, card=card, errors=not photos.only, photos=photos)
    messages.info(request, _("It is not sent yet: an answer is missing here."))
    onward = address(missing.name) + "?change"
    return redirect(onward) if card is None else show_help(request, card, onward)


def answer_photos(request: SignedInRequest, patient: Patient, form: CheckInForm) -> HttpResponse:
    """The photos alone, for the page that adds and removes them by itself."""
    photos = take_photos(request, patient, form.asked.now)
    form.show(form.steps[-1], errors=False, photos=photos)
    return show_form_photos(request, form)


def store(patient: Patient, form: CheckInForm) -> CheckIn | None:
    """Store what a valid form told; where it is refused all the same, the form says why."""
    try:
        return record_check_in(
            patient=patient,
            submission=form.asked.submission,
            report=form.report,
            limitation=form.limitation,
            note=form.cleaned_data["note"],
        )
    except CheckInError as refusal:
        form.add_error(None, refusal.reason)
        return None


def alarm(patient: Patient, form: CheckInForm, partial: Report) -> Care | None:
    """The card that answers call for before they are sent, its flag raised; None where they call for none."""
    severity = raise_alarm(patient=patient, submission=form.asked.submission, partial=partial)
    if severity is None:
        return None
    return patient_check_ins.alarm_card(patient=patient, partial=partial, severity=severity)
