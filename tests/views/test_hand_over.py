"""The hand-over report: who reads it, and which shift it tells of."""

import pytest
import time_machine
from django.test import Client

from aftercare.models import Patient, User
from aftercare.services.flags import acknowledge_flag
from tests.nurse_story import HOUR, NOW, told_of_heat


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW + HOUR, tick=False):
        yield


@pytest.fixture
def ward(client: Client, nurse: User) -> Client:
    client.force_login(nurse)
    return client


def test_nurses_and_administrators_read_it(
    client: Client, nurse: User, administrator: User, scheduler: User, patient: Patient
) -> None:
    answers = [client.get("/hand-over/").status_code]
    for user in (nurse, administrator, scheduler, patient.user):
        client.force_login(user)
        answers.append(client.get("/hand-over/").status_code)

    assert answers == [302, 200, 200, 404, 404]


@pytest.mark.parametrize(
    ("asked", "span"),
    [
        ({}, "Mon 2 Mar, 9:00 am to Mon 2 Mar, 9:00 pm"),
        (
            {"date": "2026-03-02", "time": "07:00", "hours": "8"},
            "Mon 2 Mar, 7:00 am to Mon 2 Mar, 3:00 pm",
        ),
        (
            {"date": "2026-03-02", "time": "07:00", "hours": "72"},
            "Mon 2 Mar, 7:00 am to Mon 2 Mar, 9:00 pm",
        ),
        ({"date": "soon", "time": "07:00", "hours": "8"}, "Mon 2 Mar, 9:00 am to Mon 2 Mar, 9:00 pm"),
    ],
)
def test_it_tells_of_the_last_twelve_hours_or_of_the_shift_that_is_asked_for(
    ward: Client, asked: dict, span: str
) -> None:
    assert ward.get("/hand-over/", asked).context["page"].span == span


def test_a_shift_that_cannot_be_read_is_asked_for_again(ward: Client) -> None:
    answer = ward.get("/hand-over/", {"date": "2026-03-08", "time": "02:30", "hours": "9"})

    assert dict(answer.context["form"].errors) == {
        "time": ["The clocks go forward over this time. Choose another."],
        "hours": ["Choose how long the shift was."],
    }


def test_a_shift_that_has_not_begun_is_asked_for_again(ward: Client) -> None:
    answer = ward.get("/hand-over/", {"date": "2026-03-03", "time": "07:00", "hours": "8"})

    assert dict(answer.context["form"].errors) == {
        "date": ["This shift has not begun. Choose an earlier one."]
    }
    assert answer.context["page"].span == "Mon 2 Mar, 9:00 am to Mon 2 Mar, 9:00 pm"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_whole_page_takes_a_constant_number_of_queries(
    ward: Client, patient: Patient, nurse: User, rows: int, django_assert_num_queries
) -> None:
    flag = told_of_heat(patient)
    for _ in range(rows):
        acknowledge_flag(flag=flag, by=nurse, at=NOW)
        flag.actions.create(kind="called", by=nurse, at=NOW, outcome="reached")

    with django_assert_num_queries(13):  # session, user with clinic, and the eleven of the report
        ward.get("/hand-over/")
