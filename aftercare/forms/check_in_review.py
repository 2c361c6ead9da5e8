"""The answers of a check-in in words, step by step, to be looked over before they are sent."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from aftercare.domain.check_in import SymptomReport
from aftercare.forms.check_in import CheckInForm
from aftercare.forms.check_in_steps import AREA, FIRST, MEDICINES, MORE, PAIN, TIMES
from aftercare.forms.symptom_questions import SymptomQuestion
from aftercare.queries.patient_reports import ToldLine, limitation_line, report_words, used_lines


@dataclass(frozen=True, slots=True)
class Group:
    """The answers of one step."""

    step: str
    title: str
    lines: tuple[ToldLine, ...]


def review(form: CheckInForm) -> tuple[Group, ...]:
    """The groups of a form in which every step is answered, but for the last step itself."""
    lines = {
        FIRST: _first_lines,
        AREA: lambda form: _lines(form, form.questions.asked),
        PAIN: _pain_lines,
        MORE: _more_lines,
        TIMES: _times_lines,
        MEDICINES: lambda form: used_lines(form.report, form.asked.protocol, form.asked.zone, form.asked.now),
    }
    return tuple(
        Group(step.name, step.title, tuple(lines[step.name](form)))
        for step in form.steps
        if step.name in lines
    )


def _first_lines(form: CheckInForm) -> Iterator[ToldLine]:
    yield from _lines(form, form.questions.urgent)
    yield from _ticked(form, form.questions.emergencies, _("Signs of danger"))


def _pain_lines(form: CheckInForm) -> Iterator[ToldLine]:
    yield from _lines(form, [form.questions.pain])
    yield limitation_line(form.limitation)


def _more_lines(form: CheckInForm) -> Iterator[ToldLine]:
    return _ticked(form, form.questions.others, _("Something else"))


def _times_lines(form: CheckInForm) -> Iterator[ToldLine]:
    ticked = (*form.questions.emergencies, *form.questions.others)
    told = [question for question in ticked if question.name in form.report.symptoms]
    return _lines(form, told, unsaid=_("you do not know since when"))


def _ticked(form: CheckInForm, questions: Iterable[SymptomQuestion], nothing: str) -> Iterator[ToldLine]:
    """What was ticked, by name alone: its times stand for themselves."""
    told = [question.subject for question in questions if question.name in form.report.symptoms]
    yield from (ToldLine(name, _("yes")) for name in told)
    if not told:
        yield ToldLine(nothing, _("none"))


def _lines(
    form: CheckInForm, questions: Iterable[SymptomQuestion], *, unsaid: str = ""
) -> Iterator[ToldLine]:
    """Each question with what was said of it, or `unsaid` where nothing more than yes was."""
    for question in questions:
        report: SymptomReport | None = form.report.symptoms.get(question.name)
        if report is None:
            yield ToldLine(question.subject, _("no"))
        else:
            words = report_words(report, form.asked.zone, form.asked.now)
            yield ToldLine(question.subject, words or unsaid or _("yes"))
