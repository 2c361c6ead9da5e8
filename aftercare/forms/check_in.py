"""The check-in: every symptom, pain, medicines, a note. It reads and judges; it saves nothing.

One form reads all of it; each step shows a part. Warmth and redness are asked one by one, though one rule
runs over both: a nurse must know which it was.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _

from aftercare.domain.check_in import CheckIn, SymptomReport
from aftercare.forms.check_in_questions import NONE_OF_THESE, NOTHING_ELSE, Questions
from aftercare.forms.check_in_steps import Step, steps_of
from aftercare.forms.layout import CalmHelper, Part, Sheet, Submit
from aftercare.forms.medicine_questions import MilligramsField
from aftercare.forms.photos import PhotosForm
from aftercare.forms.symptom_questions import Reading, Ticked
from aftercare.forms.widgets import LongText
from aftercare.queries.check_in_start import CheckInStart
from aftercare.queries.photos import FormPhotos

LONGEST_NOTE = 2000  # characters


class CheckInForm(PhotosForm):
    """One check-in of one patient. `start` says what is asked and by which clock, `told` what was typed.

    `report` holds what was told once the form is valid, `partial` what could be read of a refused one; what
    triage does not read stands beside them: `limitation` and the note.
    """

    submission = forms.CharField(widget=forms.HiddenInput)
    turn = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, start: CheckInStart, told: Mapping[str, str]) -> None:
        super().__init__(dict(told))
        self.asked = start
        self.photos_label = _("Photos of your %(areas)s") % {"areas": start.areas}
        self.questions = Questions.of(start)
        self.readings: dict[str, Reading] = {}
        self.fields |= self.questions.fields(told)
        self.fields["acetaminophen"] = MilligramsField()
        self.fields["note"] = LongText(
            label=_("Anything you want to tell the nurse?"),
            widget=forms.Textarea(attrs={"rows": 3}),
            max_length=LONGEST_NOTE,
            required=False,
        )
        first_answers = {name: field.initial for name, field in self.fields.items() if field.initial}
        itself = {"submission": str(start.submission), "turn": str(start.turn)}
        self.data = first_answers | self.data | itself
        self.full_clean()

    def clean(self) -> dict[str, object]:
        """Read every question; each puts its own errors beside its fields."""
        for question in self.questions.symptoms:
            self.readings[question.name] = question.read(self)
        self.limitation = self.questions.limitation.read(self)
        self.taken = dict(filter(None, (question.read(self) for question in self.questions.medicines)))
        self._check_none(
            NONE_OF_THESE,
            self.questions.emergencies,
            _("Say whether any of these is happening, or tick “None of these”."),
        )
        self._check_none(
            NOTHING_ELSE, self.questions.others, _("Tick what you have or had, or tick “None of these”.")
        )
        return self.cleaned_data

    def _check_none(self, name: str, questions: tuple[Ticked, ...], missing: str) -> None:
        """Nothing is told by a question that nobody answered."""
        none = bool(self.cleaned_data.get(name))
        ticked = any(self.readings[question.name].report for question in questions)
        if none and ticked:
            self.add_error(name, _("You ticked “None of these” and another answer. Which one is right?"))
        if not none and not ticked and questions:
            self.add_error(name, missing)

    @cached_property
    def report(self) -> CheckIn:
        """What was told, of a valid form."""
        told = {name: reading.report for name, reading in self.readings.items() if reading.report is not None}
        return self._check_in(told, self.taken)

    @cached_property
    def partial(self) -> CheckIn:
        """What could be read of a refused form. Signs that count at once stay without their times, others
        with times that cannot be read are left out.
        """
        told = {}
        for name, reading in self.readings.items():
            if reading.sound and reading.report is not None:
                told[name] = reading.report
            elif reading.report is not None and name in self.asked.counted_at_once:
                told[name] = SymptomReport(score=reading.report.score)
        return self._check_in(told, {})

    @cached_property
    def emergencies(self) -> CheckIn:
        """The signs of danger alone, as far as they could be read."""
        told = {
            name: told
            for name, told in self.partial.symptoms.items()
            if name in self.questions.emergency_names
        }
        return replace(self.partial, symptoms=told, acetaminophen_mg_24h=0)

    def _check_in(self, told: dict[str, SymptomReport], taken: dict[str, datetime | None]) -> CheckIn:
        milligrams = self.cleaned_data.get("acetaminophen")
        if milligrams is None:
            milligrams = self.fields["acetaminophen"].readable(self.data.get("acetaminophen", ""))
        return CheckIn(at=self.asked.now, symptoms=told, acetaminophen_mg_24h=milligrams or 0, taken=taken)

    # --- step by step ---

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps of this check-in; times are asked only of what was ticked."""
        ticked = (*self.questions.emergencies, *self.questions.others)
        return steps_of(self.questions, [one for one in ticked if self.readings[one.name].report])

    def step(self, name: str) -> Step | None:
        """One of the steps, None where there is no need of it."""
        return next((one for one in self.steps if one.name == name), None)

    def refuses(self, step: Step) -> bool:
        """Whether something at a step is still to be answered or put right."""
        return any(name in self.errors for name in step.fields)

    @property
    def unanswered(self) -> Step | None:
        """The first step at which something is still to be answered, or None."""
        return next(filter(self.refuses, self.steps), None)

    def show(
        self, step: Step, *, errors: bool, photos: FormPhotos | None = None, before: Sequence[Part] = ()
    ) -> None:
        """Become the form of one step, with `photos` where they may be added and what stands `before` its
        questions; with `errors` it says what is still to be put right there. Why a photo was refused is
        always said.
        """
        shown = ("submission", "turn", *step.fields)
        kept = (*shown, NON_FIELD_ERRORS) if errors else ()
        for name in [name for name in self.errors if name not in kept]:
            del self.errors[name]
        self.fields = {name: self.fields[name] for name in shown}
        parts = step.parts
        if photos is not None:
            self.offer_photos(photos)
            parts = (Sheet(*self.photos_part), *parts)
            for reason in photos.refused:
                self.add_error("photos", reason)
        self.helper = CalmHelper("submission", "turn", *before, *parts, Submit(step.button))
        self.helper.attrs["data-autosave"] = True
