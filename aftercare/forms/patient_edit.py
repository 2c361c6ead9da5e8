"""The form that puts a patient's details right."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.forms.health import health_initial
from aftercare.forms.layout import CalmHelper, Fieldset, Submit
from aftercare.forms.patients import PatientForm
from aftercare.forms.quiet_hours import QuietHoursForm
from aftercare.models import Patient

QUIET_HINT = gettext_lazy(
    "On the patient's clock. Planned messages wait until they are over. The same time twice means none."
)


class PatientEditForm(QuietHoursForm, PatientForm):
    """The details of `patient`, and when not to write to them."""

    def __init__(self, *args: object, patient: Patient, **kwargs: object) -> None:
        super().__init__(*args, clinic_zone=patient.clinic.zone, initial=as_initial(patient), **kwargs)
        self.fields["email"].help_text = gettext_lazy(
            "Codes and messages go there. If no link was used yet, a new one too."
        )

    @property
    def helper(self) -> CalmHelper:
        """As the invitation asks it, with the quiet hours in between."""
        quiet = Fieldset(_("Quiet hours"), self.hours(), hint=QUIET_HINT)
        return CalmHelper(self.who(), quiet, self.before_treatment(), Submit(_("Save the changes")))


def as_initial(patient: Patient) -> dict[str, object]:
    """What is on record, as the form shows it."""
    person = {"full_name": patient.user.full_name, "email": patient.user.email}
    own = (
        *("birth_date", "phone", "mrn", "zone", "quiet_from", "quiet_until"),
        *("baseline_pain", "baseline_limitation"),
    )
    return person | {name: getattr(patient, name) for name in own} | health_initial(patient)
