"""Who a patient is: the questions of an invitation, and of every later change."""

import datetime as dt
from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from phonenumber_field.formfields import PhoneNumberField

from aftercare.forms.health import HealthForm, health_layout
from aftercare.forms.layout import Fields, Fieldset, Question
from aftercare.forms.widgets import DateBox, PhoneBox
from aftercare.queries.zones import LIKELY, zone_city
from aftercare.services.people import NewPatient

OLDEST_YEARS = 120


class PatientForm(HealthForm):
    """A patient's details, shared by the forms that ask for them. `clinic_zone` is offered first, and chosen
    where no other is given to begin with.
    """

    full_name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write the patient's name.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Write the patient's e-mail address."),
            "invalid": gettext_lazy("This is no e-mail address. Write it like name@example.com."),
        },
    )
    birth_date = forms.DateField(
        label=gettext_lazy("Date of birth"),
        widget=DateBox(),
        error_messages={
            "required": gettext_lazy("Write the date of birth."),
            "invalid": gettext_lazy("There is no such date. Write it like 1974-05-03."),
        },
    )
    phone = PhoneNumberField(
        label=gettext_lazy("Phone"),
        required=False,
        widget=PhoneBox(),
        error_messages={"invalid": gettext_lazy("This is no phone number. Write it like 212-555-0168.")},
    )
    mrn = forms.CharField(
        label=gettext_lazy("Record number (MRN)"),
        help_text=gettext_lazy("The clinic's own number for this patient, if there is one."),
        max_length=32,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        help_text=gettext_lazy("Where the patient lives: days are counted on that clock."),
    )
    baseline_pain = forms.TypedChoiceField(
        label=gettext_lazy("Pain before treatment, 0 to 10"),
        help_text=gettext_lazy("0 is no pain, 10 the worst there is."),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", gettext_lazy("Not asked")), *((score, str(score)) for score in range(11))],
    )

    baseline_limitation = forms.TypedChoiceField(
        label=gettext_lazy("Kept from what is usual before treatment, 0 to 10"),
        help_text=gettext_lazy("0 is not at all, 10 is completely."),
        required=False,
        coerce=int,
        empty_value=None,
        choices=baseline_pain.choices,
    )

    def __init__(self, *args: object, clinic_zone: str, today: dt.date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial.setdefault("zone", clinic_zone)
        zones = dict.fromkeys([clinic_zone, self.initial["zone"], *LIKELY])
        self.fields["zone"].choices = [(zone, zone_city(zone)) for zone in zones]

    def clean_birth_date(self) -> dt.date:
        """The date of birth, of somebody alive today."""
        born: dt.date = self.cleaned_data["birth_date"]
        if born > self.today:
            raise forms.ValidationError(_("The date of birth is still to come. Check the year."))
        if born.year < self.today.year - OLDEST_YEARS:
            raise forms.ValidationError(_("This is more than 120 years ago. Check the year."))
        return born

    def clean_mrn(self) -> str:
        """The record number, always written alike; it has a digit: a search tells it from a name by that."""
        mrn = "".join(self.cleaned_data["mrn"].upper().split())
        if mrn and not any(map(str.isdecimal, mrn)):
            raise forms.ValidationError(_("There is no digit in this number. Write it like A-10234."))
        return mrn

    def person(self) -> NewPatient:
        """The cleaned answers as the service takes them."""
        answers = {one.name: self.cleaned_data[one.name] for one in fields(NewPatient)}
        return NewPatient(**{**answers, "phone": str(answers["phone"] or "")})

    def identity(self) -> dict[str, Any]:
        """The answers that tell one person from another."""
        return {name: self.cleaned_data[name] for name in ("email", "full_name", "birth_date")}

    def who(self) -> Fieldset:
        """Who it is and how to reach them."""
        return Fieldset(
            _("Who it is"),
            Fields(Question("full_name"), Question("birth_date")),
            Fields(Question("email"), Question("phone", optional=True)),
            Fields(Question("mrn", optional=True), Question("zone")),
        )

    def before_treatment(self) -> Fieldset:
        """What must be known before the first session."""
        return Fieldset(
            _("Before the first session"),
            Fields(
                Question("baseline_pain", short=True, optional=True),
                Question("baseline_limitation", short=True, optional=True),
            ),
            *health_layout(optional=True),
        )
