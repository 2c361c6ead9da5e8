"""The part of a form that adds photos: those that are kept with a way to remove them, and the file input.

What was chosen is kept as soon as the form arrives, whatever becomes of the other answers: a browser cannot
fill a file input again.
"""

from typing import Any

from crispy_forms.layout import LayoutObject
from crispy_forms.utils import TEMPLATE_PACK, render_field
from django import forms
from django.forms import BaseForm
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from aftercare.forms.layout import Part
from aftercare.forms.show import Show
from aftercare.queries.photos import FormPhotos


class PhotosInput(forms.FileInput):
    """The device's camera or its pictures. The kinds are named, JPEG first: so Safari turns HEIC into it."""

    allow_multiple_selected = True

    def __init__(self, *, disabled: bool, focused: bool) -> None:
        kinds = "image/jpeg,image/png,image/webp"
        super().__init__({"accept": kinds, "multiple": True, "disabled": disabled, "autofocus": focused})


class PhotosField(forms.Field):
    """It has no value: it shows what is kept, and why something was not. The page leads back to it where a
    photo was all that it came for.
    """

    def __init__(self, photos: FormPhotos, *, label: str, hint: str) -> None:
        widget = PhotosInput(disabled=photos.full, focused=photos.only and not photos.full)
        super().__init__(label=label, help_text=hint, widget=widget, required=False)
        self.photos = photos

    def clean(self, value: object) -> None:
        """Raises ValidationError where a photo was refused."""
        if self.photos.refused:
            raise forms.ValidationError(list(self.photos.refused))


class PhotosForm(forms.Form):
    """A form that photos may go with; `photos` where they may. The form names itself by `submission`."""

    photos_label = _("Photos")
    photos_hint = _("Up to 3, as JPEG, PNG or WebP. Only you and the clinic see them.")

    def __init__(self, *args: Any, photos: FormPhotos | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if photos is not None:
            self.offer_photos(photos)

    def offer_photos(self, photos: FormPhotos) -> None:
        """Let photos go with it, from now on."""
        self.fields["photos"] = PhotosField(photos, label=self.photos_label, hint=self.photos_hint)

    @property
    def photos_part(self) -> list[Part]:
        """Where the photos stand in the layout, if anywhere."""
        return [Photos()] if "photos" in self.fields else []

    def clean(self) -> dict[str, Any]:
        """Photos are kept already, so none is among the answers. A form that only adds a photo or takes one
        away is not finished: no fault is found with its other answers.
        """
        told = super().clean() or self.cleaned_data
        told.pop("photos", None)
        if "photos" in self.fields and self.fields["photos"].photos.only:
            for name in set(self.errors) - {"photos"}:
                del self.errors[name]
        return told


class Photos(LayoutObject):
    """The field of a PhotosForm in a layout."""

    show = Show(optional=True)

    def __init__(self) -> None:
        self.fields = ["photos"]

    def render(
        self, form: BaseForm, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: Any
    ) -> SafeString:
        """The field as html."""
        template, show = f"{template_pack}/photos.html", {"show": self.show}
        return render_field(
            "photos", form, context, template, template_pack=template_pack, extra_context=show
        )


class PhotoChanges(forms.Form):
    """What a form that was sent says of its photos, beside the files themselves."""

    submission = forms.UUIDField()
    add_photo = forms.BooleanField(required=False)
    remove_photo = forms.UUIDField(required=False)
