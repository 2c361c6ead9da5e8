"""The form that invites a patient."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.forms.layout import CalmHelper, Submit
from aftercare.forms.patients import PatientForm


class InvitationForm(PatientForm):
    """What is asked when a patient is invited."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = gettext_lazy(
            "The invitation goes there; later the codes to sign in."
        )

    @property
    def helper(self) -> CalmHelper:
        """Who it is, then what must be known before the first session."""
        return CalmHelper(self.who(), self.before_treatment(), Submit(_("Invite")))
