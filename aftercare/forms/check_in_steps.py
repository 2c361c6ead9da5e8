"""The steps of a check-in, one thing a page: what each asks and how it is laid out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from aftercare.forms.check_in_questions import NONE_OF_THESE, NOTHING_ELSE, Questions
from aftercare.forms.layout import Choices, Fieldset, Group, Include, Part, Question, Sheet
from aftercare.forms.symptom_questions import SymptomQuestion, Ticked

FIRST, AREA, PAIN, MORE, TIMES, MEDICINES, REVIEW = STEPS = (
    "first",
    "area",
    "pain",
    "more",
    "times",
    "medicines",
    "review",
)


class Boxes(Group):
    """Boxes to tick in a grid; one that is open takes the whole width."""

    template = "symptoms"


@dataclass(frozen=True, slots=True)
class Step:
    """One page: its name in the address, its heading, its fields, how they are laid out, and its button."""

    name: str
    title: str
    fields: tuple[str, ...]
    parts: tuple[Part, ...]
    button: str


def steps_of(questions: Questions, ticked: Sequence[Ticked]) -> tuple[Step, ...]:
    """The steps in their order. `ticked`: whose times are asked; without any that step falls away."""
    button = _("Continue")
    steps = [
        Step(FIRST, _("First, is any of this happening?"), *_first(questions), button),
        Step(AREA, _("Your %(areas)s") % {"areas": questions.start.areas}, *_area(questions), button),
        Step(PAIN, _("Your pain and your day"), *_pain(questions), button),
        Step(MORE, _("Anything else?"), *_more(questions), button),
        Step(TIMES, _("When was it?"), *_times(ticked), button),
        Step(MEDICINES, _("What you used"), *_medicines(questions), button),
        Step(REVIEW, _("Check your answers"), ("note",), _note(), _("Send check-in")),
    ]
    return tuple(step for step in steps if step.fields)


Asking = tuple[tuple[str, ...], tuple[Part, ...]]
"""The fields of a step and its layout."""


def _first(questions: Questions) -> Asking:
    boxes = [question.name for question in questions.emergencies]
    none = [NONE_OF_THESE] if boxes else []
    fieldset = Fieldset(
        _("Tick all that you have now, or had since your last check-in"), *map(Choices, [*boxes, *none])
    )
    parts = [question.part() for question in questions.urgent]
    return (
        (*_names(questions.urgent), *boxes, *none),
        (Include("patient/_call_911.html"), *parts, *([fieldset] if boxes else [])),
    )


def _area(questions: Questions) -> Asking:
    return _names(questions.asked), tuple(question.part() for question in questions.asked)


def _pain(questions: Questions) -> Asking:
    names = (*_names([questions.pain]), questions.limitation.name)
    return names, (questions.pain.part(), questions.limitation.part())


def _more(questions: Questions) -> Asking:
    boxes = [question.name for question in questions.others]
    if not boxes:
        return (), ()
    legend = _("Tick all that you have, or had since your last check-in")
    part = Fieldset(legend, Boxes(*map(Choices, boxes)), Choices(NOTHING_ELSE))
    return (*boxes, NOTHING_ELSE), (part,)


def _times(ticked: Sequence[Ticked]) -> Asking:
    fields = tuple(name for question in ticked for name in question.when_fields())
    return fields, tuple(Sheet(*question.when_parts()) for question in ticked)


def _medicines(questions: Questions) -> Asking:
    used = Fieldset(
        _("Did you use any of these since your last check-in?"),
        Boxes(*(question.part() for question in questions.medicines)),
        hint=_(
            "Only what you chose yourself. What a doctor prescribed does not count here: do not stop it, "
            "ask us."
        ),
    )
    fields = tuple(name for question in questions.medicines for name in question.fields())
    return (*fields, "acetaminophen"), (used, Question("acetaminophen", sheet=True, short=True))


def _note() -> tuple[Part, ...]:
    return (Question("note", sheet=True, optional=True),)


def _names(questions: Iterable[SymptomQuestion]) -> tuple[str, ...]:
    return tuple(name for question in questions for name in question.fields())
