"""The clinic's settings: who may, what is stored, and what is refused beside which field."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from aftercare.models import Clinic, Patient, User
from tests.cast import MONDAY, book, local

SETTINGS = {
    "phone": "212-555-0142",
    "out_of_hours_phone": "212-555-0199",
    "opens_at": "08:00",
    "closes_at": "18:00",
    "working_days": ["0", "1", "2", "3", "4"],
    "holidays": "",
    "emergency_minutes": "15",
    "urgent_minutes": "120",
    "routine_by": "17:00",
    "escalation_minutes": "15",
    "on_call_name": "",
    "on_call_email": "",
}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(MONDAY, tick=False):
        yield MONDAY


@pytest.fixture
def office(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


def save(office: Client, **changed: object):
    return office.post("/clinic/hours/", {**SETTINGS, **changed})


def test_the_settings_are_an_administrators(
    client: Client, nurse: User, scheduler: User, patient: Patient, administrator: User
) -> None:
    answers = [client.get("/clinic/hours/").status_code]
    for user in (nurse, scheduler, patient.user, administrator):
        client.force_login(user)
        answers += [client.get("/clinic/hours/").status_code, client.post("/clinic/hours/", {}).status_code]

    assert answers == [302, 404, 404, 404, 404, 404, 404, 200, 200]


def test_holidays_on_which_sessions_are_booked_are_named(office: Client, patient: Patient) -> None:
    for day in ("2026-03-12", "2026-03-27", "2027-01-04"):
        book(patient, local(f"{day}T10:00"), at=MONDAY)

    free = save(office, holidays="2026-03-13\n2026-02-27")
    said = [[str(one) for one in office.get(free.url).context["messages"]][1:]]
    taken = save(office, holidays="2026-03-12\n2026-03-13\n2027-01-04 New Year")
    said.append([str(one) for one in office.get(taken.url).context["messages"]][1:])

    days = "Thu 12 Mar and Mon 4 Jan 2027"
    assert said == [
        [],
        [f"Sessions are booked on holidays: {days}. Move them, or see that somebody is there."],
    ]


def test_the_form_begins_with_what_is_stored(office: Client, clinic: Clinic) -> None:
    clinic.holidays.create(date="2027-01-01")
    clinic.holidays.create(date="2026-12-25", name="Christmas Day")

    form = office.get("/clinic/hours/").context["form"]

    assert form["holidays"].value() == "2026-12-25 Christmas Day\n2027-01-01"
    assert (form["working_days"].value(), form["urgent_minutes"].value()) == ([0, 1, 2, 3, 4], 120)


def test_what_was_written_is_stored(office: Client, other_clinic: Clinic, clinic: Clinic) -> None:
    answer = save(
        office,
        working_days=["5", "1"],
        holidays="2026-12-25  Christmas Day \r\n\r\n 2027-01-01",
        urgent_minutes="60",
        on_call_name="Isolde Penhallow",
        on_call_email="oncall@juniper.example",
    )

    stored = Clinic.objects.get(pk=clinic.pk)
    assert (answer.status_code, answer.url) == (302, "/clinic/")
    assert (stored.working_days, stored.urgent_minutes, stored.on_call_email) == (
        [1, 5],
        60,
        "oncall@juniper.example",
    )
    assert list(stored.holidays.order_by("date").values_list("date", "name")) == [
        (date(2026, 12, 25), "Christmas Day"),
        (date(2027, 1, 1), ""),
    ]
    assert Clinic.objects.get(pk=other_clinic.pk).urgent_minutes == 120


@pytest.mark.parametrize("offered", [True, False])
def test_a_phone_for_texts_is_asked_for_where_they_can_be_sent(
    office: Client, clinic: Clinic, settings, offered: bool
) -> None:
    settings.SMS_OFFERED = offered
    Clinic.objects.filter(pk=clinic.pk).update(on_call_phone="+12125550180")

    asked = "on_call_phone" in office.get("/clinic/hours/").context["form"].fields
    save(office)

    assert (asked, str(Clinic.objects.get(pk=clinic.pk).on_call_phone)) == (
        offered,
        "" if offered else "+12125550180",
    )


A_NUMBER = "Write a number of minutes from 1 to 1440."


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"phone": "12"}, {"phone": ["This is no phone number. Write it like 212-555-0142."]}),
        ({"out_of_hours_phone": ""}, {"out_of_hours_phone": ["Write the phone number."]}),
        ({"opens_at": "25:00"}, {"opens_at": ["There is no such time. Write it like 18:00."]}),
        (
            {"closes_at": "06:00"},
            {"closes_at": ["The clinic closes after it opens. Write the evening like 18:00."]},
        ),
        (
            {"closes_at": "08:00"},
            {"closes_at": ["The clinic closes after it opens. Write the evening like 18:00."]},
        ),
        ({"working_days": []}, {"working_days": ["Choose at least one day."]}),
        ({"emergency_minutes": "0"}, {"emergency_minutes": [A_NUMBER]}),
        ({"urgent_minutes": "1441"}, {"urgent_minutes": [A_NUMBER]}),
        ({"escalation_minutes": "soon"}, {"escalation_minutes": [A_NUMBER]}),
        (
            {"on_call_email": "isolde"},
            {"on_call_email": ["This is no e-mail address. Write it like name@example.com."]},
        ),
        (
            {"holidays": "2026-12-25 Christmas\n\n25 Dec\n2026-02-30\n2026-12-25 again"},
            {
                "holidays": [
                    "Line 3, “25 Dec”: begin with a date such as 2026-12-25.",
                    "Line 4, “2026-02-30”: begin with a date such as 2026-12-25.",
                    "Line 5, “2026-12-25 again”: this date is there twice.",
                ]
            },
        ),
        (
            {"holidays": "2026-12-25 " + "x" * 81},
            {"holidays": [f"Line 1, “2026-12-25 {'x' * 29}”: the name may have 80 letters at most."]},
        ),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    office: Client, clinic: Clinic, changed: dict, refusal: dict[str, list[str]]
) -> None:
    answer = save(office, **changed)

    assert dict(answer.context["form"].errors) == refusal
    assert clinic.holidays.count() == 0


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("212-555-01422", "212-555-01422"), ("ask Isolde", "ask Isolde"), ("212-555-0142", "(212) 555-0142")],
    ids=["too long", "words", "a number"],
)
def test_a_refused_phone_stays_as_it_was_typed(office: Client, typed: str, shown: str) -> None:
    answer = save(office, phone=typed, urgent_minutes="0")

    assert f'name="phone" value="{shown}"' in answer.content.decode()


@pytest.mark.parametrize("minutes", ["1", "1440"])
def test_response_times_reach_from_a_minute_to_a_day(office: Client, clinic: Clinic, minutes: str) -> None:
    save(office, emergency_minutes=minutes)

    assert Clinic.objects.get(pk=clinic.pk).emergency_minutes == int(minutes)


def test_the_page_says_who_is_told_with_nobody_on_call(office: Client) -> None:
    shown = office.get("/clinic/hours/").content.decode()

    assert "every nurse and administrator of the clinic is written to" in shown


@pytest.mark.parametrize("holidays", [1, 3])
def test_the_page_takes_a_constant_number_of_queries(
    office: Client, clinic: Clinic, holidays: int, django_assert_num_queries
) -> None:
    for day in range(holidays):
        clinic.holidays.create(date=date(2026, 12, 25 + day))

    with django_assert_num_queries(4):  # session, user with clinic, holidays, who is on call
        office.get("/clinic/hours/")
