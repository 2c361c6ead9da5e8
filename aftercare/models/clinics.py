"""The clinic: whose patients, whose clock, whose telephone."""

import uuid
from datetime import date, time
from functools import cached_property
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from aftercare.models.history import tracked


def monday_to_friday() -> list[int]:
    """The working days of most clinics, as `date.weekday()` counts them."""
    return [0, 1, 2, 3, 4]


@tracked
class Clinic(models.Model):
    """One clinic. People of one clinic never see another's.

    The response times and the shortest interval are the defaults of PROTOCOL.md (`clinic default`), and so is
    how often an overdue flag is told to the on-call contact. `working_days` counts Monday as 0.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True)
    zone = models.CharField(_("time zone"), max_length=64)
    phone = PhoneNumberField(_("phone"))
    out_of_hours_phone = PhoneNumberField(_("out-of-hours phone"))
    opens_at = models.TimeField(_("opens at"), default=time(8))
    closes_at = models.TimeField(_("closes at"), default=time(18))
    working_days = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=_("working days"), default=monday_to_friday
    )
    slot_minutes = models.PositiveSmallIntegerField(_("length of a session slot, minutes"), default=30)
    shortest_interval_days = models.PositiveSmallIntegerField(
        _("shortest interval between sessions, days"), default=7
    )
    emergency_minutes = models.PositiveSmallIntegerField(
        _("emergency: acknowledge within, minutes"), default=15
    )
    urgent_minutes = models.PositiveSmallIntegerField(_("urgent: acknowledge within, minutes"), default=120)
    routine_by = models.TimeField(_("routine: acknowledge on the next working day by"), default=time(17))

    escalation_minutes = models.PositiveSmallIntegerField(
        _("overdue: tell the on-call contact again every, minutes"), default=15
    )
    on_call_name = models.CharField(_("on call: name"), max_length=120, blank=True)
    on_call_email = models.EmailField(_("on call: e-mail"), max_length=254, blank=True)
    on_call_phone = PhoneNumberField(_("on call: phone for text messages"), blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="clinic_works_on_known_days",
                condition=models.Q(working_days__contained_by=list(range(7)), working_days__len__gte=1),
            ),
            models.CheckConstraint(
                name="clinic_escalation_interval_has_length",
                condition=models.Q(escalation_minutes__gte=1),
            ),
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

    @cached_property
    def holiday_dates(self) -> frozenset[date]:
        """The dates on which the clinic does not work besides its weekly days off."""
        return frozenset(self.holiday_names)

    @cached_property
    def holiday_names(self) -> dict[date, str]:
        """The same with what each is called, if it is; one query, once."""
        return dict(self.holidays.values_list("date", "name"))

    def works_on(self, day: date) -> bool:
        """Whether `day` is a working day: one of the week's, and no holiday."""
        return day.weekday() in self.working_days and day not in self.holiday_dates


@tracked
class Holiday(models.Model):
    """A date on which a clinic does not work."""

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="holidays")
    date = models.DateField(_("date"))
    name = models.CharField(_("name"), max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clinic", "date"], name="holiday_once_a_date")]

    def __str__(self) -> str:
        return self.name or str(self.date)
