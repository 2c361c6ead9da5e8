"""What patients tell of themselves, and what becomes of what staff recorded."""

import pytest

from aftercare.models import Patient, User
from aftercare.queries.told import own_answers, told_answers
from aftercare.services.told import BaselineIsPast, tell_baseline, tell_health, told_changes
from tests.cast import MONDAY, NEW_YORK, book, local

TUESDAY = local("2026-03-03T09:00")


def record(patient: Patient, by: User, **answers: str | None) -> None:
    """One of the staff records it on Monday."""
    told = {"allergies": None, "medicines": None} | answers
    Patient.objects.filter(pk=patient.pk).update(**told_changes(patient, **told, by=by, at=MONDAY))
    patient.refresh_from_db()


def tell(patient: Patient, allergies: str = "", medicines: str = "") -> None:
    """The patient tells it on Tuesday."""
    tell_health(patient=patient, allergies=allergies, medicines=medicines, at=TUESDAY)
    patient.refresh_from_db()


def read(patient: Patient) -> tuple[str, str, str]:
    answer = told_answers(patient=patient, zone=NEW_YORK, now=TUESDAY).allergies
    return answer.text, answer.said, answer.before


def test_nothing_told_is_nothing(patient: Patient) -> None:
    assert read(patient) == ("", "", "")


def test_an_answer_from_before_names_were_kept_stands_without_one(patient: Patient) -> None:
    Patient.objects.filter(pk=patient.pk).update(allergies="Latex")

    assert read(patient) == ("Latex", "", "")
    assert own_answers(patient=patient, now=TUESDAY).allergies.small == ""


def test_what_staff_record_names_who_and_when(patient: Patient, scheduler: User) -> None:
    record(patient, scheduler, allergies="Latex")

    assert read(patient) == ("Latex", "Recorded by Felix Underleaf, Mon 2 Mar, 10:00 am.", "")


def test_what_the_patient_tells_stands_before_what_staff_recorded_and_hides_nothing(
    patient: Patient, scheduler: User
) -> None:
    record(patient, scheduler, allergies="Latex")

    tell(patient)

    assert read(patient) == (
        "None known",
        "Told by the patient, today, 9:00 am.",
        "Before: Latex. Recorded by Felix Underleaf, Mon 2 Mar, 10:00 am.",
    )


def test_what_had_no_name_is_kept_in_sight_too(patient: Patient) -> None:
    Patient.objects.filter(pk=patient.pk).update(allergies="Latex")

    tell(patient, "Plasters")

    assert read(patient) == ("Plasters", "Told by the patient, today, 9:00 am.", "Before: Latex.")


def test_the_same_words_again_are_told_anew_by_the_patient(patient: Patient, scheduler: User) -> None:
    record(patient, scheduler, allergies="Latex")

    tell(patient, "Latex")

    assert read(patient) == ("Latex", "Told by the patient, today, 9:00 am.", "")


def test_the_same_words_again_are_no_answer_of_staff(patient: Patient, scheduler: User) -> None:
    tell(patient, "Latex")

    record(patient, scheduler, allergies="Latex", medicines="")

    assert read(patient)[1] == "Told by the patient, today, 9:00 am."


def test_the_first_none_known_of_staff_is_an_answer(patient: Patient, scheduler: User) -> None:
    record(patient, scheduler, allergies="")

    assert read(patient) == ("None known", "Recorded by Felix Underleaf, Mon 2 Mar, 10:00 am.", "")


def test_the_patient_reads_who_said_it_without_names_of_staff(patient: Patient, scheduler: User) -> None:
    record(patient, scheduler, allergies="Latex", medicines="Lisinopril")
    Patient.objects.filter(pk=patient.pk).update(
        medicines="None", medicines_told_at=TUESDAY, medicines_told_by=patient.user
    )

    own = own_answers(patient=patient, now=TUESDAY)

    assert own.allergies.small == "The clinic wrote this: Mon 2 Mar, 10:00 am."
    assert own.medicines.small == "You told us: today, 9:00 am."


def test_reading_takes_one_query(patient: Patient, django_assert_num_queries) -> None:
    for number in range(3):
        tell(patient, f"answer {number}")

    with django_assert_num_queries(1):
        read(patient)


def test_every_answer_is_on_record(patient: Patient) -> None:
    tell(patient, "Latex")
    tell(patient, "Latex, plasters")

    kept = patient.events.order_by("pgh_id").values_list("allergies", "allergies_told_by")
    by = patient.user_id
    assert list(kept) == [("", None), ("Latex", by), ("Latex, plasters", by)]


def test_the_start_is_told_until_the_first_session(patient: Patient) -> None:
    book(patient, MONDAY)

    tell_baseline(patient=patient, pain=6, limitation=5, at=MONDAY - (TUESDAY - MONDAY))

    patient.refresh_from_db()
    assert (patient.baseline_pain, patient.baseline_limitation) == (6, 5)
    with pytest.raises(BaselineIsPast):
        tell_baseline(patient=patient, pain=2, limitation=2, at=MONDAY)
    patient.refresh_from_db()
    assert (patient.baseline_pain, patient.baseline_limitation) == (6, 5)
