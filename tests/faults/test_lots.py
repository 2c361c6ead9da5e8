"""A lot is put in quarantine in the very moment in which a session records it as used."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier, Event

import pytest
from django.db import IntegrityError, connection, transaction

from aftercare.models import Clinic, LotUse, ProductLot, TreatmentSession, User
from aftercare.services.lots import quarantine_lot
from aftercare.services.sessions import SessionRefused, complete_session
from tests.cast import MONDAY, book, complete, make_lot, make_patient

ROUNDS = 6


def finish(session: TreatmentSession, lot: ProductLot, by: User) -> bool:
    """Whether the session could record the lot as used."""
    try:
        complete_session(
            session=session,
            completed_at=session.scheduled_at,
            treatment="exosome",
            areas=[],
            dose_billion_vesicles=Decimal(5),
            lots=[lot.pk],
            by=by,
            at=session.scheduled_at,
        )
    except SessionRefused:
        return False
    return True


def close_after(run, *args: object) -> object:
    try:
        return run(*args)
    finally:
        connection.close()


@pytest.fixture
def lot(transactional_db: None, clinic: Clinic, scheduler: User) -> ProductLot:
    return make_lot(scheduler)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_lot_is_used_before_its_quarantine_or_not_at_all(
    clinic: Clinic, scheduler: User, lot: ProductLot, number: int
) -> None:
    patient = make_patient(clinic, "Wren Applegarth", "wren@patients.example", scheduler)
    session, start = book(patient, MONDAY), Barrier(2)

    def use_it() -> bool:
        start.wait()
        return finish(session, lot, scheduler)

    def put_it_aside() -> None:
        start.wait()
        quarantine_lot(lot=lot, reason="It arrived warm.", by=scheduler, at=MONDAY)

    with ThreadPoolExecutor(2) as threads:
        using = threads.submit(close_after, use_it)
        threads.submit(close_after, put_it_aside).result()
        used = using.result()

    session.refresh_from_db()
    stored = lot.uses.count(), session.status, ProductLot.objects.quarantined().count()
    assert stored == ((1, "completed", 1) if used else (0, "scheduled", 1))


def test_a_session_waits_for_a_quarantine_that_is_being_recorded(
    clinic: Clinic, scheduler: User, lot: ProductLot
) -> None:
    patient = make_patient(clinic, "Wren Applegarth", "wren@patients.example", scheduler)
    session, nothing = book(patient, MONDAY), Event()

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            quarantine_lot(lot=lot, reason="It arrived warm.", by=scheduler, at=MONDAY)
            using = threads.submit(close_after, finish, session, lot, scheduler)
            nothing.wait(0.5)
            waiting = not using.done()
        used = using.result()

    assert (waiting, used, LotUse.objects.count()) == (True, False, 0)


def test_the_database_waits_too_where_no_service_is_asked(
    clinic: Clinic, scheduler: User, lot: ProductLot
) -> None:
    ProductLot.objects.update(kind="other")
    patient = make_patient(clinic, "Wren Applegarth", "wren@patients.example", scheduler)
    session, nothing = complete(patient, MONDAY), Event()

    def use_it() -> str:
        try:
            LotUse.objects.create(session=session, lot=lot)
        except IntegrityError as error:
            return str(error)
        return ""

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            quarantine_lot(lot=lot, reason="It arrived warm.", by=scheduler, at=MONDAY)
            using = threads.submit(close_after, use_it)
            nothing.wait(0.5)
            waiting = not using.done()
        refusal = using.result()

    assert (waiting, '"lot_use_of_a_usable_lot"' in refusal) == (True, True)
