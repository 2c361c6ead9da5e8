"""The form that invites a patient."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.forms.layout import CalmHelper, Include, Submit
from aftercare.forms.patients import PatientForm
from aftercare.queries.patients_alike import Alike


class InvitationForm(PatientForm):
    """What is asked when a patient is invited. `alike` are those who may be the same person."""

    alike: Sequence[Alike] = ()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = gettext_lazy(
            "The invitation goes there; later the codes to sign in."
        )

    def show_alike(self, alike: Sequence[Alike]) -> bool:
        """Show who may be the same person. Returns whether it has to be said first that it is somebody else;
        where they share what no two patients may, saying so is of no use.
        """
        self.alike = alike
        somebody_else = self.data.get("somebody_else", "").split()
        return self.may_be_told_apart and any(str(one.id) not in somebody_else for one in alike)

    @property
    def may_be_told_apart(self) -> bool:
        """Whether the new one can be registered beside those who are alike."""
        return not any(one.unique for one in self.alike)

    @property
    def helper(self) -> CalmHelper:
        """Who it may be, who it is, then what must be known before the first session."""
        shown = " ".join(str(one.id) for one in self.alike) if self.may_be_told_apart else ""
        ticked = self.data.get("somebody_else") == shown
        alike = Include("patients/_alike.html", alike=self.alike, shown=shown, ticked=ticked)
        asked = [self.who(), self.before_treatment(), Submit(_("Invite"))]
        return CalmHelper(*([alike] if self.alike else []), *asked)
