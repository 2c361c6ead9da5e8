"""The demo's product lots: in date, expiring, expired, and one that is put aside once it was used."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Count

from aftercare.domain.clinical_time import local_date
from aftercare.management.demo.clinics import Staffed
from aftercare.models import Clinic, ProductLot, TreatmentSession
from aftercare.services.lots import LotDetails, quarantine_lot, receive_lot

PUT_ASIDE = "FW-2601"
SUPPLIES = (
    # number, kind, days since it was received, days until it expires, °C
    (PUT_ASIDE, ProductLot.Kind.EXOSOME, 60, 200, "-74"),
    ("FW-2602", ProductLot.Kind.EXOSOME, 60, 18, "-80"),
    ("FW-2603", ProductLot.Kind.EXOSOME, 45, 150, "-79.5"),
    ("FW-2508", ProductLot.Kind.EXOSOME, 160, -20, "-80"),
    ("PK-118", ProductLot.Kind.PRP_KIT, 160, 300, "21"),
)
PRODUCTS = {
    ProductLot.Kind.EXOSOME: ("Fernwell exosomes", "Fernwell Laboratory"),
    ProductLot.Kind.PRP_KIT: ("Plumb PRP kit", "Ashlar Medical Supply"),
}
NEEDED = {
    TreatmentSession.Treatment.EXOSOME: [ProductLot.Kind.EXOSOME],
    TreatmentSession.Treatment.PRP: [ProductLot.Kind.PRP_KIT],
    TreatmentSession.Treatment.PRP_WITH_EXOSOME: [ProductLot.Kind.EXOSOME, ProductLot.Kind.PRP_KIT],
}


def receive_lots(staffed: Staffed, now: datetime) -> None:
    """What the clinic has received so far."""
    today = local_date(now, staffed.clinic.tz)
    for number, kind, since, until, celsius in SUPPLIES:
        product, supplier = PRODUCTS[kind]
        details = LotDetails(
            product=product,
            kind=kind,
            number=number,
            supplier=supplier,
            expiry_date=today + timedelta(days=until),
            storage_celsius=Decimal(celsius),
            received_date=today - timedelta(days=since),
        )
        receive_lot(details=details, by=staffed.scheduler, at=now - timedelta(days=since))


def put_a_lot_aside(staffed: Staffed, now: datetime) -> None:
    """The lot that arrived too warm, after it was used."""
    lot = staffed.clinic.lots.get(number=PUT_ASIDE)
    reason = "Arrived at -74 °C. The supplier checks whether it may be used."
    quarantine_lot(lot=lot, reason=reason, by=staffed.scheduler, at=now - timedelta(hours=1))


def lots_for(clinic: Clinic, treatment: str, day: date) -> list[ProductLot]:
    """One lot of each kind that a treatment on `day` needs, the least used one first."""
    there = clinic.lots.usable(day).filter(received_date__lte=day)
    least_used = there.annotate(used=Count("uses")).order_by("used", "number")
    return [lot for kind in NEEDED[treatment] for lot in least_used.filter(kind=kind)[:1]]
