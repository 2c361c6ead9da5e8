"""Photos of the treated area: kept while a form is written, then sent with it for good."""

import hashlib
import uuid
from datetime import datetime, timedelta
from typing import IO, Final

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.models import Patient, Photo, PhotoImage, User
from aftercare.models.photos import PHOTOS_AT_ONCE
from aftercare.services.pictures import PictureRefused, read_picture

DAY: Final = timedelta(days=1)
PHOTOS_A_DAY: Final = 20
"""As many does one person add for one patient in 24 hours (clinic default)."""
FORGET_AT_MOST: Final = 100


@transaction.atomic
def keep_photo(
    *, patient: Patient, upload: IO[bytes], submission: uuid.UUID, by: User, at: datetime
) -> Photo:
    """Keep a photo for the form `submission` that `by` is writing. The same picture in the same form is one
    photo. Raises PictureRefused.
    """
    picture = read_picture(upload)
    sha256 = hashlib.sha256(picture.jpeg).hexdigest()
    locked = Patient.objects.locked(patient.pk)
    added = Photo.objects.filter(patient=locked, added_by=by)
    if known := added.filter(submission=submission, sha256=sha256).first():
        return known
    if added.filter(submission=submission).count() >= PHOTOS_AT_ONCE:
        raise PictureRefused(_("Send at most %(count)d photos at a time.") % {"count": PHOTOS_AT_ONCE})
    if added.filter(added_at__gt=at - DAY).count() >= PHOTOS_A_DAY:
        raise PictureRefused(
            _("You have added %(count)d photos since yesterday. Please add more tomorrow.")
            % {"count": PHOTOS_A_DAY}
        )
    photo = Photo.objects.create(
        patient=locked,
        submission=submission,
        sha256=sha256,
        width_pixels=picture.width,
        height_pixels=picture.height,
        size_bytes=len(picture.jpeg),
        added_at=at,
        added_by=by,
    )
    PhotoImage.objects.create(photo=photo, jpeg=picture.jpeg, small_jpeg=picture.small_jpeg)
    return photo


@transaction.atomic
def remove_photo(*, patient: Patient, photo_id: uuid.UUID, by: User) -> bool:
    """Take back a photo that `by` has added and not sent; whether there was one."""
    unsent = Photo.objects.unsent().filter(patient=patient, added_by=by, pk=photo_id)
    return unsent.delete()[0] > 0


@transaction.atomic(savepoint=False)
def forget_unsent_photos(*, at: datetime) -> None:
    """Delete the photos of forms that nobody has sent for a day."""
    forgotten = Photo.objects.forgotten(at).order_by("added_at", "id").select_for_update(skip_locked=True)
    if ids := list(forgotten.values_list("pk", flat=True)[:FORGET_AT_MOST]):
        Photo.objects.filter(pk__in=ids).delete()
