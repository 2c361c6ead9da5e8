"""What is treated in a session and with what: the fields that booking and completing share."""

from collections.abc import Iterable
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy

from aftercare.forms.layout import Chips, Question
from aftercare.models import TreatedArea, TreatmentSession
from aftercare.queries.grammar import capitalized
from aftercare.queries.session_words import area_text

Area, Side = TreatedArea.Area, TreatedArea.Side

NO_DOSE = gettext_lazy("Write the dose as a number, such as 5 or 7.5.")
LIMBS = (Area.KNEE, Area.HIP, Area.SHOULDER, Area.ELBOW, Area.ANKLE, Area.WRIST)
TRUNK = (Area.NECK, Area.LOWER_BACK)


def area_values() -> list[str]:
    """Every area with every side it can have, as the form names them: "knee:left", "neck:"."""
    limbs = [f"{area}:{side}" for area in LIMBS for side in (Side.LEFT, Side.RIGHT)]
    trunk = [f"{area}:{side}" for area in TRUNK for side in (Side.NONE, Side.LEFT, Side.RIGHT)]
    return [*limbs, *trunk, f"{Area.OTHER}:"]


def area_choice(value: str) -> tuple[str, str]:
    """A value with its words: "Left knee"."""
    return value, capitalized(area_text(*value.split(":")))


def areas_of(session: TreatmentSession) -> list[str]:
    """The areas of a stored session as the form names them."""
    return [f"{area.area}:{area.side}" for area in session.areas.all()]


class TreatmentFields(forms.Form):
    """What is treated and with what."""

    treatment = forms.ChoiceField(
        label=gettext_lazy("Treatment"),
        choices=TreatmentSession.Treatment.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the treatment.")},
    )
    areas = forms.MultipleChoiceField(
        label=gettext_lazy("Areas"),
        help_text=gettext_lazy("All that are treated in this session."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one area.")},
    )
    dose_billion_vesicles = forms.DecimalField(
        label=gettext_lazy("Exosome dose, billion vesicles"),
        help_text=gettext_lazy("1 to 15."),
        required=False,
        min_value=Decimal(1),
        max_value=Decimal(15),
        max_digits=4,
        decimal_places=1,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 6, "autocomplete": "off"}),
        error_messages={
            "min_value": gettext_lazy("The dose is 1 to 15 billion vesicles."),
            "max_value": gettext_lazy("The dose is 1 to 15 billion vesicles."),
            **dict.fromkeys(("invalid", "max_digits", "max_decimal_places", "max_whole_digits"), NO_DOSE),
        },
    )

    def offer_areas(self, stored: Iterable[str] = ()) -> None:
        """Offer every area, and those a session already has even if nobody is asked about them."""
        values = dict.fromkeys([*area_values(), *stored])
        self.fields["areas"].choices = [area_choice(value) for value in values]

    def treatment_values(self) -> dict[str, object]:
        """The cleaned values as the services take them."""
        return {
            "treatment": self.cleaned_data["treatment"],
            "areas": [tuple(value.split(":")) for value in self.cleaned_data["areas"]],
            "dose_billion_vesicles": self.cleaned_data["dose_billion_vesicles"],
        }


TREATMENT_LAYOUT = (
    Chips("treatment"),
    Chips("areas"),
    Question("dose_billion_vesicles", short=True, optional=True),
)
