"""Lots are received once, put right, put aside and released with a reason, by their own clinic only."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from aftercare.models import ProductLot, User
from aftercare.services.lots import (
    LotDetails,
    LotRefused,
    quarantine_lot,
    receive_lot,
    release_lot,
    update_lot,
)
from tests.cast import MONDAY, make_lot

HOUR = timedelta(hours=1)
DETAILS = LotDetails(
    product="Fernwell exosomes",
    kind="exosome",
    number="FW-1",
    supplier="Fernwell Laboratory",
    expiry_date=date(2027, 3, 2),
    storage_celsius=Decimal("-79.5"),
    received_date=date(2026, 3, 2),
)


def receive(by: User, **changed: object) -> ProductLot:
    return receive_lot(details=replace(DETAILS, **changed), by=by, at=MONDAY)


def test_receiving_stores_the_lot_of_the_clinic_with_who_received_it(scheduler: User) -> None:
    lot = ProductLot.objects.get(pk=receive(scheduler).pk)

    assert (lot.clinic, lot.received_by, lot.in_quarantine) == (scheduler.clinic, scheduler, False)
    assert LotDetails(**{name: getattr(lot, name) for name in LotDetails.__slots__}) == DETAILS


def test_receiving_the_same_lot_twice_is_one_lot(scheduler: User) -> None:
    first = receive(scheduler)

    assert (receive(scheduler), ProductLot.objects.count()) == (first, 1)


def test_receiving_the_same_number_with_other_details_is_refused(scheduler: User) -> None:
    receive(scheduler)

    with pytest.raises(LotRefused) as refusal:
        receive(scheduler, supplier="Somebody else")

    assert (refusal.value.field, ProductLot.objects.count()) == ("number", 1)


def test_what_the_database_refuses_for_another_reason_is_no_number_that_is_taken(scheduler: User) -> None:
    lot = receive(scheduler)
    too_warm = replace(DETAILS, storage_celsius=Decimal(61))

    with pytest.raises(IntegrityError, match="lot_storage_celsius_plausible"), transaction.atomic():
        receive(scheduler, number="FW-2", storage_celsius=Decimal(61))
    with pytest.raises(IntegrityError, match="lot_storage_celsius_plausible"), transaction.atomic():
        update_lot(lot=lot, details=too_warm, by=scheduler, at=MONDAY)

    assert ProductLot.objects.get().storage_celsius == Decimal("-79.5")


def test_putting_right_is_on_record_with_who_did_it(scheduler: User, administrator: User) -> None:
    lot = receive(scheduler)

    update_lot(lot=lot, details=replace(DETAILS, supplier="Fernwell"), by=administrator, at=MONDAY)

    event = apps.get_model("aftercare", "ProductLotEvent").objects.order_by("-pgh_id")[0]
    assert (event.supplier, event.pgh_context.metadata["by"]) == ("Fernwell", str(administrator.pk))


def test_the_same_details_again_change_nothing(scheduler: User) -> None:
    lot = receive(scheduler)

    update_lot(lot=lot, details=DETAILS, by=scheduler, at=MONDAY)

    assert lot.events.count() == 1


def test_a_number_that_another_lot_has_is_refused(scheduler: User) -> None:
    receive(scheduler)
    second = receive(scheduler, number="FW-2")

    with pytest.raises(LotRefused) as refusal:
        update_lot(lot=second, details=DETAILS, by=scheduler, at=MONDAY)

    second.refresh_from_db()
    assert (refusal.value.field, second.number) == ("number", "FW-2")


def test_quarantine_is_kept_with_its_reason_and_a_release_with_its_own(
    scheduler: User, administrator: User
) -> None:
    lot = make_lot(scheduler)

    aside = quarantine_lot(lot=lot, reason="It arrived warm.", by=scheduler, at=MONDAY)
    released = release_lot(lot=lot, reason="It was checked.", by=administrator, at=MONDAY + HOUR)

    assert (aside.in_quarantine, released.in_quarantine) == (True, False)
    assert (released.quarantined_by, released.quarantined_at) == (scheduler, MONDAY)
    assert (released.quarantine_reason, released.release_reason) == ("It arrived warm.", "It was checked.")
    assert (released.released_by, released.released_at) == (administrator, MONDAY + HOUR)


def test_a_released_lot_can_be_put_aside_again(scheduler: User) -> None:
    lot = make_lot(scheduler)
    quarantine_lot(lot=lot, reason="It arrived warm.", by=scheduler, at=MONDAY)
    release_lot(lot=lot, reason="It was checked.", by=scheduler, at=MONDAY)

    again = quarantine_lot(lot=lot, reason="The supplier calls it back.", by=scheduler, at=MONDAY + HOUR)

    assert (again.in_quarantine, again.quarantine_reason) == (True, "The supplier calls it back.")
    assert (again.released_at, again.released_by, again.release_reason) == (None, None, "")


def test_quarantine_twice_and_release_of_what_is_not_in_it_are_refused_in_words(scheduler: User) -> None:
    lot = make_lot(scheduler)

    with pytest.raises(LotRefused) as not_in_it:
        release_lot(lot=lot, reason="It was checked.", by=scheduler, at=MONDAY)
    quarantine_lot(lot=lot, reason="It arrived warm.", by=scheduler, at=MONDAY)
    with pytest.raises(LotRefused) as twice:
        quarantine_lot(lot=lot, reason="Again.", by=scheduler, at=MONDAY)

    assert [not_in_it.value.reason, twice.value.reason] == [
        "This lot is not in quarantine.",
        "This lot is in quarantine already.",
    ]


def test_another_clinics_lot_is_refused(scheduler: User, stranger_scheduler: User) -> None:
    lot, by = make_lot(scheduler), stranger_scheduler
    refused = []

    for change in (
        lambda: update_lot(lot=lot, details=DETAILS, by=by, at=MONDAY),
        lambda: quarantine_lot(lot=lot, reason="No.", by=by, at=MONDAY),
        lambda: release_lot(lot=lot, reason="No.", by=by, at=MONDAY),
    ):
        with pytest.raises(LotRefused) as refusal:
            change()
        refused.append(refusal.value.field)

    assert (refused, lot.events.count()) == (["clinic"] * 3, 1)
