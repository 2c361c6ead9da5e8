from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db.models import F, QuerySet
from django.utils import timezone

from aftercare.models import Clinic, Patient, User
from aftercare.queries.prepared import prepared


def test_prepared_sql_asks_about_each_id_given(patient: Patient, other_patient: Patient) -> None:
    by_id = prepared(lambda key: Patient.objects.filter(pk=key))

    found = [by_id(key) for key in (patient.pk, other_patient.pk, uuid4())]

    assert found == [[patient], [other_patient], []]


def test_prepared_sql_tells_ids_and_times_given_from_one_another(patient: Patient, clinic: Clinic) -> None:
    invited = timezone.now()
    Patient.objects.update(invited_at=invited)

    @prepared
    def invited_between(clinic_id: UUID, start: datetime, key: UUID, end: datetime) -> QuerySet[Patient]:
        window = {"invited_at__gte": start, "invited_at__lt": end}
        return Patient.objects.filter(user__clinic=clinic_id, pk=key, **window)

    hour = timedelta(hours=1)
    found = [
        invited_between(clinic.pk, start, patient.pk, start + hour) for start in (invited - hour / 2, invited)
    ]
    late = invited_between(clinic.pk, invited + hour / 2, patient.pk, invited + hour)
    swapped = invited_between(patient.pk, invited, clinic.pk, invited + hour)

    assert (found, late, swapped) == ([[patient], [patient]], [], [])


def test_prepared_rows_are_whole(patient: Patient, django_assert_num_queries) -> None:
    @prepared
    def with_user(key: UUID) -> QuerySet[Patient]:
        named = Patient.objects.filter(pk=key).annotate(called=F("user__full_name"))
        return named.select_related("user__clinic").only("zone", "user__email", "user__clinic__name")

    with_user(uuid4())

    with django_assert_num_queries(1):
        [found] = with_user(patient.pk)
        told = (found.called, found.user.email, found.user.clinic.name, found.tz)

    assert told == ("Wren Applegarth", "wren@patients.example", "Juniper Hollow", patient.tz)


def test_prepared_values_are_converted(patient: Patient) -> None:
    named = prepared(lambda key: User.objects.filter(patient=key).values_list("full_name", "pk"))

    assert named(patient.pk) == [("Wren Applegarth", patient.user_id)]


@pytest.mark.django_db
def test_prepared_sql_is_put_together_once_for_each_shape() -> None:
    made = []

    @prepared
    def first_patients(key: UUID, at: datetime, many: int) -> QuerySet[Patient]:
        made.append(many)
        return Patient.objects.filter(pk=key, invited_at__lt=at)[:many]

    for many in (1, 2, 1, 2):
        first_patients(uuid4(), timezone.now(), many)

    assert made == [1, 2]


def test_rows_are_read_anew_each_time(patient: Patient) -> None:
    by_id = prepared(lambda key: Patient.objects.filter(pk=key))
    [before] = by_id(patient.pk)

    Patient.objects.filter(pk=patient.pk).update(phone="+12025550143")

    [after] = by_id(patient.pk)
    assert (str(before.phone), str(after.phone)) == (str(patient.phone), "+12025550143")
