"""The lots behind a flag: what was used, and whether others who were treated with it have open flags too."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import ngettext

from aftercare.models import Flag, LotUse, ProductLot, TreatmentSession
from aftercare.queries.lot_words import lot_name

if TYPE_CHECKING:

    class UsedLot(ProductLot):
        """A lot with how many others that were treated with it have open flags."""

        others_flagged: int


@dataclass(frozen=True, slots=True)
class LotSignal:
    """What others treated with the same lot have, and where to read who they are."""

    text: str
    href: str


def lots_used(session: TreatmentSession | None) -> "list[UsedLot]":
    """The lots that a session used, in the order they were named: one query, none without a session."""
    if session is None:
        return []
    flagged = Flag.objects.open().filter(patient=OuterRef("session__patient"))
    others = LotUse.objects.filter(Exists(flagged), lot=OuterRef("pk")).exclude(
        session__patient=session.patient_id
    )
    count = others.order_by().values("lot").annotate(count=Count("session__patient", distinct=True))
    lots = ProductLot.objects.filter(uses__session=session).annotate(
        others_flagged=Coalesce(Subquery(count.values("count")), 0)
    )
    return cast("list[UsedLot]", list(lots.order_by("uses__id")))


def lot_signals(lots: "Iterable[UsedLot]") -> Iterator[LotSignal]:
    """One for each lot of which others have open flags."""
    for lot in lots:
        if lot.others_flagged:
            text = ngettext(
                "%(count)d other patient treated with %(lot)s has an open flag.",
                "%(count)d other patients treated with %(lot)s have open flags.",
                lot.others_flagged,
            )
            named = {"count": lot.others_flagged, "lot": lot_name(lot).text}
            yield LotSignal(text % named, reverse("lot_recall", args=[lot.pk]))
