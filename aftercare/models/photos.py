"""A photo of the treated area: sent with a message or a check-in, or kept while one is being written."""

import uuid
from datetime import datetime, timedelta
from typing import Final, Self

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from aftercare.models.check_ins import CheckIn
from aftercare.models.history import tracked
from aftercare.models.messages import Message
from aftercare.models.patients import Patient
from aftercare.models.users import User

PHOTOS_AT_ONCE: Final = 3
"""As many go with one message or one check-in."""
UNSENT_FOR: Final = timedelta(days=1)
"""How long a photo is kept for a form that nobody sends (clinic default)."""


class PhotoQuerySet(models.QuerySet["Photo"]):
    """Reusable filters over photos."""

    def unsent(self) -> Self:
        """Photos kept for a form that has not been sent."""
        return self.filter(check_in__isnull=True, message__isnull=True)

    def unsent_by(self, user: User, submission: uuid.UUID) -> Self:
        """Photos that `user` has added to one form and not sent yet."""
        return self.unsent().filter(added_by=user, submission=submission)

    def forgotten(self, at: datetime) -> Self:
        """Photos of forms that nobody has sent in all the time they are kept."""
        return self.unsent().filter(added_at__lte=at - UNSENT_FOR)

    def seen_by(self, user: User) -> Self:
        """Photos that were sent, and one's own that are not."""
        return self.exclude(~models.Q(added_by=user), check_in__isnull=True, message__isnull=True)

    def oldest_first(self) -> Self:
        """In the order in which they were added."""
        return self.order_by("added_at", "id")


@tracked
class Photo(models.Model):
    """One photo of one patient. Once sent it stays where it is: part of the record.

    `submission` names the form it was added to, under which the same picture (`sha256`, of the JPEG that is
    stored) is one photo. The bytes are in PhotoImage.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="photos")
    submission = models.UUIDField(_("submission"))
    check_in = models.ForeignKey(
        CheckIn, on_delete=models.PROTECT, related_name="photos", null=True, blank=True
    )
    message = models.ForeignKey(
        Message, on_delete=models.PROTECT, related_name="photos", null=True, blank=True
    )
    sha256 = models.CharField(_("sha256 of the JPEG"), max_length=64)
    width_pixels = models.PositiveIntegerField(_("width, pixels"))
    height_pixels = models.PositiveIntegerField(_("height, pixels"))
    size_bytes = models.PositiveIntegerField(_("size, bytes"))
    added_at = models.DateTimeField(_("added at"))
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = PhotoQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "added_by", "submission", "sha256"], name="photo_added_once"
            ),
            models.CheckConstraint(
                name="photo_in_one_place",
                condition=models.Q(check_in__isnull=True) | models.Q(message__isnull=True),
            ),
            models.CheckConstraint(
                name="photo_has_a_size",
                condition=models.Q(width_pixels__gt=0, height_pixels__gt=0, size_bytes__gt=0),
            ),
        ]
        indexes = [
            models.Index(
                fields=["added_at", "id"],
                name="photo_unsent",
                condition=models.Q(check_in__isnull=True, message__isnull=True),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="sent_for_good",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__check_in__isnull=False) | pgtrigger.Q(old__message__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"Photo {self.pk}"


class PhotoImage(models.Model):
    """The bytes of a photo, and of a small one of the same. Apart from it, so that no list reads them."""

    photo = models.OneToOneField(Photo, on_delete=models.CASCADE, related_name="image", primary_key=True)
    jpeg = models.BinaryField(_("JPEG"))
    small_jpeg = models.BinaryField(_("small JPEG"))

    class Meta:
        triggers = [pgtrigger.Protect(name="as_it_was_added", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"Image of photo {self.photo_id}"
