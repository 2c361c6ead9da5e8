"""Who is on call in words, and the gaps of the rota."""

from datetime import timedelta

import pytest

from aftercare.models import Clinic, User
from aftercare.queries.on_call import OnCallRow, on_call_now, on_call_page
from tests.cast import MONDAY

HOUR = timedelta(hours=1)


def put(clinic: Clinic, start: int, end: int, user: User | None = None) -> None:
    """Somebody is on call from so many hours after MONDAY, 10:00 am, to so many."""
    who = {"user": user} if user else {"name": "Isolde Penhallow", "email": "isolde@outside.example"}
    clinic.on_call_shifts.create(starts_at=MONDAY + start * HOUR, ends_at=MONDAY + end * HOUR, **who)


def rows(user: User) -> list[tuple[str, str, str, bool]]:
    found: tuple[OnCallRow, ...] = on_call_page(user, MONDAY).rows
    return [(row.who, row.times, row.note, row.current) for row in found]


def test_an_empty_rota_is_one_gap(nurse: User) -> None:
    assert rows(nurse) == [
        ("Nobody on the rota", "From today, 10:00 am on", "Every nurse and administrator is told.", True)
    ]


def test_gaps_stand_between_the_shifts_and_what_is_over_is_left_out(nurse: User, clinic: Clinic) -> None:
    clinic.on_call_name = "Corwin Ashdale"
    clinic.save()
    nurse.clinic = clinic
    put(clinic, -9, 0)
    put(clinic, 1, 9, nurse)
    put(clinic, 9, 21)

    found = rows(nurse)

    assert found == [
        ("Nobody on the rota", "Today, 10:00 am to today, 11:00 am", "Corwin Ashdale is told.", True),
        ("Odile Marrowby", "Today, 11:00 am to today, 7:00 pm", "", False),
        (
            "Isolde Penhallow",
            "Today, 7:00 pm to Tue 3 Mar, 7:00 am",
            "From outside: is told that something waits, and cannot see what.",
            False,
        ),
        ("Nobody on the rota", "From Tue 3 Mar, 7:00 am on", "Corwin Ashdale is told.", False),
    ]


def test_a_shift_of_somebody_who_left_says_who_is_told_instead(
    nurse: User, second_nurse: User, clinic: Clinic
) -> None:
    put(clinic, -1, 9, second_nurse)
    User.objects.filter(pk=second_nurse.pk).update(is_active=False)

    first = rows(nurse)[0]

    assert first == (
        "Ines Halloway",
        "Today, 9:00 am to today, 7:00 pm",
        "Does not take on flags any more: every nurse and administrator is told.",
        True,
    )


@pytest.mark.parametrize(
    ("hours", "now", "after"),
    [
        (
            (),
            "Nobody is on the rota now: every nurse and administrator is told.",
            "Nobody is on the rota after that.",
        ),
        ((-1,), "Isolde Penhallow is on call until today, 11:00 am.", "Nobody is on the rota after that."),
        (
            (-1, 9),
            "Isolde Penhallow is on call until today, 11:00 am.",
            "Next: Isolde Penhallow, from today, 7:00 pm.",
        ),
        (
            (9,),
            "Nobody is on the rota now: every nurse and administrator is told.",
            "Next: Isolde Penhallow, from today, 7:00 pm.",
        ),
    ],
)
def test_who_is_on_call_now_and_next(clinic: Clinic, hours: tuple[int, ...], now: str, after: str) -> None:
    for start in hours:
        put(clinic, start, start + 2)

    found = on_call_now(clinic, MONDAY)

    assert (found.now, found.next) == (now, after)


@pytest.mark.parametrize("shifts", [1, 3])
def test_the_number_of_queries_is_constant(
    nurse: User, clinic: Clinic, shifts: int, django_assert_num_queries
) -> None:
    for number in range(shifts):
        put(clinic, number, number + 1, nurse)

    with django_assert_num_queries(1):
        on_call_page(nurse, MONDAY)
