"""What the form templates in `templates/calm` call."""

from dataclasses import dataclass

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.forms.show import Parts, Show, first_control_id, take_apart

register = template.Library()


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right, and the address of its control within the page (empty for none)."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The error summary of a form."""

    title: str
    title_id: str
    problems: tuple[Problem, ...]


@register.simple_tag
def parts(bound: BoundField, show: Show | None = None) -> Parts:
    """A field in its parts."""
    return take_apart(bound, show or None)


@register.simple_tag
def summary(form: BaseForm) -> Summary | None:
    """What must be put right in a form, or None."""
    if not form.errors:
        return None
    problems = [Problem(str(error), "") for error in form.non_field_errors()]
    for bound in form:
        control = first_control_id(bound)
        problems += [Problem(str(error), f"#{control}" if control else "") for error in bound.errors]
    count = len({problem.href for problem in problems if problem.href})
    title = _("Something needs another look")
    if count:
        title = ngettext("One answer needs another look", "%(count)d answers need another look", count)
        title %= {"count": count} if count > 1 else {}
    return Summary(title, f"{form.prefix}-errors" if form.prefix else "errors", tuple(problems))
