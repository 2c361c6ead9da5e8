"""The thread between a patient and the clinic: the patient's page and the nurse's."""

import uuid
from datetime import datetime

from django.contrib import messages as notices
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aftercare.forms.messages import MessageForm, SettleForm
from aftercare.forms.nurse import ThreadReplyForm
from aftercare.models import Message, Patient
from aftercare.queries.access import open_record, own_record
from aftercare.queries.care_state import note_sent_words
from aftercare.queries.nurse_messages import load_thread
from aftercare.queries.patient_messages import messages_page
from aftercare.queries.photos import FormPhotos
from aftercare.queries.thread import answer_words
from aftercare.services.messages import (
    MessageRefused,
    mark_messages_read,
    settle_messages,
    write_to_clinic,
    write_to_patient,
)
from aftercare.views.doors import SignedInRequest, for_nurses, for_patients
from aftercare.views.photos import show_form_photos, take_photos


@require_http_methods(["GET", "HEAD", "POST"])
@for_patients
def messages(request: SignedInRequest) -> HttpResponse:
    """The thread with the clinic, and what the patient writes."""
    now, patient = timezone.now(), own_record(user=request.user)
    answered = answer_words(patient.clinic, patient.tz, now) if patient.in_care else ""
    if request.method != "POST":
        fresh = MessageForm(initial={"submission": uuid.uuid4()}, answered=answered, photos=FormPhotos())
        return show_messages(request, patient, fresh, now)
    photos = take_photos(request, patient, now)
    form = MessageForm(request.POST, answered=answered, photos=photos)
    if photos.only and request.htmx:
        return show_form_photos(request, form)
    if not photos.only and form.is_valid() and send(patient, form, now) is not None:
        notices.success(request, _("Your message is with the clinic.") + " " + answered)
        return redirect("messages")
    return show_messages(request, patient, form, now)


def send(patient: Patient, form: MessageForm, now: datetime) -> Message | None:
    """Send what a valid form told; where it is refused all the same, the form says why."""
    try:
        return write_to_clinic(patient=patient, **form.cleaned_data, at=now)
    except MessageRefused as refusal:
        form.add_error("body", refusal.reason)
        return None


def show_messages(
    request: SignedInRequest, patient: Patient, form: MessageForm, now: datetime
) -> HttpResponse:
    """The patient's page; what stands on it is read."""
    page = messages_page(patient=patient, page=request.GET.get("page"), now=now)
    mark_messages_read(patient=patient, seen=page.seen, by=request.user, at=now)
    return render(request, "patient/messages.html", {"page": page, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@for_nurses
def patient_messages(request: SignedInRequest, patient_id: uuid.UUID) -> HttpResponse:
    """The thread with one patient, and what a nurse answers."""
    now = timezone.now()
    patient = open_record(user=request.user, patient_id=patient_id, what="messages", at=now)
    if request.method != "POST":
        fresh = ThreadReplyForm(initial={"submission": uuid.uuid4()}, photos=FormPhotos())
        return show_thread(request, patient, fresh, now)
    photos = take_photos(request, patient, now)
    form = ThreadReplyForm(request.POST, photos=photos)
    if photos.only and request.htmx:
        return show_form_photos(request, form)
    if photos.only or not form.is_valid():
        return show_thread(request, patient, form, now)
    write_to_patient(patient=patient, **form.cleaned_data, by=request.user, at=now)
    notices.success(request, note_sent_words(patient))
    return redirect("patient_messages", patient_id=patient_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_nurses
def patient_messages_settle(request: SignedInRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Say that what was seen needs no answer; whoever comes back to this address is led to the thread."""
    now, form = timezone.now(), SettleForm(request.POST or None)
    patient = open_record(user=request.user, patient_id=patient_id, what="messages", at=now)
    if form.is_valid() and settle_messages(patient=patient, **form.cleaned_data, by=request.user, at=now):
        notices.success(request, _("Noted that no answer is needed."))
    return redirect("patient_messages", patient_id=patient_id)


def show_thread(
    request: SignedInRequest, patient: Patient, form: ThreadReplyForm, now: datetime
) -> HttpResponse:
    """The nurse's page; what stands on it is read, and what waits there is what an answer settles."""
    page = load_thread(patient=patient, user=request.user, page=request.GET.get("page"), now=now)
    form.fields["seen"].initial = page.seen
    mark_messages_read(patient=patient, seen=page.seen, by=request.user, at=now)
    return render(request, "nurse/message_thread.html", {"page": page, "reply": form})
