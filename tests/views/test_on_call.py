"""The on-call rota: who reads it, who keeps it, and what is refused beside which field."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from aftercare.models import Clinic, OnCallShift, Patient, User
from tests.cast import MONDAY, local

HOUR = timedelta(hours=1)
NEW = "/clinic/on-call/new/"
TONIGHT = {
    "starts_date": "2026-03-02",
    "starts_time": "19:00",
    "ends_date": "2026-03-03",
    "ends_time": "07:00",
    "weeks": "1",
}
OUTSIDER = {"user": "", "name": "Isolde Penhallow", "email": "isolde@outside.example"}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(MONDAY, tick=False):
        yield MONDAY


@pytest.fixture
def office(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


@pytest.fixture
def shift(clinic: Clinic) -> OnCallShift:
    """Isolde Penhallow has been on call for an hour, for eleven more."""
    times = {"starts_at": MONDAY - HOUR, "ends_at": MONDAY + 11 * HOUR}
    return clinic.on_call_shifts.create(name="Isolde Penhallow", email="isolde@outside.example", **times)


def refused(office: Client, **changed: object) -> dict[str, list[str]]:
    return dict(office.post(NEW, {**OUTSIDER, **TONIGHT, **changed}).context["form"].errors)


def test_all_staff_read_the_rota_and_only_administrators_keep_it(
    client: Client, shift: OnCallShift, nurse: User, scheduler: User, patient: Patient, administrator: User
) -> None:
    answers = {}
    for user in (nurse, scheduler, patient.user, administrator):
        client.force_login(user)
        pages = ["/clinic/on-call/", NEW, f"/clinic/on-call/{shift.pk}/"]
        answers[user.role] = [client.get(page).status_code for page in pages]
    client.force_login(nurse)

    assert answers == {
        "nurse": [200, 404, 404],
        "scheduler": [200, 404, 404],
        "patient": [404, 404, 404],
        "administrator": [200, 200, 200],
    }
    assert client.post(f"/clinic/on-call/{shift.pk}/end/").status_code == 404


def test_another_clinics_shift_does_not_exist(
    office: Client, other_clinic: Clinic, shift: OnCallShift
) -> None:
    shift.clinic = other_clinic
    shift.save()

    answers = [
        office.get(f"/clinic/on-call/{shift.pk}/"),
        office.post(f"/clinic/on-call/{shift.pk}/", {**OUTSIDER, **TONIGHT}),
        office.post(f"/clinic/on-call/{shift.pk}/end/"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_a_shift_that_is_over_is_not_changed_any_more(office: Client, shift: OnCallShift) -> None:
    OnCallShift.objects.update(ends_at=MONDAY)

    assert office.get(f"/clinic/on-call/{shift.pk}/").status_code == 404


def test_a_shift_is_put_on_the_rota_on_the_clinics_clock(office: Client, clinic: Clinic) -> None:
    answer = office.post(NEW, {**OUTSIDER, **TONIGHT}, follow=True)

    stored = clinic.on_call_shifts.get()
    assert (stored.starts_at, stored.ends_at) == (local("2026-03-02T19:00"), local("2026-03-03T07:00"))
    assert b"Isolde Penhallow" in answer.content


def test_it_comes_again_at_the_same_hours_after_the_clocks_have_changed(
    office: Client, clinic: Clinic, nurse: User
) -> None:
    office.post(NEW, {"user": nurse.pk, "name": "left from before", **TONIGHT, "weeks": "2"})

    stored = clinic.on_call_shifts.order_by("starts_at")
    assert [(one.person, one.starts_at) for one in stored] == [
        ("Odile Marrowby", local("2026-03-02T19:00")),
        ("Odile Marrowby", local("2026-03-09T19:00")),
    ]


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({"name": ""}, {"name": ["Choose one of the staff, or write a name."]}),
        ({"email": ""}, {"email": ["Write how this person is reached."]}),
        ({"email": "isolde"}, {"email": ["This is no e-mail address. Write it like name@example.com."]}),
        ({"starts_date": "1026-03-02"}, {"starts_date": ["This date is too long ago. Check the year."]}),
        (
            {"ends_date": "2026-03-08", "ends_time": "02:30"},
            {"ends_time": ["The clocks go forward over this time. Choose another."]},
        ),
        ({"ends_time": ""}, {"ends_time": ["Choose a time."]}),
        ({"ends_date": "2026-03-01"}, {"ends_time": ["Choose an end that comes after the beginning."]}),
        ({"weeks": "27"}, {"weeks": ["Write a number from 1 to 26."]}),
        (
            {"ends_date": "2026-03-09", "ends_time": "19:01", "weeks": "2"},
            {
                "weeks": [
                    "A shift of more than a week cannot come again every week. Write 1, or end it earlier."
                ]
            },
        ),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(office: Client, changed: dict, errors: dict) -> None:
    assert refused(office, **changed) == errors
    assert OnCallShift.objects.count() == 0


@pytest.mark.parametrize(
    ("changed", "count"),
    [
        ({"ends_date": "2026-03-09", "ends_time": "19:00", "weeks": "2"}, 2),
        ({"ends_date": "2026-03-10", "weeks": "1"}, 1),
    ],
)
def test_a_shift_of_a_week_comes_again_and_a_longer_one_comes_once(
    office: Client, changed: dict, count: int
) -> None:
    office.post(NEW, {**OUTSIDER, **TONIGHT, **changed})

    assert OnCallShift.objects.count() == count


def test_a_phone_alone_is_an_address_where_text_messages_are_sent(
    office: Client, clinic: Clinic, texts: None
) -> None:
    office.post(NEW, {**OUTSIDER, **TONIGHT, "email": "", "phone": "212-555-0111"})

    assert str(clinic.on_call_shifts.get().phone) == "+12125550111"


def test_a_scheduler_is_not_put_on_call(office: Client, scheduler: User) -> None:
    assert refused(office, user=str(scheduler.pk)) == {
        "user": ["This person takes on no flags here. Choose another."]
    }


def test_two_are_never_on_call_at_once(office: Client, shift: OnCallShift) -> None:
    assert refused(office) == {
        "starts_time": [
            "Isolde Penhallow is on call from Mon 2 Mar, 9:00 am to Mon 2 Mar, 9:00 pm. "
            "One person is on call at a time."
        ]
    }


def test_the_form_of_a_shift_begins_with_what_is_stored_and_stores_a_change(
    office: Client, shift: OnCallShift, nurse: User
) -> None:
    page = f"/clinic/on-call/{shift.pk}/"
    form = office.get(page).context["form"]

    office.post(page, {**form.initial, "user": nurse.pk})

    shift.refresh_from_db()
    assert (shift.person, shift.starts_at, shift.ends_at) == (
        "Odile Marrowby",
        MONDAY - HOUR,
        MONDAY + 11 * HOUR,
    )


def test_a_shift_that_has_begun_ends_when_it_is_taken_off(office: Client, shift: OnCallShift) -> None:
    answer = office.post(f"/clinic/on-call/{shift.pk}/end/", follow=True)

    shift.refresh_from_db()
    assert (shift.ends_at, b"Taken off the rota." in answer.content) == (MONDAY, True)


@pytest.mark.parametrize("shifts", [1, 3])
def test_the_page_takes_a_constant_number_of_queries(
    office: Client, clinic: Clinic, shifts: int, django_assert_num_queries
) -> None:
    for number in range(shifts):
        times = {"starts_at": MONDAY + number * HOUR, "ends_at": MONDAY + (number + 1) * HOUR}
        clinic.on_call_shifts.create(name="Isolde", email="isolde@outside.example", **times)

    with django_assert_num_queries(3):  # session, user with clinic, the shifts
        office.get("/clinic/on-call/")
