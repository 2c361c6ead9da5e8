"""The form that puts a patient's details right."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.domain.clinical_time import QuietHours
from aftercare.forms.layout import CalmHelper, Fields, Fieldset, Question, Submit
from aftercare.forms.patients import PatientForm
from aftercare.forms.widgets import TimeBox
from aftercare.models import Patient

QUIET_HINT = gettext_lazy(
    "On the patient's clock. Planned messages wait until they are over. The same time twice means none."
)
NO_TIME = gettext_lazy("There is no such time. Write it like 21:00.")


class PatientEditForm(PatientForm):
    """The details of `patient`, and when not to write to them."""

    quiet_from = forms.TimeField(
        label=gettext_lazy("From"),
        widget=TimeBox(),
        error_messages={"required": gettext_lazy("Say when the quiet hours begin."), "invalid": NO_TIME},
    )
    quiet_until = forms.TimeField(
        label=gettext_lazy("Until"),
        widget=TimeBox(),
        error_messages={"required": gettext_lazy("Say when the quiet hours end."), "invalid": NO_TIME},
    )

    def __init__(self, *args: object, patient: Patient, **kwargs: object) -> None:
        super().__init__(*args, clinic_zone=patient.clinic.zone, initial=as_initial(patient), **kwargs)
        self.fields["email"].help_text = gettext_lazy(
            "Codes and messages go there. If no link was used yet, a new one too."
        )

    @property
    def quiet_hours(self) -> QuietHours:
        """The quiet hours, of a form that is valid."""
        return QuietHours(self.cleaned_data["quiet_from"], self.cleaned_data["quiet_until"])

    @property
    def helper(self) -> CalmHelper:
        """As the invitation asks it, with the quiet hours in between."""
        hours = Fields(Question("quiet_from"), Question("quiet_until"))
        quiet = Fieldset(_("Quiet hours"), hours, hint=QUIET_HINT)
        return CalmHelper(self.who(), quiet, self.before_treatment(), Submit(_("Save the changes")))


def as_initial(patient: Patient) -> dict[str, object]:
    """What is on record, as the form shows it."""
    person = {"full_name": patient.user.full_name, "email": patient.user.email}
    own = (
        "birth_date",
        "phone",
        "zone",
        "quiet_from",
        "quiet_until",
        "baseline_pain",
        "allergies",
        "medicines",
    )
    return person | {name: getattr(patient, name) for name in own}
