"""What a patient writes to the clinic."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.forms.layout import CalmHelper, Submit
from aftercare.forms.photos import PhotosForm
from aftercare.forms.widgets import LongText
from aftercare.models.messages import LONGEST_MESSAGE
from aftercare.templatetags.look import tied


class SeenField(forms.Field):
    """The messages that stood on the page from which a form is sent; drawn again, those of the new page."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: list[str] | None) -> list[UUID]:
        """Their ids."""
        try:
            return [UUID(one) for one in value or ()]
        except ValueError as error:
            raise ValidationError(_("Open the thread again: this page could not be read.")) from error

    def bound_data(self, data: object, initial: object) -> object:
        """What is drawn: never what was sent."""
        return initial


class SettleForm(forms.Form):
    """That the messages seen need no answer."""

    seen = SeenField(required=False)


class MessageForm(PhotosForm):
    """A message to the clinic. `submission` names the form that was sent, so that sent twice it is one
    message; `answered` says by when it is answered, empty where nobody reads it.
    """

    body = LongText(
        label=gettext_lazy("Write to the clinic"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_MESSAGE,
        error_messages={"required": gettext_lazy("Write what you want to ask or tell.")},
    )
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, answered: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].help_text = format_html(
            '{} <b>{}</b> <a class="nowrap" href="tel:911">{}</a>. {} <a href="{}">{}</a>: {}',
            tied(answered),
            _("Not for emergencies:"),
            _("call 911"),
            _("Hot, red, swollen or more pain?"),
            reverse("check_in_new"),
            _("Check in instead"),
            _("it tells you at once what to do."),
        )
        self.helper = CalmHelper("body", *self.photos_part, "submission", Submit(_("Send message")))
