"""When nobody is to be disturbed: asked of the scheduler and of the patient."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.domain.clinical_time import QuietHours
from aftercare.forms.layout import Fields, Question
from aftercare.forms.widgets import TimeBox

NO_TIME = _("There is no such time. Write it like 21:00.")


class QuietHoursForm(forms.Form):
    """From when until when, on the patient's clock; the same time twice means none."""

    quiet_from = forms.TimeField(
        label=_("From"),
        widget=TimeBox(),
        error_messages={"required": _("Say when the quiet hours begin."), "invalid": NO_TIME},
    )
    quiet_until = forms.TimeField(
        label=_("Until"),
        widget=TimeBox(),
        error_messages={"required": _("Say when the quiet hours end."), "invalid": NO_TIME},
    )

    @property
    def quiet_hours(self) -> QuietHours:
        """The quiet hours, of a form that is valid."""
        return QuietHours(self.cleaned_data["quiet_from"], self.cleaned_data["quiet_until"])

    def hours(self) -> Fields:
        """Both times, side by side."""
        return Fields(Question("quiet_from"), Question("quiet_until"))
