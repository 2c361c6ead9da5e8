"""The clinic's settings: when it works, how soon flags are to be acknowledged, who is on call."""

import datetime as dt
from dataclasses import fields
from typing import Any

from django import forms
from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from phonenumber_field.formfields import PhoneNumberField

from aftercare.forms.holidays import HolidaysField, as_lines
from aftercare.forms.layout import CalmHelper, ChoicesTwo, Fields, Fieldset, Question, Submit
from aftercare.forms.widgets import PhoneBox, TimeBox
from aftercare.models import Clinic
from aftercare.services.clinics import ClinicSettings

A_DAY = 1440  # minutes
NO_PHONE = gettext_lazy("This is no phone number. Write it like 212-555-0142.")


def phone_field(label: str, **more: Any) -> PhoneNumberField:
    """A phone number."""
    errors = {"invalid": NO_PHONE, "required": gettext_lazy("Write the phone number.")}
    return PhoneNumberField(label=label, widget=PhoneBox(), error_messages=errors, **more)


def clock_field(label: str) -> forms.TimeField:
    """A time on the clinic's clock."""
    no_time = gettext_lazy("There is no such time. Write it like 18:00.")
    errors = {"invalid": no_time, "required": gettext_lazy("Write the time.")}
    return forms.TimeField(label=label, widget=TimeBox(), error_messages=errors)


def minutes_field(label: str) -> forms.IntegerField:
    """Minutes, from one to a day."""
    a_number = gettext_lazy("Write a number of minutes from 1 to 1440.")
    errors = dict.fromkeys(("invalid", "required", "min_value", "max_value"), a_number)
    box = forms.TextInput(attrs={"inputmode": "numeric", "size": 6})
    return forms.IntegerField(label=label, min_value=1, max_value=A_DAY, widget=box, error_messages=errors)


class ClinicForm(forms.Form):
    """The settings of `clinic`. A phone for texts is asked for only where the portal can send them."""

    phone = phone_field(gettext_lazy("Phone"))
    out_of_hours_phone = phone_field(gettext_lazy("Out-of-hours phone"))
    opens_at = clock_field(gettext_lazy("Opens at"))
    closes_at = clock_field(gettext_lazy("Closes at"))
    working_days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Working days"),
        coerce=int,
        choices=[(number, name) for number, name in WEEKDAYS.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one day.")},
    )
    holidays = HolidaysField(
        label=gettext_lazy("Holidays"),
        required=False,
        max_length=10_000,
        help_text=gettext_lazy("One a line: the date and, if you like, its name. 2026-12-25 Christmas Day"),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )
    emergency_minutes = minutes_field(gettext_lazy("Emergency, minutes"))
    urgent_minutes = minutes_field(gettext_lazy("Urgent, minutes"))
    routine_by = clock_field(gettext_lazy("Routine, by"))
    on_call_name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=120)
    on_call_email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        max_length=254,
        error_messages={
            "invalid": gettext_lazy("This is no e-mail address. Write it like name@example.com.")
        },
    )
    on_call_phone = phone_field(gettext_lazy("Phone for text messages"), required=False)
    escalation_minutes = minutes_field(gettext_lazy("Tell again every, minutes"))

    def __init__(self, *args: object, clinic: Clinic, **kwargs: object) -> None:
        stored = {one.name: getattr(clinic, one.name) for one in fields(ClinicSettings)}
        holidays = clinic.holidays.order_by("date").values_list("date", "name")
        super().__init__(*args, initial={**stored, "holidays": as_lines(holidays)}, **kwargs)
        if not settings.SMS_OFFERED:
            del self.fields["on_call_phone"]

    def clean_closes_at(self) -> dt.time:
        """When the clinic closes, after it opens."""
        closes_at: dt.time = self.cleaned_data["closes_at"]
        if closes_at <= self.cleaned_data.get("opens_at", dt.time.min):
            raise forms.ValidationError(_("The clinic closes after it opens. Write the evening like 18:00."))
        return closes_at

    def clean_working_days(self) -> list[int]:
        """The working days, Monday first."""
        return sorted(self.cleaned_data["working_days"])

    def answers(self) -> ClinicSettings:
        """The answers as the service takes them; what was not asked stays as it is."""
        names = [one.name for one in fields(ClinicSettings)]
        told = {name: self.cleaned_data.get(name, self.initial[name]) for name in names}
        phones = {name: str(told[name] or "") for name in names if name.endswith("phone")}
        return ClinicSettings(**{**told, **phones})

    @property
    def helper(self) -> CalmHelper:
        """What patients are told, then what nurses are held to, then who is told when they are late."""
        contact = ["on_call_name", "on_call_email"]
        contact += ["on_call_phone"] if "on_call_phone" in self.fields else []
        return CalmHelper(
            Fieldset(
                _("How patients reach you"),
                Fields(Question("phone"), Question("out_of_hours_phone")),
                hint=_("Patients are shown the number that somebody answers at that hour."),
            ),
            Fieldset(
                _("Hours"),
                Fields(Question("opens_at"), Question("closes_at")),
                ChoicesTwo("working_days"),
                Question("holidays", optional=True),
                hint=_(
                    "Routine flags wait for working days, and sessions are suggested on them. "
                    "Flags that have risen already keep their time."
                ),
            ),
            Fieldset(
                _("A flag is to be acknowledged within"),
                Fields(Question("emergency_minutes"), Question("urgent_minutes"), Question("routine_by")),
                hint=_("An emergency and an urgent flag at any hour, a routine one on the next working day."),
            ),
            Fieldset(
                _("When a flag waits past its time"),
                Fields(*(Question(name, optional=True) for name in contact)),
                Question("escalation_minutes", short=True),
                hint=_(
                    "This is who is told while nobody is on the rota, until somebody has acknowledged the "
                    "flag. With neither e-mail nor phone, every nurse and administrator of the clinic is "
                    "written to. The message says nothing about any patient."
                ),
            ),
            Submit(_("Save the settings")),
        )
