from aftercare.models import Flag, Patient, User
from aftercare.services.flags import acknowledge_flag
from tests.cast import MONDAY, complete, report


def test_a_bulk_change_of_a_clinical_row_is_on_record(patient: Patient) -> None:
    Patient.objects.filter(pk=patient.pk).update(allergies="latex")

    kept = patient.events.order_by("pgh_id").values_list("pgh_label", "allergies")
    assert list(kept) == [("insert", ""), ("update", "latex")]


def test_every_state_of_a_flag_is_on_record(patient: Patient, nurse: User) -> None:
    complete(patient, MONDAY)
    report(patient, MONDAY, pain=7)
    acknowledge_flag(flag=Flag.objects.get(), by=nurse, at=MONDAY)

    kept = Flag.objects.get().events.order_by("pgh_id").values_list("pgh_label", "acknowledged_by")
    assert list(kept) == [("insert", None), ("update", nurse.pk)]
