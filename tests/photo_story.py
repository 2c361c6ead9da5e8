"""Photos that the tests add: each of another colour, so that none is taken for another."""

import io
import uuid
from datetime import datetime, timedelta

from PIL import Image

from aftercare.models import CheckIn, Message, Patient, Photo, User
from aftercare.models.photos import PhotoQuerySet
from aftercare.services.photos import keep_photo
from tests.cast import MONDAY
from tests.pictures import a_picture, upload
from tests.thread_story import HOUR, ask, write

MINUTE = timedelta(minutes=1)
FORM = uuid.UUID("8d7c4f3e-0d44-4f0e-a2ad-5d5b8a1f9c10")


def a_file(number: int = 0) -> bytes:
    return a_picture(colour=(200, 160, 20 * number % 256))


def keep(
    patient: Patient,
    by: User | None = None,
    *,
    number: int = 0,
    submission: uuid.UUID = FORM,
    at: datetime = MONDAY,
) -> Photo:
    """The patient, or `by`, adds a photo to a form."""
    return keep_photo(
        patient=patient, upload=upload(a_file(number)), submission=submission, by=by or patient.user, at=at
    )


def ask_with_photos(patient: Patient, count: int = 1, hours: int = 1) -> Message:
    """A question with photos, as a patient sends it."""
    form = uuid.uuid4()
    for number in range(count):
        keep(patient, number=number, submission=form, at=MONDAY + hours * HOUR)
    return ask(patient, submission=form, hours=hours)


def write_with_photo(patient: Patient, by: User) -> Message:
    """A nurse's note with a photo."""
    form = uuid.uuid4()
    keep(patient, by, submission=form)
    return write(patient, by, submission=form)


def shown_with(check_in: CheckIn, count: int = 1) -> list[str]:
    """Photos that were sent with a check-in, one a minute; their ids."""
    for number in range(count):
        keep(
            check_in.patient,
            number=number,
            submission=check_in.submission,
            at=check_in.at - (count - number) * MINUTE,
        )
    check_in.patient.photos.unsent().update(check_in=check_in)
    return [str(photo.pk) for photo in check_in.photos.oldest_first()]


def colours(photos: PhotoQuerySet) -> list[int]:
    """What the photos show, by the last of their three colours to the nearest 20."""
    images = [Image.open(io.BytesIO(bytes(photo.image.jpeg))) for photo in photos.oldest_first()]
    return [round(image.getpixel((5, 5))[2] / 20) for image in images]
