"""Who treats and where: the fields that booking, moving and courses share."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.forms.layout import Fields, Part, Question
from aftercare.models import Provider, Room
from aftercare.queries.desk import Desk, Wish
from aftercare.queries.session_words import provider_words

NOT_THERE = gettext_lazy("Choose one of the list: this one is not there any more.")


class PlaceFields(forms.Form):
    """A provider and a room, or any that is free. What a clinic has no choice of is not asked."""

    provider = forms.ChoiceField(
        label=gettext_lazy("Provider"), required=False, error_messages={"invalid_choice": NOT_THERE}
    )
    room = forms.ChoiceField(
        label=gettext_lazy("Room"), required=False, error_messages={"invalid_choice": NOT_THERE}
    )

    def offer_places(self, desk: Desk) -> None:
        """Offer the providers and rooms of the desk."""
        self.desk = desk
        self.offered: dict[str, dict[str, Provider | Room]] = {
            "provider": {str(one.pk): one for one in desk.providers},
            "room": {str(one.pk): one for one in desk.rooms},
        }
        self.fields["provider"].choices = [
            ("", _("Any who is free")),
            *((str(one.pk), provider_words(one)) for one in desk.providers),
        ]
        self.fields["room"].choices = [
            ("", _("Any that is free")),
            *((str(one.pk), one.name) for one in desk.rooms),
        ]
        if not desk.providers:
            del self.fields["provider"]
        if len(desk.rooms) < 2:
            del self.fields["room"]

    @property
    def place(self) -> dict[str, Provider | Room | None]:
        """Provider and room as the services take them; None for any, and for what cannot be read."""
        cleaned = self.cleaned_data if self.is_bound and self.errors is not None else self.initial
        return {name: self.offered[name].get(str(cleaned.get(name, ""))) for name in ("provider", "room")}

    @property
    def wish(self) -> Wish:
        """The same as the desk takes it."""
        return Wish(**self.place)

    def place_layout(self) -> Part:
        """The two side by side, or what there is of them."""
        return Fields(*(Question(name) for name in ("provider", "room") if name in self.fields))
