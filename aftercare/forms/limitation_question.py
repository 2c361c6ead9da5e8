"""How the check-in asks what the treated area keeps the patient from, beside the pain."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

from aftercare.forms.layout import Scale
from aftercare.forms.symptom_questions import SCORES
from aftercare.forms.when_questions import AnyChoice, refuse

UNSAID = "unsaid"
"""A chosen radio button cannot be let go of: so that a score can be taken back, to say none is an answer."""


def limitation_choices() -> list[tuple[str, str]]:
    """The scores, and to say none."""
    return [*((score, score) for score in SCORES), (UNSAID, _("I'd rather not say"))]


@dataclass(frozen=True, slots=True)
class LimitationQuestion:
    """Asks about the `areas` that were treated. It may be left out; triage does not read it."""

    areas: str
    name: str = "limitation"

    def fields(self) -> dict[str, forms.Field]:
        """The field of this question."""
        question = _("How much does trouble with your %(areas)s keep you from what you usually do?")
        answer = AnyChoice(
            label=question % {"areas": self.areas},
            choices=limitation_choices(),
            help_text=_("0 is not at all. 10 is completely."),
        )
        return {self.name: answer}

    def part(self) -> Scale:
        """How it is laid out."""
        notes = {"0": _("not at all"), "10": _("fully")}
        return Scale(self.name, notes=notes, sheet=True, optional=True)

    def read(self, form: forms.Form) -> int | None:
        """The score; None where it was left out or cannot be read."""
        answer = form.cleaned_data.get(self.name, "")
        if answer in SCORES:
            return int(answer)
        if answer and answer != UNSAID:
            refuse(form, self.name, _("What you usually do"), _("choose a number from 0 to 10."))
        return None
