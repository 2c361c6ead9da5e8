"""The clinic: whose patients, whose clock, whose telephone."""

import uuid
from datetime import time
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from aftercare.models.history import tracked


@tracked
class Clinic(models.Model):
    """One clinic. People of one clinic never see another's.

    The response times and the shortest interval are the defaults of PROTOCOL.md (`clinic default`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True)
    zone = models.CharField(_("time zone"), max_length=64)
    phone = PhoneNumberField(_("phone"))
    out_of_hours_phone = PhoneNumberField(_("out-of-hours phone"))
    opens_at = models.TimeField(_("opens at"), default=time(8))
    closes_at = models.TimeField(_("closes at"), default=time(18))
    slot_minutes = models.PositiveSmallIntegerField(_("length of a session slot, minutes"), default=30)
    shortest_interval_days = models.PositiveSmallIntegerField(
        _("shortest interval between sessions, days"), default=7
    )
    emergency_minutes = models.PositiveSmallIntegerField(
        _("emergency: acknowledge within, minutes"), default=15
    )
    urgent_minutes = models.PositiveSmallIntegerField(_("urgent: acknowledge within, minutes"), default=120)
    routine_by = models.TimeField(_("routine: acknowledge on the next working day by"), default=time(17))

    class Meta:
        constraints = [
            models.CheckConstraint(name="clinic_slot_has_length", condition=models.Q(slot_minutes__gte=1)),
            models.CheckConstraint(
                name="clinic_response_times_have_length",
                condition=models.Q(emergency_minutes__gte=1, urgent_minutes__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def tz(self) -> ZoneInfo:
        """The clinic's time zone."""
        return ZoneInfo(self.zone)
