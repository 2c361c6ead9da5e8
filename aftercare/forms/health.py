"""Allergies and current medicines: asked of the scheduler and of the patient, with "none" as an answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.forms.layout import Question
from aftercare.forms.widgets import LongText
from aftercare.models import Patient

ANSWERS = ("allergies", "medicines")


class HealthForm(forms.Form):
    """Each answer is a text, or a tick that there is none. What was answered once is not left open again."""

    must_answer = False

    allergies = LongText(
        label=gettext_lazy("Allergies"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    no_allergies = forms.BooleanField(label=gettext_lazy("No known allergies"), required=False)
    medicines = LongText(
        label=gettext_lazy("Current medicines"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    no_medicines = forms.BooleanField(label=gettext_lazy("No medicines"), required=False)

    def clean(self) -> dict[str, Any]:
        """Each answer as it is stored: the text, "" for none, None where nothing is answered."""
        cleaned = super().clean()
        for name in ANSWERS:
            if name in cleaned:
                cleaned[name] = self._answer(name, cleaned[name], none=bool(cleaned.get(f"no_{name}")))
        return cleaned

    def _answer(self, name: str, text: str, *, none: bool) -> str | None:
        about = {"subject": self.fields[name].label}
        if text and none:
            both = _("%(subject)s: you wrote something and ticked that there is none. Choose one.")
            self.add_error(name, both % about)
        answered = bool(self.initial.get(name) or self.initial.get(f"no_{name}"))
        if not text and not none and (self.must_answer or answered):
            self.add_error(name, _("%(subject)s: write what, or tick that there is none.") % about)
        return text if text or none else None


def health_layout(*, optional: bool = False) -> tuple[Question | str, ...]:
    """Both questions, each with its tick beneath."""
    allergies, medicines = (Question(name, optional=optional) for name in ANSWERS)
    return allergies, "no_allergies", medicines, "no_medicines"


def health_initial(patient: Patient) -> dict[str, Any]:
    """What is on record, as the form shows it."""
    return {
        "allergies": patient.allergies,
        "no_allergies": not patient.allergies and patient.allergies_told_at is not None,
        "medicines": patient.medicines,
        "no_medicines": not patient.medicines and patient.medicines_told_at is not None,
    }
