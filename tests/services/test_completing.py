"""What is recorded with a completed session besides its time: lots, dose, who confirmed, pain before."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from aftercare.models import Clinic, LotUse, Patient, Reminder, TreatmentSession, User
from aftercare.services.lots import quarantine_lot, release_lot
from aftercare.services.sessions import SessionRefused, complete_session
from tests.cast import MONDAY, book, complete, local, make_lot, make_provider

DAY = timedelta(days=1)


@pytest.fixture
def session(patient: Patient) -> TreatmentSession:
    return book(patient, MONDAY)


def finish(session: TreatmentSession, by: User, **changed: object) -> TreatmentSession:
    done = {
        "completed_at": MONDAY,
        "treatment": "exosome",
        "areas": [("knee", "right")],
        "dose_billion_vesicles": Decimal(5),
        "at": MONDAY,
        **changed,
    }
    return complete_session(session=session, by=by, **done)


def refusal_of(session: TreatmentSession, by: User, **changed: object) -> tuple[str, str]:
    with pytest.raises(SessionRefused) as refusal:
        finish(session, by, **changed)
    session.refresh_from_db()
    assert (session.status, LotUse.objects.count()) == ("scheduled", 0)
    return refusal.value.field, refusal.value.reason


# --- lots


def test_the_lots_that_were_used_are_kept_with_the_session(
    session: TreatmentSession, scheduler: User
) -> None:
    exosome, kit = make_lot(scheduler), make_lot(scheduler, "PK-1", kind="prp-kit")

    done = finish(session, scheduler, lots=[exosome.pk, kit.pk, kit.pk])

    assert {use.lot for use in done.lot_uses.all()} == {exosome, kit}


@pytest.mark.parametrize("treatment", ["exosome", "prp-with-exosome"])
def test_an_exosome_treatment_names_its_lot_where_the_clinic_keeps_any(
    session: TreatmentSession, scheduler: User, treatment: str
) -> None:
    make_lot(scheduler)
    kit = make_lot(scheduler, "PK-1", kind="prp-kit")

    asked = ("lots", "Choose the exosome lot that was used.")
    assert refusal_of(session, scheduler, treatment=treatment) == asked
    assert refusal_of(session, scheduler, treatment=treatment, lots=[kit.pk]) == asked


def test_no_lot_is_needed_for_prp_nor_where_the_clinic_keeps_no_exosome_lot(
    session: TreatmentSession, other_patient: Patient, scheduler: User, stranger_scheduler: User
) -> None:
    make_lot(stranger_scheduler)
    make_lot(scheduler, "PK-1", kind="prp-kit")
    first = finish(session, scheduler)
    make_lot(scheduler)
    second = finish(book(other_patient, MONDAY + DAY), scheduler, treatment="prp", at=MONDAY + DAY)

    assert (first.status, second.status, LotUse.objects.count()) == ("completed", "completed", 0)


@pytest.mark.parametrize(
    ("ended", "taken"), [("2026-03-02T23:59", True), ("2026-03-03T00:00", False)], ids=str
)
def test_a_lot_is_usable_to_the_end_of_its_expiry_date_in_the_clinic(
    patient: Patient, scheduler: User, ended: str, taken: bool
) -> None:
    lot = make_lot(scheduler, expiry_date=date(2026, 3, 2))
    session = book(patient, local("2026-03-02T23:00"))
    told = {"completed_at": local(ended), "at": local("2026-03-03T09:00"), "lots": [lot.pk]}

    if taken:
        assert finish(session, scheduler, **told).status == "completed"
    else:
        assert refusal_of(session, scheduler, **told) == (
            "lots",
            "Fernwell exosomes, lot FW-1 expired on Mon 2 Mar. It cannot be recorded as used after that day.",
        )


def test_a_lot_in_quarantine_is_refused_until_it_is_released(
    session: TreatmentSession, scheduler: User
) -> None:
    lot = make_lot(scheduler)
    quarantine_lot(lot=lot, reason="It arrived warm.", by=scheduler, at=MONDAY)

    assert refusal_of(session, scheduler, lots=[lot.pk]) == (
        "lots",
        "Fernwell exosomes, lot FW-1 is in quarantine. "
        "If it was used before that, release it first and say so.",
    )
    release_lot(lot=lot, reason="It was used before.", by=scheduler, at=MONDAY)
    assert finish(session, scheduler, lots=[lot.pk]).lot_uses.get().lot == lot


def test_another_clinics_lot_is_refused_as_unknown(
    session: TreatmentSession, scheduler: User, stranger_scheduler: User
) -> None:
    theirs = make_lot(stranger_scheduler)

    assert refusal_of(session, scheduler, lots=[theirs.pk]) == (
        "lots",
        "This lot is not kept in your clinic.",
    )
    assert Reminder.objects.filter(reasons__contains=[{"reason": "plan-ready"}]).count() == 0


# --- who performed it


def test_who_performed_it_is_kept_and_the_booked_provider_stays(
    clinic: Clinic, patient: Patient, scheduler: User
) -> None:
    adelaide, ambrose = make_provider(clinic, "Adelaide Fernsby"), make_provider(clinic, "Ambrose Larkmoor")
    session = book(patient, MONDAY)

    done = finish(session, scheduler, performed_by=ambrose)

    assert (done.provider, done.performed_by) == (adelaide, ambrose)


def test_another_clinics_provider_performed_nothing_here(
    other_clinic: Clinic, session: TreatmentSession, scheduler: User
) -> None:
    theirs = make_provider(other_clinic, "Cordelia Wraybourne")

    assert refusal_of(session, scheduler, performed_by=theirs) == (
        "performed_by",
        "This is not a provider of your clinic.",
    )


# --- dose


def test_an_exosome_treatment_needs_its_dose_and_prp_does_not(
    session: TreatmentSession, scheduler: User
) -> None:
    missed = refusal_of(session, scheduler, dose_billion_vesicles=None)

    assert missed == ("dose_billion_vesicles", "Write the exosome dose, 1 to 15 billion vesicles.")
    done = finish(session, scheduler, treatment="prp", dose_billion_vesicles=None)
    assert done.status == "completed"


# --- allergies and medicines


@pytest.mark.parametrize("confirmed", [True, False])
def test_who_went_through_allergies_and_medicines_is_kept_with_the_time(
    session: TreatmentSession, scheduler: User, confirmed: bool
) -> None:
    done = finish(session, scheduler, confirmed=confirmed)

    assert (done.confirmed_at, done.confirmed_by) == ((MONDAY, scheduler) if confirmed else (None, None))


# --- pain before


def pain_of(patient: Patient) -> int | None:
    return Patient.objects.get(pk=patient.pk).baseline_pain


def test_pain_before_treatment_is_kept_with_the_first_session(
    patient: Patient, session: TreatmentSession, scheduler: User
) -> None:
    finish(session, scheduler, baseline_pain=0)

    assert pain_of(patient) == 0


def test_pain_that_is_known_already_stays(
    patient: Patient, session: TreatmentSession, scheduler: User
) -> None:
    Patient.objects.filter(pk=patient.pk).update(baseline_pain=6)

    finish(session, scheduler, baseline_pain=3)

    assert pain_of(patient) == 6


def test_what_it_kept_from_is_kept_beside_the_pain(
    patient: Patient, session: TreatmentSession, scheduler: User
) -> None:
    finish(session, scheduler, baseline_pain=4, baseline_limitation=7)

    patient.refresh_from_db()
    assert (patient.baseline_pain, patient.baseline_limitation) == (4, 7)


def test_a_start_that_was_not_asked_for_leaves_what_is_known(
    patient: Patient, session: TreatmentSession, scheduler: User
) -> None:
    Patient.objects.filter(pk=patient.pk).update(baseline_limitation=7)

    finish(session, scheduler, baseline_pain=4, baseline_limitation=None)

    patient.refresh_from_db()
    assert (patient.baseline_pain, patient.baseline_limitation) == (4, 7)


def test_pain_after_a_completed_session_is_not_pain_before(patient: Patient, scheduler: User) -> None:
    complete(patient, MONDAY - 7 * DAY)
    second = book(patient, MONDAY)

    finish(second, scheduler, baseline_pain=3)

    assert pain_of(patient) is None
