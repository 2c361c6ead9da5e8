"""The on-call rota of a clinic: who is told of what nobody has acknowledged in its time, and when."""

import uuid
from datetime import datetime
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from aftercare.models.clinics import Clinic
from aftercare.models.history import tracked
from aftercare.models.treatment_sessions import TsTzRange
from aftercare.models.users import User


class OnCallShiftQuerySet(models.QuerySet["OnCallShift"]):
    """Reusable filters over the rota."""

    def covering(self, at: datetime) -> Self:
        """The shift that has begun by `at` and is not over then; of a clinic there is one at most."""
        return self.not_over(at).filter(starts_at__lte=at)

    def not_over(self, at: datetime) -> Self:
        """Those that run at `at` or are still to come."""
        return self.filter(ends_at__gt=at)


@tracked
class OnCallShift(models.Model):
    """A stretch of time `[starts_at, ends_at)` in which somebody is on call for a clinic.

    That is one of its staff (`user`), or somebody from outside with a name and an address. `email` and
    `phone` are the outsider's; a phone for text messages may be told of one of the staff, too.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="on_call_shifts")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="on_call_shifts", null=True, blank=True
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    phone = PhoneNumberField(_("phone for text messages"), blank=True)

    objects = OnCallShiftQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="on_call_shift_one_at_a_time",
                expressions=[
                    ("clinic", RangeOperators.EQUAL),
                    (TsTzRange("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="on_call_shift_has_length", condition=models.Q(ends_at__gt=models.F("starts_at"))
            ),
            models.CheckConstraint(
                name="on_call_shift_of_staff_or_a_named_outsider",
                condition=models.Q(user__isnull=False, name="", email="")
                | (models.Q(user__isnull=True) & ~models.Q(name="")),
            ),
            models.CheckConstraint(
                name="on_call_shift_can_be_told",
                condition=models.Q(user__isnull=False) | ~models.Q(email="") | ~models.Q(phone=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.starts_at} to {self.ends_at}"

    @property
    def person(self) -> str:
        """Who is on call, by name."""
        return self.name if self.user is None else self.user.full_name

    @property
    def address(self) -> str:
        """The e-mail address; empty where there is none."""
        return self.email if self.user is None else self.user.email

    @property
    def stands(self) -> bool:
        """Whether whoever it names may still take on flags; nothing is known against an outsider."""
        return self.user is None or (self.user.is_active and self.user.is_clinical)
