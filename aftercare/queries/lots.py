"""The clinic's product lots: the list, and one of them in full."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.paginator import Paginator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.domain.clinical_time import local_date
from aftercare.models import ProductLot, User
from aftercare.queries.lot_words import celsius_words, day_of, lot_state
from aftercare.queries.session_words import State
from aftercare.queries.wording import When, when

PAGE_SIZE = 25

if TYPE_CHECKING:

    class _Found(ProductLot):
        """A lot with what the list's query adds."""

        session_count: int


@dataclass(frozen=True, slots=True)
class LotRow:
    """One lot of the list."""

    id: UUID
    product: str
    kind: str
    number: str
    supplier: str
    expires: When
    state: State
    sessions: int


@dataclass(frozen=True, slots=True)
class LotListPage:
    """One page of the list. `previous`, `next`: page numbers, 0 for none; `none_at_all`: no lot is kept."""

    search: str
    rows: tuple[LotRow, ...]
    found: str
    none_at_all: bool
    previous: int
    next: int
    position: str
    may_write: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """That a lot was put aside or released: by whom, when and why."""

    term: str
    who: str
    when: When
    why: str


@dataclass(frozen=True, slots=True)
class LotPage:
    """One lot. `treated` counts the patients it was used for; `decisions` has the last quarantine first."""

    id: UUID
    product: str
    kind: str
    number: str
    supplier: str
    state: State
    expires: When
    storage: str
    received: When
    received_by: str
    decisions: tuple[Decision, ...]
    treated: str
    in_quarantine: bool
    may_write: bool


def lot_list_page(*, user: User, now: datetime, search: str = "", page: str = "1") -> LotListPage:
    """The lots of the clinic that `search` finds: usable ones first, then expired ones, then those put aside;
    in each group the one that expires first. Two queries; three if none is found.
    """
    lots = ProductLot.objects.filter(clinic_id=user.clinic_id)
    today = local_date(now, user.clinic.tz)
    found = _grouped(lots.matching(search), today).order_by("group", "expiry_date", "id")
    paginator = Paginator(found, PAGE_SIZE)
    shown = paginator.get_page(page)
    return LotListPage(
        search=search,
        rows=tuple(_row(lot, today) for lot in shown.object_list),
        found=ngettext("%(count)d lot", "%(count)d lots", paginator.count) % {"count": paginator.count},
        none_at_all=not paginator.count and (not search or not lots.exists()),
        previous=shown.previous_page_number() if shown.has_previous() else 0,
        next=shown.next_page_number() if shown.has_next() else 0,
        position=_("Page %(number)d of %(count)d") % {"number": shown.number, "count": paginator.num_pages},
        may_write=user.schedules,
    )


def _grouped(lots: models.QuerySet[ProductLot], today: date) -> models.QuerySet[ProductLot]:
    aside = models.Q(quarantined_at__isnull=False, released_at__isnull=True)
    group = models.Case(
        models.When(aside, then=2),
        models.When(expiry_date__lt=today, then=1),
        default=0,
        output_field=models.SmallIntegerField(),
    )
    return lots.annotate(group=group, session_count=models.Count("uses"))


def _row(lot: "_Found", today: date) -> LotRow:
    return LotRow(
        id=lot.pk,
        product=lot.product,
        kind=str(lot.get_kind_display()),
        number=lot.number,
        supplier=lot.supplier,
        expires=day_of(lot.expiry_date, today),
        state=lot_state(lot, today),
        sessions=lot.session_count,
    )


def lot_page(*, user: User, lot: ProductLot, now: datetime) -> LotPage:
    """The page of one lot for one of the staff. One query: how many patients it was used for."""
    today = local_date(now, user.clinic.tz)
    treated = lot.uses.values("session__patient").distinct().count()
    return LotPage(
        id=lot.pk,
        product=lot.product,
        kind=str(lot.get_kind_display()),
        number=lot.number,
        supplier=lot.supplier,
        state=lot_state(lot, today),
        expires=day_of(lot.expiry_date, today),
        storage=celsius_words(lot.storage_celsius),
        received=day_of(lot.received_date, today),
        received_by=lot.received_by.full_name,
        decisions=_decisions(user, lot, now),
        treated=ngettext("%(count)d patient", "%(count)d patients", treated) % {"count": treated},
        in_quarantine=lot.in_quarantine,
        may_write=user.schedules,
    )


def _decisions(user: User, lot: ProductLot, now: datetime) -> tuple[Decision, ...]:
    zone = user.clinic.tz
    told = (
        (_("Put in quarantine"), lot.quarantined_by, lot.quarantined_at, lot.quarantine_reason),
        (_("Released"), lot.released_by, lot.released_at, lot.release_reason),
    )
    return tuple(
        Decision(term, who.full_name, when(at, zone, now), why)
        for term, who, at, why in told
        if who is not None and at is not None
    )
