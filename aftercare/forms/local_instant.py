"""A date and a time on the clinic's clock, read as one instant."""

import datetime as dt
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.domain.clinical_time import from_local, local_date, to_local
from aftercare.forms.widgets import DateBox, TimeBox

EARLIEST = dt.date(2000, 1, 1)
YEARS_AHEAD = 2  # a session further ahead is a slip of the keyboard


def check_date(chosen: dt.date, today: dt.date) -> dt.date:
    """The date itself. Raises ValidationError where it lies so far from today that no clinic means it."""
    if chosen < EARLIEST:
        raise forms.ValidationError(_("This date is too long ago. Check the year."))
    if chosen.year > today.year + YEARS_AHEAD:
        raise forms.ValidationError(_("This is more than two years ahead. Check the year."))
    return chosen


def read_instant(day: dt.date, clock: dt.time, zone: ZoneInfo) -> dt.datetime:
    """The instant of a date and a time. Raises ValidationError for a time that the clocks skip."""
    wall = dt.datetime.combine(day, clock)
    instant = from_local(wall, zone)
    if to_local(instant, zone) != wall:
        raise forms.ValidationError(_("The clocks go forward over this time. Choose another."))
    return instant


def date_field(label: str) -> forms.DateField:
    """A date on the clinic's calendar."""
    return forms.DateField(
        label=label,
        widget=DateBox(),
        error_messages={
            "required": gettext_lazy("Choose a date."),
            "invalid": gettext_lazy("There is no such date. Write it like 2026-03-09."),
        },
    )


def time_field(label: str) -> forms.TimeField:
    """A time on the clinic's clock."""
    return forms.TimeField(
        label=label,
        widget=TimeBox(),
        error_messages={
            "required": gettext_lazy("Choose a time."),
            "invalid": gettext_lazy("There is no such time. Write it like 14:30."),
        },
    )


class LocalInstantForm(forms.Form):
    """A date and a time in `zone`; `cleaned_data["instant"]` is the instant in UTC where both can be read."""

    date = date_field(gettext_lazy("Date"))
    time = time_field(gettext_lazy("Time"))

    def __init__(self, *args: object, zone: ZoneInfo, now: dt.datetime, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.now = now

    def clean_date(self) -> dt.date:
        """The date, within the years that a clinic can mean."""
        return check_date(self.cleaned_data["date"], local_date(self.now, self.zone))

    def clean(self) -> dict[str, object]:
        """Puts date and time together; refuses a time that the clocks skip."""
        data: dict[str, object] = super().clean() or self.cleaned_data
        if "date" in self.cleaned_data and "time" in self.cleaned_data:
            try:
                data["instant"] = read_instant(
                    self.cleaned_data["date"], self.cleaned_data["time"], self.zone
                )
            except forms.ValidationError as error:
                self.add_error("time", error)
        return data

    @property
    def instant(self) -> dt.datetime | None:
        """The instant that was asked for, or None if it cannot be read."""
        return self.cleaned_data.get("instant") if self.is_bound and self.errors is not None else None

    def refuse(self, field: str, reason: str) -> None:
        """Show a service's refusal beside its field, or above all where the form has none of that name."""
        self.add_error(field if field in self.fields else None, reason)

    def forget_errors_but(self, *names: str) -> None:
        """Keep only these fields' errors: what is not asked yet is not missed yet."""
        for name in set(self.errors) - set(names):
            del self.errors[name]


def as_local_initial(instant: dt.datetime, zone: ZoneInfo) -> dict[str, object]:
    """The two fields of an instant, to the minute."""
    local = to_local(instant.astimezone(dt.UTC), zone).replace(second=0, microsecond=0)
    return {"date": local.date(), "time": local.time()}
