"""What a nurse says about a flag: a note to the patient, or what became of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.forms.layout import CalmHelper, ChoicesTwo, Question, Submit
from aftercare.forms.messages import SeenField
from aftercare.forms.photos import PhotosForm
from aftercare.forms.widgets import LongText
from aftercare.models import Flag
from aftercare.models.messages import LONGEST_MESSAGE

LONGEST_NOTE = 4000  # characters


class ReplyForm(PhotosForm):
    """A note to the patient. `submission` names the form that was sent, so that sent twice it is one note."""

    body = LongText(
        label=_("Your note to the patient"),
        help_text=_("Read in the portal. What is sent to the patient says only that something waits."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_MESSAGE,
        error_messages={"required": _("Write what the patient should read.")},
    )
    submission = forms.UUIDField(widget=forms.HiddenInput)
    photos_hint = _("Up to 3, as JPEG, PNG or WebP. Only the patient and the clinic see them.")

    def __init__(self, *args: Any, action: str, filled: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        send = Submit(_("Send note"), big=False, quiet=not filled)
        self.helper = CalmHelper("body", *self.photos_part, "submission", send, action=action)


class ThreadReplyForm(ReplyForm):
    """A note from the page of the thread, which answers the messages seen there."""

    seen = SeenField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, action="", filled=True, **kwargs)
        self.helper.layout.append("seen")


class ResolveForm(forms.Form):
    """What became of a flag. The disposition is a must, the note is for the record."""

    disposition = forms.ChoiceField(
        label=_("What became of it?"),
        choices=Flag.Disposition.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what became of it.")},
    )
    note = LongText(
        label=_("Note for the record"),
        help_text=_("Staff see it, the patient does not."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_NOTE,
        required=False,
    )

    def __init__(self, *args: object, action: str, filled: bool = True, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = CalmHelper(
            ChoicesTwo("disposition"),
            Question("note", optional=True),
            Submit(_("Resolve"), big=False, quiet=not filled),
            action=action,
        )
