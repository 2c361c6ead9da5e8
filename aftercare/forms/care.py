"""Whether a patient is in the clinic's care."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.forms.layout import CalmHelper, Choices, Submit
from aftercare.models import Patient


class CareForm(forms.Form):
    """The three answers, each with what it does; it begins with what is so."""

    care = forms.ChoiceField(
        label=gettext_lazy("Care"),
        choices=Patient.Care.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one.")},
    )

    def __init__(self, *args: object, patient: Patient, **kwargs: object) -> None:
        super().__init__(*args, initial={"care": patient.care}, **kwargs)
        nothing = _("No message goes out any more and no clock runs. Open flags stay in the queue.")
        notes = {
            Patient.Care.ACTIVE.value: _("Messages go out as planned, and the clocks run."),
            Patient.Care.LEFT.value: nothing,
            Patient.Care.DECEASED.value: nothing + " " + _("Nobody can sign in as this patient."),
        }
        self.helper = CalmHelper(Choices("care", notes=notes, sheet=True), Submit(_("Save")))
