"""Which shift is told of: when it began, on the clinic's clock, and how long it was. Sent by GET."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.forms.layout import CalmHelper, Fields, Question, Submit
from aftercare.forms.local_instant import LocalInstantForm, as_local_initial

USUAL_HOURS = 12
HOURS = {
    "8": gettext_lazy("8 hours"),
    "12": gettext_lazy("12 hours"),
    "24": gettext_lazy("24 hours"),
    "72": gettext_lazy("3 days"),
}


class ShiftForm(LocalInstantForm):
    """The last 12 hours, until something else is asked for."""

    hours = forms.ChoiceField(
        label=gettext_lazy("How long"),
        choices=list(HOURS.items()),
        error_messages={
            "required": gettext_lazy("Choose how long the shift was."),
            "invalid_choice": gettext_lazy("Choose how long the shift was."),
        },
    )

    def __init__(self, *args: object, zone: ZoneInfo, now: datetime, **kwargs: object) -> None:
        self.usual = now.replace(second=0, microsecond=0) - timedelta(hours=USUAL_HOURS)
        initial = {**as_local_initial(self.usual, zone), "hours": str(USUAL_HOURS)}
        super().__init__(*args, zone=zone, now=now, initial=initial, **kwargs)

    def clean(self) -> dict[str, object]:
        """Refuses a shift that has not begun."""
        data = super().clean()
        if self.cleaned_data.get("instant", self.now) > self.now:
            self.add_error("date", _("This shift has not begun. Choose an earlier one."))
        return data

    def span(self) -> tuple[datetime, datetime]:
        """The shift that was asked for, as far as it has gone; the usual one where none can be read."""
        if not self.is_bound or not self.is_valid():
            return self.usual, self.now
        start: datetime = self.cleaned_data["instant"]
        return start, min(start + timedelta(hours=int(self.cleaned_data["hours"])), self.now)

    @property
    def helper(self) -> CalmHelper:
        """One row of questions with its button."""
        return CalmHelper(
            Fields(Question("date"), Question("time"), Question("hours")),
            Submit(_("Show this shift"), big=False, quiet=True),
            method="get",
        )
