"""Photos: one by its address, and those of a form that is being written."""

import uuid
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aftercare.forms.photos import PhotoChanges, Photos, PhotosForm
from aftercare.models import Patient
from aftercare.models.photos import PHOTOS_AT_ONCE
from aftercare.queries.access import open_photo
from aftercare.queries.photos import FormPhotos, jpeg_of, kept_photos
from aftercare.services.photos import keep_photo, remove_photo
from aftercare.services.pictures import PictureRefused
from aftercare.views.doors import SignedInRequest, for_roles

for_whom_photos_are = for_roles("patient", "nurse", "administrator")


@require_safe
@for_whom_photos_are
def photo(request: SignedInRequest, photo_id: uuid.UUID) -> HttpResponse:
    """The whole picture."""
    return show_photo(request, photo_id, small=False)


@require_safe
@for_whom_photos_are
def photo_small(request: SignedInRequest, photo_id: uuid.UUID) -> HttpResponse:
    """The small one, as pages show it."""
    return show_photo(request, photo_id, small=True)


def show_photo(request: SignedInRequest, photo_id: uuid.UUID, *, small: bool) -> HttpResponse:
    """A JPEG and nothing else: no browser may guess it to be a page, and no cache keeps it."""
    found = open_photo(user=request.user, photo_id=photo_id, at=timezone.now())
    response = HttpResponse(jpeg_of(photo=found, small=small), content_type="image/jpeg")
    response["Content-Disposition"] = 'inline; filename="photo.jpg"'
    # no default-src: a browser that shows a picture by itself lays it out with a style of its own
    response["Content-Security-Policy"] = "sandbox; script-src 'none'; frame-ancestors 'none'"
    return response


def take_photos(request: SignedInRequest, patient: Patient, now: datetime) -> FormPhotos:
    """Keep the photos that came with a form, take away one that is to go; what the form then shows."""
    changes = PhotoChanges(request.POST)
    if not changes.is_valid():
        return FormPhotos()
    submission, removed = changes.cleaned_data["submission"], changes.cleaned_data["remove_photo"]
    if removed is not None:
        remove_photo(patient=patient, photo_id=removed, by=request.user)
    refused = [] if removed is not None else keep_uploads(request, patient, submission, now)
    return FormPhotos(
        kept=kept_photos(patient=patient, submission=submission, user=request.user, now=now),
        refused=tuple(refused),
        only=removed is not None or changes.cleaned_data["add_photo"],
    )


def keep_uploads(
    request: SignedInRequest, patient: Patient, submission: uuid.UUID, now: datetime
) -> list[str]:
    """Keep each file that can be; returns why the others were not."""
    uploads, refused = request.FILES.getlist("photos"), []
    for place, upload in enumerate(uploads[:PHOTOS_AT_ONCE]):
        at = now + timedelta(microseconds=place)  # they stay in the order in which they were chosen
        try:
            keep_photo(patient=patient, upload=upload, submission=submission, by=request.user, at=at)
        except PictureRefused as refusal:
            refused.append(refusal.reason if len(uploads) == 1 else f"{upload.name}: {refusal.reason}")
    if len(uploads) > PHOTOS_AT_ONCE:
        refused.append(_("Send at most %(count)d photos at a time.") % {"count": PHOTOS_AT_ONCE})
    return refused


def show_form_photos(request: SignedInRequest, form: PhotosForm) -> HttpResponse:
    """The photos of a form alone, for htmx."""
    return render(request, "calm/photos.html", {"field": form["photos"], "show": Photos.show})
