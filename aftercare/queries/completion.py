"""What is asked when a session is completed, besides what was done and when."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import local_date
from aftercare.models import ProductLot, Provider, TreatmentSession
from aftercare.queries.lot_words import lot_name
from aftercare.queries.told import Told, told_answers
from aftercare.queries.wording import format_day


@dataclass(frozen=True, slots=True)
class OfferedLot:
    """A lot that can be chosen as used."""

    id: str
    text: str
    note: str


@dataclass(frozen=True, slots=True)
class CompletionAsks:
    """`keeps_lots`: the clinic keeps lots at all; `baseline`: how it was before treatment is asked for;
    `performers`: who may have given the treatment; `told`: allergies and medicines, which are gone through.
    """

    performers: tuple[Provider, ...]
    lots: tuple[OfferedLot, ...]
    keeps_lots: bool
    baseline: bool
    told: Told


def completion_asks(session: TreatmentSession, now: datetime) -> CompletionAsks:
    """What completing `session` asks for. Four queries; five where no lot can be used.

    The lots are those of its booked date, or of today if that is sooner: a session that is recorded late may
    have used one that has expired since.
    """
    zone = session.clinic.tz
    day = min(local_date(session.scheduled_at, zone), local_date(now, zone))
    kept = ProductLot.objects.filter(clinic_id=session.clinic_id)
    usable = kept.usable(day).order_by("kind", "product", "expiry_date", "id")
    lots = tuple(
        OfferedLot(
            id=str(lot.pk),
            text=lot_name(lot).text,
            note=_("%(kind)s, in date to %(date)s")
            % {"kind": lot.get_kind_display(), "date": format_day(lot.expiry_date, day)},
        )
        for lot in usable
    )
    treating = session.clinic.providers.filter(Q(is_active=True) | Q(pk=session.provider_id))
    return CompletionAsks(
        performers=tuple(treating.order_by("name", "id")),
        lots=lots,
        keeps_lots=bool(lots) or kept.exists(),
        baseline=asks_baseline(session),
        told=told_answers(patient=session.patient, zone=zone, now=now),
    )


def asks_baseline(session: TreatmentSession) -> bool:
    """Whether the pain before treatment is not known, and no other session is completed yet."""
    if session.patient.baseline_pain is not None:
        return False
    completed = session.patient.sessions.filter(status=TreatmentSession.Status.COMPLETED)
    return not completed.exclude(pk=session.pk).exists()
