"""Who is found by what, what a slip of the finger still finds, and what that costs."""

from datetime import date

import pytest

from aftercare.models import Clinic, Patient, User
from aftercare.queries.patient_list import patient_list_page
from tests.cast import MONDAY, make_patient


@pytest.fixture
def hester(clinic: Clinic, scheduler: User) -> Patient:
    return make_patient(
        clinic,
        "Hester O'Brien-Crumbwell",
        "h.crumb@patients.example",
        scheduler,
        birth_date=date(1980, 12, 31),
        phone="+442071234567",
        mrn="A-10234",
        mrn_clinic=clinic,
    )


def found(user: User, search: str, **narrowed: object) -> list[str]:
    page = patient_list_page(user=user, now=MONDAY, search=search, **narrowed)
    return [row.name for row in page.rows if not page.alike]


def alike(user: User, search: str) -> list[str]:
    page = patient_list_page(user=user, now=MONDAY, search=search)
    return [row.name for row in page.rows if page.alike]


@pytest.mark.parametrize(
    "text",
    [
        "hester",
        "Crumb hest",
        "o'brien",
        "brien",
        "he",
        "O",
        "h.crumb@patients.example",
        "h.cru",
        "crumb@",
        "12/31/1980",
        "31 Dec 1980",
        "+44 20 7123 4567",
        "020 7123 4567",
        "0044 20 7123 4567",
        "4567",
        "a-10234",
        "A-102",
        "hester 1980-12-31 4567 a-1",
    ],
)
def test_a_patient_is_found_by_every_part_that_is_known(
    patient: Patient, hester: Patient, scheduler: User, text: str
) -> None:
    assert found(scheduler, text) == ["Hester O'Brien-Crumbwell"]


@pytest.mark.parametrize("text", ["hester 1974-05-03", "0168 wren 1980-12-31", "A-10234 wren", "10234", "st"])
def test_what_is_not_all_true_of_one_patient_finds_nobody(
    patient: Patient, hester: Patient, scheduler: User, text: str
) -> None:
    assert found(scheduler, text) == []


@pytest.mark.parametrize(
    "text", ["Aplegarth", "wren appelgart", "Wrenn", "Appelgarth 1974-05-03", "Wern Applegarth"]
)
def test_a_slip_of_the_finger_finds_the_name_that_is_most_like_it(
    patient: Patient, hester: Patient, scheduler: User, text: str
) -> None:
    assert (found(scheduler, text), alike(scheduler, text)) == ([], ["Wren Applegarth"])


@pytest.mark.parametrize("text", ["Hetser", "Crumbwel Hester", "Hesther"])
def test_letters_swapped_or_left_out_are_slips(hester: Patient, scheduler: User, text: str) -> None:
    assert found(scheduler, text) + alike(scheduler, text) == ["Hester O'Brien-Crumbwell"]


def test_the_name_most_like_it_comes_first_and_no_more_than_ten(clinic: Clinic, scheduler: User) -> None:
    for number, name in enumerate(["Wrenna Appleton", "Wren Applegarth", *["Wrenfield Applehill"] * 9]):
        make_patient(clinic, name, f"{number}@patients.example", scheduler)

    names = alike(scheduler, "Wrem Applegarth")

    assert (names[:2], len(names)) == (["Wren Applegarth", "Wrenna Appleton"], 10)


@pytest.mark.parametrize("text", ["Aplegarth 1980-12-31", "zzzz", "7777777"])
def test_where_nothing_is_alike_nobody_is_offered(patient: Patient, scheduler: User, text: str) -> None:
    assert (found(scheduler, text), alike(scheduler, text)) == ([], [])


@pytest.mark.parametrize(("text", "queries"), [("", 1), ("wren", 1), ("zzzz", 5)])
def test_one_patient_costs_as_many_queries_as_three(
    patient: Patient,
    clinic: Clinic,
    scheduler: User,
    django_assert_num_queries,
    text: str,
    queries: int,
) -> None:
    """Five where a name is not found: two of them are the test's own savepoint."""
    with django_assert_num_queries(queries):
        patient_list_page(user=scheduler, now=MONDAY, search=text)
    for number in range(2):
        make_patient(clinic, "Wren Applegarth", f"wren{number}@patients.example", scheduler)

    with django_assert_num_queries(queries):
        patient_list_page(user=scheduler, now=MONDAY, search=text)


def test_a_later_page_costs_one_query_more(
    patient: Patient, scheduler: User, django_assert_num_queries
) -> None:
    with django_assert_num_queries(2):
        patient_list_page(user=scheduler, now=MONDAY, after=patient.pk)
