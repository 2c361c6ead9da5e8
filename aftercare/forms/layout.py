"""The layout objects of every form, and the helper they share. The templates are in `templates/calm`.

    self.helper = CalmHelper(
        Choices("heat", reveals={"yes": "start", "over": "start end"}),
        Submit(_("Send check-in")),
    )

In a template: `{% load crispy_forms_tags %}{% crispy form %}`.
"""

from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, LayoutObject
from crispy_forms.utils import TEMPLATE_PACK, render_field
from django.forms import BaseForm
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from aftercare.forms.show import Show

Part = str | LayoutObject


class CalmHelper(FormHelper):
    """One form: an error summary first, then its parts; the browser's own bubbles stay off."""

    def __init__(self, *parts: Part, action: str = "", method: str = "post", tag: bool = True) -> None:
        super().__init__()
        self.layout = Layout(*parts)
        self.attrs = {"novalidate": True}
        self.form_class = "flow"
        self.form_action = action
        self.form_method = method
        self.form_tag = tag


class Question(LayoutObject):
    """One field with what is said about its look; a bare field name does where nothing is."""

    style = "cards"

    def __init__(
        self,
        name: str,
        *,
        reveals: Mapping[str, str] | None = None,
        notes: Mapping[str, str] | None = None,
        sheet: bool = False,
        short: bool = False,
        optional: bool = False,
    ) -> None:
        self.fields = [name]
        self.show = Show(self.style, reveals or {}, notes or {}, sheet, short, optional)

    def render(
        self, form: BaseForm, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: Any
    ) -> SafeString:
        """The field as html."""
        return render_field(
            self.fields[0], form, context, template_pack=template_pack, extra_context={"show": self.show}
        )


class Choices(Question):
    """Radio buttons or checkboxes as cards, one beneath the other; a single checkbox too."""


class ChoicesTwo(Question):
    """The same in two or more columns, where the words are short."""

    style = "two"


class Chips(Question):
    """A few short answers in a row."""

    style = "chips"


class Scale(Question):
    """The pain scale: radio buttons 0 to 10, with words under some (`notes`)."""

    style = "scale"


class Group(LayoutObject):
    """Several parts within one element, rendered by `template`."""

    template = ""

    def __init__(self, *parts: Part, **context: Any) -> None:
        self.fields = list(parts)
        self.context = context

    def render(
        self, form: BaseForm, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: Any
    ) -> SafeString:
        """The parts as html, within their element."""
        inner = self.get_rendered_fields(form, context, template_pack)
        template = f"{template_pack}/layout/{self.template}.html"
        return SafeString(render_to_string(template, {**self.context, "inner": inner}))


class Fieldset(Group):
    """Parts that answer one question: a legend, a hint, the parts. `sheet`: a surface of its own."""

    template = "fieldset"

    def __init__(self, legend: str, *parts: Part, hint: str = "", sheet: bool = True) -> None:
        super().__init__(*parts, legend=legend, hint=hint, sheet=sheet)


class Sheet(Group):
    """Parts on one surface."""

    template = "sheet"


class Fields(Group):
    """Parts side by side where there is room."""

    template = "fields"


class Reveals(LayoutObject):
    """A question and the parts that its answers open, without JavaScript.

    `by` is a Choices, ChoicesTwo, Chips or single checkbox whose `reveals` names the parts by these words:

        Reveals(Choices("heat", reveals={"yes": "start", "over": "start end"}),
                start=["heat_since"], end=["heat_until"])

    What is hidden is still sent: the form must ignore it.
    """

    def __init__(self, by: Part, **parts: list[Part]) -> None:
        self.fields = [by, *(Opened(name, *parts[name]) for name in parts)]

    def render(
        self, form: BaseForm, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: Any
    ) -> SafeString:
        """The question and its parts as html."""
        by, *opened = (render_field(part, form, context, template_pack=template_pack) for part in self.fields)
        template = f"{template_pack}/layout/reveals.html"
        return SafeString(render_to_string(template, {"by": by, "opened": opened}))


class Opened(Group):
    """A part that an answer opens: start, end, more or other."""

    template = "reveal"

    def __init__(self, name: str, *parts: Part) -> None:
        super().__init__(*parts, name=name)


class Include(LayoutObject):
    """A template between the fields: a notice, a heading."""

    def __init__(self, template: str, **context: Any) -> None:
        self.fields: list[Part] = []
        self.template = template
        self.context = context

    def render(
        self, form: BaseForm, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: Any
    ) -> SafeString:
        """The template as html, with its own context only."""
        return SafeString(render_to_string(self.template, self.context))


class Submit(LayoutObject):
    """A button that sends the form: filled and big unless `quiet` or not `big`."""

    def __init__(
        self, text: str, *, big: bool = True, quiet: bool = False, name: str = "", value: str = ""
    ) -> None:
        self.fields: list[Part] = []
        self.context = {"text": text, "big": big, "quiet": quiet, "name": name, "value": value}

    def render(
        self, form: BaseForm, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: Any
    ) -> SafeString:
        """The button as html."""
        return SafeString(render_to_string(f"{template_pack}/layout/submit.html", self.context))
