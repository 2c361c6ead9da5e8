"""Product lots: received, put right, put in quarantine, released, used in a session."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import pghistory
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import local_date
from aftercare.models import LotUse, ProductLot, TreatmentSession, User
from aftercare.queries.lot_words import why_unusable


class LotRefused(ValueError):
    """A change of a lot that cannot be. `field`: the field of the form. `reason`: why, for a person."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class LotDetails:
    """What is asked about a lot when it is received, and may be put right later."""

    product: str
    kind: str
    number: str
    supplier: str
    expiry_date: date
    storage_celsius: Decimal
    received_date: date


@transaction.atomic
def receive_lot(*, details: LotDetails, by: User, at: datetime) -> ProductLot:
    """Keep a lot in the clinic of `by`; the same details again are the same lot. Raises LotRefused."""
    try:
        with transaction.atomic(), pghistory.context(by=str(by.pk), at=at.isoformat()):
            return ProductLot.objects.create(clinic=by.clinic, received_by=by, **asdict(details))
    except IntegrityError as error:
        if "lot_once_a_clinic_and_product" not in str(error):
            raise
        already = ProductLot.objects.filter(clinic=by.clinic, **asdict(details)).first()
        if already is None:
            raise _kept_already() from error
        return already


@transaction.atomic
def update_lot(*, lot: ProductLot, details: LotDetails, by: User, at: datetime) -> ProductLot:
    """Store the details as they are right; the same again changes nothing. Raises LotRefused."""
    lot = _locked(lot, by)
    changed = {name: value for name, value in asdict(details).items() if getattr(lot, name) != value}
    if not changed:
        return lot
    for name, value in changed.items():
        setattr(lot, name, value)
    try:
        with transaction.atomic(), pghistory.context(by=str(by.pk), at=at.isoformat()):
            lot.save(update_fields=changed)
    except IntegrityError as error:
        if "lot_once_a_clinic_and_product" not in str(error):
            raise
        raise _kept_already() from error
    return lot


@transaction.atomic
def quarantine_lot(*, lot: ProductLot, reason: str, by: User, at: datetime) -> ProductLot:
    """Put a lot aside: no session can record it as used any more. Raises LotRefused if it is already."""
    lot = _locked(lot, by)
    if lot.in_quarantine:
        raise LotRefused("status", _("This lot is in quarantine already."))
    lot.quarantined_at, lot.quarantined_by, lot.quarantine_reason = at, by, reason
    lot.released_at, lot.released_by, lot.release_reason = None, None, ""
    lot.save()
    return lot


@transaction.atomic
def release_lot(*, lot: ProductLot, reason: str, by: User, at: datetime) -> ProductLot:
    """Take a lot out of quarantine. Raises LotRefused if it is not in it."""
    lot = _locked(lot, by)
    if not lot.in_quarantine:
        raise LotRefused("status", _("This lot is not in quarantine."))
    lot.released_at, lot.released_by, lot.release_reason = at, by, reason
    lot.save()
    return lot


def use_lots(*, session: TreatmentSession, lots: Iterable[UUID]) -> None:
    """Record which lots a session that is completed used, within the caller's transaction.

    A quarantine recorded at the same moment comes before or after, as a whole. Raises LotRefused for a lot
    that could not be used when the session ended, and where an exosome lot is missing: an exosome treatment
    names one as soon as the clinic keeps any.
    """
    wanted = set(lots)
    kept = ProductLot.objects.filter(clinic_id=session.clinic_id)
    found = list(kept.filter(pk__in=wanted).order_by("pk").select_for_update(no_key=True))
    if len(found) < len(wanted):
        raise LotRefused("lots", _("This lot is not kept in your clinic."))
    day = local_date(session.at, session.clinic.tz)
    refused = [reason for reason in (why_unusable(lot, day) for lot in found) if reason]
    if refused:
        raise LotRefused("lots", " ".join(refused))
    if session.treatment in TreatmentSession.WITH_EXOSOME:
        of_exosome = kept.filter(kind=ProductLot.Kind.EXOSOME)
        if of_exosome.exists() and not of_exosome.filter(pk__in=wanted).exists():
            raise LotRefused("lots", _("Choose the exosome lot that was used."))
    LotUse.objects.bulk_create(LotUse(session=session, lot=lot) for lot in found)


def _locked(lot: ProductLot, by: User) -> ProductLot:
    """The lot as stored now, locked. Refuses another clinic's."""
    found = ProductLot.objects.select_for_update().get(pk=lot.pk)
    if found.clinic_id != by.clinic_id:
        raise LotRefused("clinic", _("This lot is not kept in your clinic."))
    return found


def _kept_already() -> LotRefused:
    return LotRefused("number", _("You keep a lot of this product with this number already."))
