"""How the check-in asks about what was used: topics with a time, acetaminophen in milligrams."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.utils.translation import gettext as _

from aftercare.forms.layout import Choices, Reveals
from aftercare.forms.symptom_questions import YES
from aftercare.forms.when_questions import WhenQuestion

MOST_MG = 50_000
"""More than this in a day is a slip of the finger: the form asks again (clinic default)."""


@dataclass(frozen=True, slots=True)
class MedicineQuestion:
    """A box to tick for something used since the last check-in, and when that was, as far as it is known."""

    topic: str
    subject: str
    used: WhenQuestion

    @property
    def name(self) -> str:
        """The name of the box."""
        return medicine_field(self.topic)

    def fields(self) -> dict[str, forms.Field]:
        """The fields of this question."""
        box = forms.CheckboxInput(attrs={"value": YES})
        return {
            self.name: forms.BooleanField(label=self.subject, required=False, widget=box),
            **self.used.fields(),
        }

    def part(self) -> Reveals:
        """How it is laid out."""
        return Reveals(Choices(self.name, reveals={YES: "more"}), more=[self.used.part()])

    def read(self, form: forms.Form) -> tuple[str, datetime | None] | None:
        """The topic with the time of use, or None if it was not used."""
        if not form.cleaned_data.get(self.name):
            return None
        return self.topic, self.used.read(form, form.asked.now).at


def medicine_field(topic: str) -> str:
    """The name of a topic's box."""
    return f"used-{topic}"


class MilligramsField(forms.CharField):
    """Acetaminophen in whole milligrams: "1000", "1,000" and "1000 mg" are the same."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Tylenol (acetaminophen) in the last 24 hours, in mg"),
            help_text=_(
                "Count all products, cold and flu medicines too. One 500 mg pill: write 500. Two: 1000. "
                "Three: 1500. Write 0 if none."
            ),
            widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 7, "autocomplete": "off"}),
            error_messages={"required": _("Tylenol: write how many mg you took. Write 0 if none.")},
        )

    def clean(self, value: str) -> int:
        """Whole milligrams."""
        text = super().clean(value)
        milligrams = self.readable(text)
        if milligrams is None:
            raise forms.ValidationError(
                _("Tylenol: write a whole number of mg, for example 1000. Write 0 if none.")
            )
        if milligrams > MOST_MG:
            raise forms.ValidationError(
                _("Tylenol: that is more than anyone can take. Check the number of mg.")
            )
        return milligrams

    def readable(self, text: str) -> int | None:
        """The number as far as it can be read; at most a little more than any form accepts."""
        digits = text.lower().removesuffix("mg").replace(",", "").replace(" ", "").replace("\u00a0", "")
        if not digits.isascii() or not digits.isdigit():
            return None
        return min(int(digits[:9]), MOST_MG + 1)
