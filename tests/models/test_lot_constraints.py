"""The constraints of lots and their uses, each once accepting and once rejecting."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from aftercare.models import Clinic, LotUse, Patient, ProductLot, TreatmentSession, User
from tests.cast import MONDAY, book, complete, make_lot, make_provider
from tests.models.test_constraints import rejected_by

ASIDE = {"quarantined_at": MONDAY, "quarantine_reason": "It arrived warm."}
RELEASED = {"released_at": MONDAY, "release_reason": "It was checked."}


def use(session: TreatmentSession, lot: ProductLot) -> LotUse:
    return LotUse.objects.create(session=session, lot=lot)


def test_lot_once_a_clinic_and_product(scheduler: User, stranger_scheduler: User) -> None:
    make_lot(scheduler, "FW-1")
    make_lot(scheduler, "FW-1", product="Plumb PRP kit", kind="prp-kit")
    make_lot(stranger_scheduler, "FW-1")

    assert rejected_by(
        "lot_once_a_clinic_and_product",
        lambda: make_lot(scheduler, "fw-1", product="FERNWELL exosomes"),
    )


def test_lot_kind_known(scheduler: User) -> None:
    make_lot(scheduler, "FW-1", kind="other")

    assert rejected_by("lot_kind_known", lambda: make_lot(scheduler, "FW-2", kind="snake-oil"))


def test_lot_storage_celsius_plausible(scheduler: User) -> None:
    make_lot(scheduler, "FW-1", storage_celsius=-200)
    make_lot(scheduler, "FW-2", storage_celsius=60)

    for celsius in ("-200.1", "60.1"):
        assert rejected_by(
            "lot_storage_celsius_plausible",
            lambda celsius=celsius: make_lot(scheduler, "FW-3", storage_celsius=celsius),
        )


@pytest.mark.parametrize("missing", [*ASIDE, "quarantined_by"])
def test_lot_quarantined_by_somebody_with_reason(scheduler: User, missing: str) -> None:
    whole = {**ASIDE, "quarantined_by": scheduler}
    make_lot(scheduler, "FW-1", **whole)

    del whole[missing]

    assert rejected_by(
        "lot_quarantined_by_somebody_with_reason", lambda: make_lot(scheduler, "FW-2", **whole)
    )


@pytest.mark.parametrize("missing", [*RELEASED, "released_by", "quarantine"])
def test_lot_released_by_somebody_with_reason(scheduler: User, missing: str) -> None:
    aside = {**ASIDE, "quarantined_by": scheduler}
    whole = {**RELEASED, "released_by": scheduler}
    make_lot(scheduler, "FW-1", **aside, **whole)

    whole.pop(missing, None)
    half = whole if missing == "quarantine" else {**aside, **whole}

    assert rejected_by("lot_released_by_somebody_with_reason", lambda: make_lot(scheduler, "FW-2", **half))


def test_lot_use_once_a_session(patient: Patient, other_patient: Patient, scheduler: User) -> None:
    lot = make_lot(scheduler)
    session = complete(patient, MONDAY, lot)
    complete(other_patient, MONDAY + timedelta(hours=1), lot)

    assert rejected_by("lot_use_once_a_session", lambda: use(session, lot))


def change(**fields: object) -> Callable[[ProductLot], None]:
    return lambda lot: ProductLot.objects.filter(pk=lot.pk).update(**fields)


@pytest.mark.parametrize(
    ("unmake", "remake"),
    [
        (change(expiry_date=date(2026, 3, 1)), change(expiry_date=date(2026, 3, 2))),
        (
            lambda lot: change(**ASIDE, quarantined_by=lot.received_by)(lot),
            lambda lot: change(**RELEASED, released_by=lot.received_by)(lot),
        ),
    ],
    ids=["expired", "in quarantine"],
)
def test_lot_use_of_a_usable_lot(
    patient: Patient, scheduler: User, unmake: Callable, remake: Callable
) -> None:
    session = complete(patient, MONDAY)
    lot = make_lot(scheduler)

    unmake(lot)

    assert rejected_by("lot_use_of_a_usable_lot", lambda: use(session, lot))
    remake(lot)
    assert use(session, lot).lot == lot


def test_lot_use_counts_the_expiry_date_on_the_clinics_calendar(patient: Patient, scheduler: User) -> None:
    late_on_monday = complete(patient, MONDAY + timedelta(hours=13, minutes=59))  # Tuesday in UTC
    past_midnight = complete(patient, MONDAY + timedelta(hours=14))
    lot = make_lot(scheduler, expiry_date=date(2026, 3, 2))

    assert use(late_on_monday, lot).lot == lot
    assert rejected_by("lot_use_of_a_usable_lot", lambda: use(past_midnight, lot))


def test_lot_use_is_of_a_completed_session_in_the_clinic_that_keeps_the_lot(
    patient: Patient, scheduler: User, stranger_scheduler: User
) -> None:
    foreign = make_lot(stranger_scheduler)
    completed = complete(patient, MONDAY)
    booked = book(patient, MONDAY + timedelta(days=7), at=MONDAY)

    assert rejected_by("lot_use_of_a_usable_lot", lambda: use(completed, foreign))
    assert rejected_by("lot_use_of_a_usable_lot", lambda: use(booked, make_lot(scheduler)))


def test_session_confirmed_by_somebody(patient: Patient, scheduler: User) -> None:
    completed = TreatmentSession.objects.filter(pk=complete(patient, MONDAY).pk)
    booked = TreatmentSession.objects.filter(pk=book(patient, MONDAY + timedelta(days=7), at=MONDAY).pk)
    whole = {"confirmed_at": MONDAY, "confirmed_by": scheduler}
    completed.update(**whole)

    for half in ({"confirmed_at": None}, {"confirmed_by": None}):
        assert rejected_by("session_confirmed_by_somebody", lambda half=half: completed.update(**half))
    assert rejected_by("session_confirmed_by_somebody", lambda: booked.update(**whole))


def test_session_performed_once_completed(clinic: Clinic, patient: Patient) -> None:
    completed = TreatmentSession.objects.filter(pk=complete(patient, MONDAY).pk)
    booked = TreatmentSession.objects.filter(pk=book(patient, MONDAY + timedelta(days=7), at=MONDAY).pk)
    adelaide = make_provider(clinic, "Adelaide Fernsby")
    completed.update(performed_by=adelaide)

    assert rejected_by("session_performed_once_completed", lambda: booked.update(performed_by=adelaide))


def test_every_change_of_a_lot_and_its_uses_is_on_record(patient: Patient, scheduler: User) -> None:
    lot = make_lot(scheduler)
    complete(patient, MONDAY, lot)
    ProductLot.objects.update(supplier="Somebody else")

    kept = lot.events.order_by("pgh_id").values_list("pgh_label", "supplier")
    assert list(kept) == [("insert", "Fernwell Laboratory"), ("update", "Somebody else")]
    assert list(lot.uses.get().events.values_list("pgh_label", flat=True)) == ["insert"]
