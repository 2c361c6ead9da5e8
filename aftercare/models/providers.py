"""Who treats: when they work, and when they are away."""

import uuid
from typing import Self

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from aftercare.models.clinics import Clinic
from aftercare.models.history import tracked
from aftercare.models.users import User


class ProviderQuerySet(models.QuerySet["Provider"]):
    """Reusable filters over providers."""

    def active(self) -> Self:
        """Those who treat at present."""
        return self.filter(is_active=True)


@tracked
class Provider(models.Model):
    """Somebody who treats patients of a clinic, whether they sign in here (`user`) or not.

    `title` is what they are called beside their name: "physician". Who no longer treats stays, inactive.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="providers")
    name = models.CharField(_("name"), max_length=120)
    title = models.CharField(_("what they are called"), max_length=60, blank=True)
    user = models.OneToOneField(
        User, on_delete=models.PROTECT, related_name="provider", null=True, blank=True
    )
    is_active = models.BooleanField(_("treats at present"), default=True)

    objects = ProviderQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("clinic", Lower("name"), name="provider_named_once_a_clinic")]

    def __str__(self) -> str:
        return self.name


@tracked
class WorkingHours(models.Model):
    """A stretch of every week in which a provider works, `[begins, ends)` on the clinic's clock.

    `weekday` counts Monday as 0. A day may have several.
    """

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(_("day of the week"))
    begins = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="working_hours_on_a_known_day", condition=models.Q(weekday__in=range(7))
            ),
            models.CheckConstraint(
                name="working_hours_have_length", condition=models.Q(ends__gt=models.F("begins"))
            ),
            models.UniqueConstraint(
                fields=["provider", "weekday", "begins"], name="working_hours_begin_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday}: {self.begins:%H:%M} to {self.ends:%H:%M}"


@tracked
class TimeOff(models.Model):
    """A stretch of time in which a provider is away, `[starts_at, ends_at)`."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="time_off")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    note = models.CharField(_("note"), max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="time_off_has_length", condition=models.Q(ends_at__gt=models.F("starts_at"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_at} to {self.ends_at}"
