"""What patients tell of themselves: their clock, allergies and medicines, the pain before treatment."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.forms.health import ANSWERS, HealthForm, health_initial, health_layout
from aftercare.forms.layout import CalmHelper, Scale, Submit
from aftercare.forms.limitation_question import UNSAID, limitation_choices
from aftercare.models import Patient
from aftercare.queries.zones import zone_choices, zone_name


class ZoneForm(forms.Form):
    """The time zone of `patient`: likely ones first, then all of the world by region."""

    zone = forms.ChoiceField(
        label=gettext_lazy("Your time zone"),
        help_text=gettext_lazy("Choose a city whose clock shows your time. Type its name to find it."),
        error_messages={"invalid_choice": gettext_lazy("Choose a city from the list.")},
    )

    def __init__(self, *args: Any, patient: Patient) -> None:
        super().__init__(*args, initial={"zone": patient.zone})
        self.fields["zone"].choices = zone_choices(patient.zone, patient.clinic.zone)
        self.helper = CalmHelper("zone", Submit(_("Save")))

    @property
    def zone_name(self) -> str:
        """The zone in words, of a form that is valid."""
        return zone_name(ZoneInfo(self.cleaned_data["zone"]))


class OwnHealthForm(HealthForm):
    """The allergies and medicines of `patient`, in the patient's own words."""

    must_answer = True

    def __init__(self, *args: Any, patient: Patient) -> None:
        super().__init__(*args, initial=health_initial(patient))
        allergies, medicines = self.fields["allergies"], self.fields["medicines"]
        allergies.help_text = _("Medicines, latex, plasters, foods: all that you react to, and how.")
        medicines.help_text = _(
            "All that you take, with the dose if you know it: from a doctor, from a shop, herbs and "
            "vitamins too. Keep taking what a doctor prescribed."
        )
        self.fields["no_allergies"].label = _("None that I know of")
        self.fields["no_medicines"].label = _("I take none")
        self.helper = CalmHelper(*health_layout(), Submit(_("Save")))

    @property
    def answers(self) -> dict[str, str]:
        """Both answers, of a form that is valid."""
        return {name: self.cleaned_data[name] for name in ANSWERS}


class BaselineForm(forms.Form):
    """The pain before treatment, and how much it keeps from what is usual, which may be left out."""

    pain = forms.TypedChoiceField(
        label=gettext_lazy("How bad is your pain on a usual day?"),
        help_text=gettext_lazy("0 is no pain, 10 the worst there is."),
        coerce=int,
        choices=[(score, str(score)) for score in range(11)],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose a number from 0 to 10."),
            "invalid_choice": gettext_lazy("Choose a number from 0 to 10."),
        },
    )

    limitation = forms.TypedChoiceField(
        label=gettext_lazy("How much does it keep you from what you usually do?"),
        help_text=gettext_lazy("0 is not at all, 10 is completely."),
        required=False,
        coerce=lambda answer: None if answer == UNSAID else int(answer),
        empty_value=None,
        choices=limitation_choices,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Choose a number from 0 to 10.")},
    )

    def __init__(self, *args: Any, patient: Patient) -> None:
        known = {"pain": patient.baseline_pain, "limitation": patient.baseline_limitation}
        super().__init__(*args, initial=known)
        notes = {"0": _("no pain"), "1": _("mild"), "4": _("medium"), "7": _("severe"), "10": _("worst")}
        kept_from = {"0": _("not at all"), "10": _("fully")}
        self.helper = CalmHelper(
            Scale("pain", notes=notes, sheet=True),
            Scale("limitation", notes=kept_from, sheet=True, optional=True),
            Submit(_("Save")),
        )

    @property
    def answers(self) -> dict[str, int | None]:
        """Both answers, of a form that is valid."""
        return {name: self.cleaned_data[name] for name in ("pain", "limitation")}
