from uuid import uuid4

from django.db.models import QuerySet

from aftercare.models import Patient
from aftercare.queries.prepared import prepared


def test_prepared_sql_asks_about_each_id_given(patient: Patient, other_patient: Patient) -> None:
    by_id = prepared(lambda key: Patient.objects.filter(pk=key).order_by("id"))

    found = [list(Patient.objects.raw(*by_id(key))) for key in (patient.pk, other_patient.pk, uuid4())]

    assert found == [[patient], [other_patient], []]


def test_prepared_sql_is_put_together_once() -> None:
    made = []

    @prepared
    def by_id(key) -> QuerySet[Patient]:
        made.append(key)
        return Patient.objects.filter(pk=key)

    statements = [by_id(uuid4())[0] for _ in range(3)]

    assert (len(made), len(set(statements))) == (1, 1)
