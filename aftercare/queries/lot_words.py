"""What a product lot, its state and its days are called on staff pages."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from aftercare.models import ProductLot
from aftercare.models.product_lots import EXPIRING_DAYS
from aftercare.queries.session_words import State
from aftercare.queries.wording import When, format_day


@dataclass(frozen=True, slots=True)
class LotName:
    """A lot named in a line, with what leads to its page."""

    id: str
    text: str


def lot_name(lot: ProductLot) -> LotName:
    """Product and number: "Calmasome, lot EX-2041"."""
    return LotName(
        str(lot.pk), _("%(product)s, lot %(number)s") % {"product": lot.product, "number": lot.number}
    )


def lot_state(lot: ProductLot, today: date) -> State:
    """The state on the date `today` of the clinic; quarantine comes before the expiry date."""
    if lot.in_quarantine:
        return State(_("In quarantine"), "avoid", "avoid")
    if lot.expiry_date < today:
        return State(_("Expired"), "avoid", "avoid")
    if lot.expiry_date <= today + timedelta(days=EXPIRING_DAYS):
        return State(_("Expires soon"), "urgent", "urgent")
    return State(_("In date"), "ok", "ok")


def day_of(day: date, today: date) -> When:
    """A date for a page: "Sat 14 Mar", with the year where it is another one."""
    return When(day.isoformat(), format_day(day, today))


def celsius_words(celsius: Decimal) -> str:
    """A temperature: "-80 °C", "21.5 °C"."""
    return f"{celsius.normalize():f}\u00a0°C".replace("-", "\u2212")


def why_unusable(lot: ProductLot, day: date) -> str:
    """Why `lot` cannot be recorded as used on `day`, for a person; empty where it can."""
    named = {"lot": lot_name(lot).text, "date": format_day(lot.expiry_date, day)}
    if lot.in_quarantine:
        return _("%(lot)s is in quarantine. If it was used before that, release it first and say so.") % named
    if lot.expiry_date < day:
        return _("%(lot)s expired on %(date)s. It cannot be recorded as used after that day.") % named
    return ""
