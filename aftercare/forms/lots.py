"""Forms of a product lot: what it is, and why it is put aside or released."""

import datetime as dt
from dataclasses import fields

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.forms.layout import CalmHelper, Chips, Fields, Question, Sheet, Submit
from aftercare.forms.local_instant import EARLIEST
from aftercare.forms.widgets import DateBox
from aftercare.models import ProductLot
from aftercare.models.product_lots import COLDEST_CELSIUS, WARMEST_CELSIUS
from aftercare.services.lots import LotDetails

KEPT_YEARS = 20  # no product is kept longer: a later expiry date is a slip of the keyboard
NO_DATE = gettext_lazy("There is no such date. Write it like 2027-03-09.")
NO_CELSIUS = gettext_lazy("Write degrees Celsius as a number from -200 to 60, such as -80 or 4.5.")


class LotForm(forms.Form):
    """The details of a new lot, or of one that is kept."""

    product = forms.CharField(
        label=gettext_lazy("Product"),
        max_length=120,
        error_messages={"required": gettext_lazy("Write the name of the product.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=ProductLot.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the kind.")},
    )
    number = forms.CharField(
        label=gettext_lazy("Lot number"),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Write the lot number as it stands on the package.")},
    )
    supplier = forms.CharField(
        label=gettext_lazy("Supplier"),
        max_length=120,
        error_messages={"required": gettext_lazy("Write who supplied it.")},
    )
    expiry_date = forms.DateField(
        label=gettext_lazy("Expiry date, the last day of use"),
        widget=DateBox(),
        error_messages={"required": gettext_lazy("Write the expiry date."), "invalid": NO_DATE},
    )
    received_date = forms.DateField(
        label=gettext_lazy("Received on"),
        widget=DateBox(),
        error_messages={"required": gettext_lazy("Write when it was received."), "invalid": NO_DATE},
    )
    storage_celsius = forms.DecimalField(
        label=gettext_lazy("Storage temperature on receipt, °C"),
        help_text=gettext_lazy("What the package showed when it arrived."),
        min_value=COLDEST_CELSIUS,
        max_value=WARMEST_CELSIUS,
        decimal_places=1,
        widget=forms.TextInput(attrs={"size": 6, "autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Write the temperature in which it arrived."),
            **dict.fromkeys(("invalid", "min_value", "max_value", "max_decimal_places"), NO_CELSIUS),
        },
    )

    def __init__(
        self, *args: object, today: dt.date, lot: ProductLot | None = None, **kwargs: object
    ) -> None:
        stored = {one.name: getattr(lot, one.name) for one in fields(LotDetails)} if lot else {}
        super().__init__(*args, initial=stored or {"received_date": today}, **kwargs)
        self.today = today

    def clean_expiry_date(self) -> dt.date:
        """The expiry date, past or to come, in a year that a package can say."""
        expiry = _not_too_long_ago(self.cleaned_data["expiry_date"])
        if expiry.year > self.today.year + KEPT_YEARS:
            raise forms.ValidationError(_("This is more than 20 years ahead. Check the year."))
        return expiry

    def clean_received_date(self) -> dt.date:
        """The date of receipt, today or before."""
        received = _not_too_long_ago(self.cleaned_data["received_date"])
        if received > self.today:
            raise forms.ValidationError(_("This date is still to come."))
        return received

    def details(self) -> LotDetails:
        """The cleaned answers as the service takes them."""
        return LotDetails(**{one.name: self.cleaned_data[one.name] for one in fields(LotDetails)})

    @property
    def helper(self) -> CalmHelper:
        """What it is, then how it came."""
        return CalmHelper(
            Sheet(
                Question("product"),
                Chips("kind"),
                Fields(Question("number"), Question("expiry_date")),
            ),
            Sheet(
                Fields(Question("supplier"), Question("received_date")),
                Question("storage_celsius", short=True),
            ),
            Submit(_("Save the lot")),
        )


def _not_too_long_ago(day: dt.date) -> dt.date:
    if day < EARLIEST:
        raise forms.ValidationError(_("This date is too long ago. Check the year."))
    return day


class LotReasonForm(forms.Form):
    """Why a lot is put aside or released; `action` is on the button."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write the reason: it stays with the lot.")},
    )

    def __init__(self, *args: object, action: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = CalmHelper(Question("reason"), Submit(action))
