"""The pages of a check-in that is not sent yet: a step, the card alone, or why there is none."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from aftercare.forms.check_in import CheckInForm
from aftercare.forms.check_in_review import review
from aftercare.forms.check_in_steps import REVIEW, Step
from aftercare.forms.layout import Include, Part
from aftercare.models import Patient
from aftercare.queries.check_in_start import begun_words
from aftercare.queries.patient_care import Care
from aftercare.queries.patient_contact import contact_now
from aftercare.queries.photos import FormPhotos, kept_photos
from aftercare.views.doors import SignedInRequest


def address(name: str) -> str:
    """Where a step is."""
    return reverse("check_in_step", args=[name])


def show_step(
    request: SignedInRequest,
    patient: Patient,
    form: CheckInForm,
    step: Step,
    *,
    card: Care | None = None,
    errors: bool = False,
    photos: FormPhotos | None = None,
) -> HttpResponse:
    """The page of one step; above it the card, if any. The last one shows the photos that wait to be sent."""
    place = form.steps.index(step)
    context = {
        "form": form,
        "step": step,
        "card": card,
        "place": _("Step %(number)d of %(count)d") % {"number": place + 1, "count": len(form.steps)},
        "back": address(REVIEW if "change" in request.GET else form.steps[place - 1].name) if place else "",
        "begun": begun_words(patient=patient, now=form.asked.now),
    }
    before: list[Part] = []
    if step.name == REVIEW:
        before.append(Include("patient/_check_in_review.html", groups=review(form)))
        photos = photos or waiting_photos(request, patient, form)
    form.show(step, errors=errors, photos=photos, before=before)
    return render(request, "patient/check_in_step.html", context)


def waiting_photos(request: SignedInRequest, patient: Patient, form: CheckInForm) -> FormPhotos:
    """The photos that were added to a check-in so far."""
    start = form.asked
    kept = kept_photos(patient=patient, submission=start.submission, user=request.user, now=start.now)
    return FormPhotos(kept=kept)


def show_help(request: SignedInRequest, card: Care, onward: str) -> HttpResponse:
    """The card alone, and the way on for later."""
    return render(request, "patient/check_in_help.html", {"card": card, "onward": onward})


def show_none(
    request: SignedInRequest, patient: Patient, now: datetime, *, card: Care | None = None
) -> HttpResponse:
    """Why a patient without any session cannot check in, and whom to call."""
    contact = contact_now(clinic=patient.clinic, zone=patient.tz, now=now)
    return render(request, "patient/check_in_none.html", {"card": card, "contact": contact})
