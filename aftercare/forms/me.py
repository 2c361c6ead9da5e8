"""The form in which patients say how and when to write to them."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.domain.clinical_time import QuietHours
from aftercare.forms.layout import CalmHelper, Choices, Reveals, Sheet, Submit
from aftercare.forms.quiet_hours import QuietHoursForm
from aftercare.models import Channel, Patient
from aftercare.queries.patient_me import MePage

HOURS, NONE = "hours", "none"
NO_QUIET_HOURS = QuietHours(time(0), time(0))


class MeForm(QuietHoursForm):
    """The channels that `page` offers to `patient`, and quiet hours or none."""

    channels = forms.MultipleChoiceField(
        label=gettext_lazy("Send me reminders by"), widget=forms.CheckboxSelectMultiple, required=False
    )
    quiet = forms.ChoiceField(
        label=gettext_lazy("Quiet hours"),
        choices=[
            (NONE, gettext_lazy("No quiet hours")),
            (HOURS, gettext_lazy("Quiet during these hours")),
        ],
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Messages wait until they are over. Only an urgent question about a check-in does not wait."
        ),
        error_messages={"required": gettext_lazy("Say whether you want quiet hours.")},
    )
    field_order = ("channels", "quiet", "quiet_from", "quiet_until")

    def __init__(self, *args: Any, patient: Patient, page: MePage) -> None:
        super().__init__(*args, initial=as_initial(patient))
        self.page = page
        self.notified = [Channel.PUSH] if patient.by_push else []
        self.fields["channels"].choices = [(way.channel, way.label) for way in page.ways]
        self.fields["channels"].help_text = _when_none_is_chosen(notified=patient.by_push)

    def clean(self) -> dict[str, Any]:
        """Without quiet hours nobody looks at the times, which are hidden then. The same time twice would be
        all day or never: it is asked again.
        """
        cleaned = super().clean()
        if cleaned.get("quiet") == NONE:
            for name in ("quiet_from", "quiet_until"):
                self.errors.pop(name, None)
        elif "quiet_from" in cleaned and cleaned["quiet_from"] == cleaned.get("quiet_until"):
            self.add_error("quiet_until", _("Both times are the same. Choose two, or “No quiet hours”."))
        return cleaned

    @property
    def chosen(self) -> list[Channel]:
        """The channels, of a form that is valid; notifications are chosen on each device."""
        return [Channel(name) for name in self.cleaned_data["channels"]] + self.notified

    @property
    def quiet_hours(self) -> QuietHours:
        """The quiet hours, of a form that is valid."""
        return NO_QUIET_HOURS if self.cleaned_data["quiet"] == NONE else super().quiet_hours

    @property
    def helper(self) -> CalmHelper:
        """The channels, the quiet hours with their times."""
        return CalmHelper(
            Choices("channels", notes={way.channel: way.to for way in self.page.ways}, sheet=True),
            Sheet(Reveals(Choices("quiet", reveals={HOURS: "start"}), start=[self.hours()])),
            Submit(_("Save")),
        )


def as_initial(patient: Patient) -> dict[str, Any]:
    """What is on record. Whoever has no quiet hours is offered the usual ones."""
    has_none = patient.quiet_from == patient.quiet_until
    hours = Patient() if has_none else patient  # a new record holds the usual ones
    return {
        "channels": patient.channels,
        "quiet": NONE if has_none else HOURS,
        "quiet_from": hours.quiet_from,
        "quiet_until": hours.quiet_until,
    }


def _when_none_is_chosen(*, notified: bool) -> str:
    if notified:
        return _("Tick none, and reminders come as notifications only.")
    return _(
        "Tick none, and reminders stop. A changed session, a note from us, and “is it still so?” after a "
        "check-in still come by e-mail."
    )
