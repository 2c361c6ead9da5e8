"""Whom a new patient may be: what counts as the same, in which clinic, and what it costs."""

from datetime import date

import pytest

from aftercare.models import Patient, User
from aftercare.queries.patients_alike import patients_alike
from aftercare.services.care import set_care
from aftercare.services.people import NewPatient
from tests.cast import MONDAY, make_patient


def somebody(**details: object) -> NewPatient:
    """A person with nothing of Wren Applegarth's."""
    nothing_alike = {
        "full_name": "Bram Thistledown",
        "email": "bram@patients.example",
        "birth_date": date(1980, 1, 31),
        "zone": "America/Chicago",
        "phone": "+12125550107",
        "mrn": "B-1",
    }
    return NewPatient(**{**nothing_alike, **details})


@pytest.fixture(autouse=True)
def wren(patient: Patient, other_patient: Patient) -> Patient:
    Patient.objects.filter(pk=other_patient.pk).update(phone="", birth_date=date(1950, 1, 1))
    Patient.objects.filter(pk=patient.pk).update(mrn="A-10234", mrn_clinic=patient.clinic)
    return patient


def alike(by: User, **details: object) -> list[tuple[str, str, bool]]:
    found = patients_alike(user=by, person=somebody(**details))
    return [(one.name, one.why, one.unique) for one in found]


BORN = date(1974, 5, 3)


@pytest.mark.parametrize(
    ("details", "why", "unique"),
    [
        ({"birth_date": BORN, "full_name": "Wren Miller"}, "The same date of birth", False),
        ({"birth_date": BORN, "full_name": "Aplegarth W."}, "The same date of birth", False),
        ({"phone": "+12125550168"}, "The same phone number", False),
        ({"mrn": "a-10234"}, "The same record number", True),
        ({"email": "Wren@Patients.example"}, "The same e-mail address", True),
        (
            {"birth_date": BORN, "full_name": "wren", "phone": "+12125550168"},
            "The same date of birth and the same phone number",
            False,
        ),
    ],
)
def test_what_is_the_same_is_told(scheduler: User, details: dict, why: str, unique: bool) -> None:
    assert alike(scheduler, **details) == [("Wren Applegarth", why, unique)]


@pytest.mark.parametrize(
    "details",
    [{}, {"birth_date": BORN}, {"full_name": "Wren Applegarth"}, {"phone": ""}, {"mrn": "A-1023"}],
)
def test_a_name_or_a_date_of_birth_alone_is_nobody(scheduler: User, details: dict) -> None:
    assert alike(scheduler, **details) == []


def test_nobody_of_another_clinic_is_told_of(stranger_scheduler: User) -> None:
    same = {"birth_date": BORN, "full_name": "Wren Applegarth", "phone": "+12125550168", "mrn": "A-10234"}

    assert alike(stranger_scheduler, **same, email="wren@patients.example") == []


def test_all_that_helps_to_tell_them_apart_is_shown(wren: Patient, scheduler: User) -> None:
    set_care(patient=wren, care="left", by=scheduler, at=MONDAY)

    (one,) = patients_alike(user=scheduler, person=somebody(phone="+12125550168"))

    assert (one.born, one.email, one.phone.text, one.mrn, one.care) == (
        "3 May 1974",
        "wren@patients.example",
        "(212) 555-0168",
        "A-10234",
        "Left the clinic",
    )


def test_three_alike_cost_as_many_queries_as_one(wren: Patient, scheduler, django_assert_num_queries) -> None:
    person = somebody(phone="+12125550168")
    with django_assert_num_queries(2):
        one = patients_alike(user=scheduler, person=person)
    for number in range(2):
        make_patient(wren.clinic, "Ana Applegarth", f"{number}@patients.example", scheduler)
    with django_assert_num_queries(2):
        three = patients_alike(user=scheduler, person=person)

    assert (len(one), len(three)) == (1, 3)
