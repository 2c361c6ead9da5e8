"""How the check-in asks about a symptom: a box to tick, a question by name, or the pain scale.

Each kind knows its fields, its layout, and how its answer is read. What stays hidden is ignored.
"""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

from aftercare.domain.check_in import HIGHEST_SCORE, LOWEST_SCORE, SymptomReport
from aftercare.forms.layout import Chips, Choices, Reveals, Scale, Sheet
from aftercare.forms.when_questions import AnyChoice, WhenQuestion, refuse

YES, OVER, NO = "yes", "over", "no"
SCORES = tuple(str(score) for score in range(LOWEST_SCORE, HIGHEST_SCORE + 1))


@dataclass(frozen=True, slots=True)
class Reading:
    """What was told of a symptom, None if it is absent; not `sound` where its times are not readable."""

    report: SymptomReport | None
    sound: bool = True


@dataclass(frozen=True, slots=True)
class SymptomQuestion:
    """Asks about one symptom; `subject` is its name. `since` and `until` ask for its times."""

    name: str
    subject: str
    since: WhenQuestion
    until: WhenQuestion

    def time_fields(self) -> dict[str, forms.Field]:
        """The fields for when it began and was over."""
        return self.since.fields() | self.until.fields()

    def read_times(self, form: forms.Form, *, over: bool) -> tuple[SymptomReport, bool]:
        """The times that were told, and whether they could be read."""
        since = self.since.read(form, form.asked.now)
        if not over:
            return SymptomReport(since=since.at), since.sound
        until = self.until.read(form, form.asked.now)
        if since.at is not None and until.at is not None and until.at < since.at:
            refuse(form, self.until.name, self.subject, _("it cannot be over before it began."))
            return SymptomReport(), False
        return SymptomReport(since=since.at, until=until.at), since.sound and until.sound


class Ticked(SymptomQuestion):
    """A box to tick. Of what is ticked is asked when it began and whether it is over; "still there" unless
    told.
    """

    def fields(self) -> dict[str, forms.Field]:
        """The box alone."""
        box = forms.CheckboxInput(attrs={"value": YES})
        return {self.name: forms.BooleanField(label=self.subject, required=False, widget=box)}

    def when_fields(self) -> dict[str, forms.Field]:
        """The fields for its times, and for whether it is over."""
        return over_field(self) | self.time_fields()

    def when_parts(self) -> list[Reveals]:
        """How its times are laid out."""
        return more_parts(self)

    def read(self, form: forms.Form) -> Reading:
        """What was told."""
        if not form.cleaned_data.get(self.name):
            return Reading(None)
        return Reading(*self.read_times(form, over=is_over(self, form)))


@dataclass(frozen=True, slots=True)
class Asked(SymptomQuestion):
    """A question by name that must be answered: yes now, it was but is over, no."""

    legend: str
    hint: str
    words: tuple[tuple[str, str], ...]

    def fields(self) -> dict[str, forms.Field]:
        """The fields of this question."""
        answer = AnyChoice(label=self.legend, help_text=self.hint, choices=self.words)
        return {self.name: answer, **self.time_fields()}

    def part(self) -> Sheet:
        """How it is laid out."""
        by = Choices(self.name, reveals={YES: "start", OVER: "start end"})
        return Sheet(Reveals(by, start=[self.since.part()], end=[self.until.part()]))

    def read(self, form: forms.Form) -> Reading:
        """What was told."""
        answer = form.cleaned_data.get(self.name)
        if answer == NO and any(value == NO for value, _label in self.words):
            return Reading(None)
        if answer not in (YES, OVER):
            refuse(form, self.name, self.subject, _("choose one of the answers."))
            return Reading(None, sound=False)
        return Reading(*self.read_times(form, over=answer == OVER))


@dataclass(frozen=True, slots=True)
class PainScale(SymptomQuestion):
    """The worst pain since the last check-in, always asked; from 1 on with its times."""

    hint: str

    def fields(self) -> dict[str, forms.Field]:
        """The fields of this question."""
        scores = [(score, score) for score in SCORES]
        answer = AnyChoice(
            label=_("How bad was your pain at its worst?"), choices=scores, help_text=self.hint
        )
        return {self.name: answer, **over_field(self), **self.time_fields()}

    def part(self) -> Sheet:
        """How it is laid out."""
        notes = {"0": _("no pain"), "1": _("mild"), "4": _("medium"), "7": _("severe"), "10": _("worst")}
        some = dict.fromkeys(SCORES[1:], "more")
        return Sheet(Reveals(Scale(self.name, notes=notes, reveals=some), more=more_parts(self)))

    def read(self, form: forms.Form) -> Reading:
        """What was told; the score counts even where the times cannot be read."""
        answer = form.cleaned_data.get(self.name, "")
        if answer not in SCORES:
            refuse(form, self.name, self.subject, _("choose a number from 0 to 10."))
            return Reading(None, sound=False)
        score = int(answer)
        if score == LOWEST_SCORE:
            return Reading(SymptomReport(score=score))
        times, sound = self.read_times(form, over=is_over(self, form))
        if not sound:
            return Reading(SymptomReport(score=score), sound=False)
        return Reading(SymptomReport(since=times.since, until=times.until, score=score))


def over_field(question: SymptomQuestion) -> dict[str, forms.Field]:
    """Whether a symptom is over: still there unless told."""
    legend = _("%(symptom)s: is it still there?") % {"symptom": question.subject}
    words = ((NO, _("Still there")), (YES, _("It is over")))
    return {f"{question.name}_over": AnyChoice(label=legend, choices=words, initial=NO)}


def is_over(question: SymptomQuestion, form: forms.Form) -> bool:
    """Whether the patient says that it is over."""
    return form.cleaned_data.get(f"{question.name}_over") == YES


def more_parts(question: SymptomQuestion) -> list[Reveals]:
    """When it began, whether it is over, and when that was."""
    over = Chips(f"{question.name}_over", reveals={YES: "end"})
    return [question.since.part(), Reveals(over, end=[question.until.part()])]
