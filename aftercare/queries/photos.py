"""Photos of the treated area as a page shows them: small, with words for those who do not see them."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import local_date
from aftercare.models import Patient, Photo, PhotoImage, User
from aftercare.models.photos import PHOTOS_AT_ONCE
from aftercare.queries.wording import format_day, format_time

PHOTOS = Prefetch("photos", queryset=Photo.objects.oldest_first())
"""With it the photos of many messages or check-ins come in one query."""


@dataclass(frozen=True, slots=True)
class PhotoLine:
    """One photo: its address, that of the small one, its words, its size in pixels."""

    id: str
    href: str
    small_href: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class FormPhotos:
    """The photos of a form that is being written: what is `kept`, what was `refused` just now and why, and
    whether the form came `only` to add or remove some.
    """

    kept: tuple[PhotoLine, ...] = ()
    refused: tuple[str, ...] = ()
    only: bool = False

    @property
    def full(self) -> bool:
        """Whether there is no room for another."""
        return len(self.kept) >= PHOTOS_AT_ONCE


def photo_lines(photos: Iterable[Photo], zone: ZoneInfo, now: datetime) -> tuple[PhotoLine, ...]:
    """The photos of one message or check-in, in times of `zone`."""
    found = list(photos)
    return tuple(
        PhotoLine(
            id=str(photo.pk),
            href=reverse("photo", args=[photo.pk]),
            small_href=reverse("photo_small", args=[photo.pk]),
            alt=_alt(photo, place, len(found), zone, now),
            width=photo.width_pixels,
            height=photo.height_pixels,
        )
        for place, photo in enumerate(found, start=1)
    )


def kept_photos(
    *, patient: Patient, submission: uuid.UUID, user: User, now: datetime
) -> tuple[PhotoLine, ...]:
    """What `user` has added to one form and not sent yet."""
    found = patient.photos.unsent_by(user, submission).oldest_first()
    return photo_lines(found, patient.tz if user.is_patient else patient.clinic.tz, now)


def jpeg_of(*, photo: Photo, small: bool = False) -> bytes:
    """The bytes of a photo that was opened through `access.open_photo`."""
    image = PhotoImage.objects.filter(photo=photo)
    return bytes(image.values_list("small_jpeg" if small else "jpeg", flat=True).get())


def _alt(photo: Photo, place: int, count: int, zone: ZoneInfo, now: datetime) -> str:
    """As in "Photo of Tue 24 Nov, 3:05 pm" or "Photo 2 of 3, Tue 24 Nov, 3:05 pm"."""
    day = format_day(local_date(photo.added_at, zone), local_date(now, zone))
    words = {"place": place, "count": count, "day": day, "time": format_time(photo.added_at, zone)}
    if count > 1:
        return _("Photo %(place)d of %(count)d, %(day)s, %(time)s") % words
    return _("Photo of %(day)s, %(time)s") % words
