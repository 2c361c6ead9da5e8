"""Controls that need more than Django's: dates and times as the device's own, in ISO form; long texts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from phonenumber_field.phonenumber import to_python
from phonenumber_field.widgets import RegionalPhoneNumberWidget


class DateBox(forms.DateInput):
    """The device's date picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TimeBox(forms.TimeInput):
    """The device's time picker, without seconds."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class LongText(forms.CharField):
    """Some lines of text. Too long, it comes back whole with an error: `maxlength` would have the browser cut
    what is pasted without a word.
    """

    widget = forms.Textarea
    default_error_messages = {
        "max_length": _("This is too long: at most %(limit_value)d letters fit. Please shorten it.")
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """None of its own."""
        return {}


class PhoneBox(RegionalPhoneNumberWidget):
    """A phone number as it is written in the country; what is none stays as it was typed."""

    def format_value(self, value: object) -> str | None:
        """What stands in the box."""
        if isinstance(value, str) and value and not to_python(value, region=self.region).is_valid():
            return value
        return super().format_value(value)


class DateAndTime(forms.SplitDateTimeWidget):
    """A date and a time side by side, for a SplitDateTimeField."""

    labels = (_("Date"), _("Time"))

    def __init__(self) -> None:
        forms.MultiWidget.__init__(self, [DateBox(), TimeBox()])
