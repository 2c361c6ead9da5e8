"""The on-call rota: who is put on it, what is refused, and what is left of a shift that is taken off."""

from datetime import datetime, timedelta

import pytest

from aftercare.models import Clinic, OnCallShift, User
from aftercare.services.on_call import OnCallRefused, WhoIsOnCall, end_shift, keep_shifts
from tests.cast import MONDAY, local

HOUR = timedelta(hours=1)
ISOLDE = WhoIsOnCall(name="Isolde Penhallow", email="isolde@outside.example", phone="+12125550111")
TONIGHT = (MONDAY + 9 * HOUR, MONDAY + 21 * HOUR)


def put(clinic: Clinic, by: User, **change: object) -> list[OnCallShift]:
    told = {"clinic": clinic, "who": ISOLDE, "spans": [TONIGHT], **change}
    return keep_shifts(**told, by=by, at=MONDAY)


def on_the_rota(clinic: Clinic) -> list[tuple[str, datetime, datetime]]:
    rows = clinic.on_call_shifts.order_by("starts_at")
    return [(row.person, row.starts_at, row.ends_at) for row in rows]


def test_somebody_from_outside_is_put_on_call_with_name_and_address(
    clinic: Clinic, administrator: User
) -> None:
    (shift,) = put(clinic, administrator)

    shift.refresh_from_db()
    assert (shift.person, shift.address, str(shift.phone)) == (ISOLDE.name, ISOLDE.email, ISOLDE.phone)


def test_one_of_the_staff_is_put_on_call_for_several_spans_at_once(
    clinic: Clinic, administrator: User, nurse: User
) -> None:
    next_week = (TONIGHT[0] + timedelta(weeks=1), TONIGHT[1] + timedelta(weeks=1))

    put(clinic, administrator, who=WhoIsOnCall(user=nurse), spans=[TONIGHT, next_week])

    assert on_the_rota(clinic) == [("Odile Marrowby", *TONIGHT), ("Odile Marrowby", *next_week)]


def test_a_change_says_by_whom_and_the_same_again_changes_nothing(
    clinic: Clinic, administrator: User, nurse: User
) -> None:
    (shift,) = put(clinic, administrator)
    for _ in range(2):
        put(clinic, administrator, who=WhoIsOnCall(user=nurse), shift=shift)

    events = shift.events.order_by("pgh_id").values_list("pgh_label", "name", "pgh_context__metadata__by")
    assert list(events) == [
        ("insert", "Isolde Penhallow", str(administrator.pk)),
        ("update", "", str(administrator.pk)),
    ]


@pytest.mark.parametrize(
    ("span", "field", "reason"),
    [
        ((MONDAY + HOUR, MONDAY + HOUR), "ends_time", "Choose an end that comes after the beginning."),
        (
            (MONDAY - HOUR, MONDAY),
            "ends_time",
            "This is over already. Choose an end that is still to come.",
        ),
        (
            (TONIGHT[0] - HOUR, TONIGHT[0] + timedelta(microseconds=1)),
            "starts_time",
            "Isolde Penhallow is on call from Mon 2 Mar, 7:00 pm to Tue 3 Mar, 7:00 am. "
            "One person is on call at a time.",
        ),
    ],
)
def test_a_span_that_cannot_be_is_refused_beside_its_field(
    clinic: Clinic, administrator: User, nurse: User, span: tuple, field: str, reason: str
) -> None:
    put(clinic, administrator)
    free = (TONIGHT[1], TONIGHT[1] + HOUR)

    with pytest.raises(OnCallRefused) as refused:
        put(clinic, administrator, who=WhoIsOnCall(user=nurse), spans=[free, span])

    assert (refused.value.field, refused.value.reason) == (field, reason)
    assert len(on_the_rota(clinic)) == 1


def test_shifts_that_touch_do_not_meet(clinic: Clinic, administrator: User) -> None:
    put(clinic, administrator)

    put(clinic, administrator, spans=[(TONIGHT[0] - HOUR, TONIGHT[0]), (TONIGHT[1], TONIGHT[1] + HOUR)])

    assert len(on_the_rota(clinic)) == 3


def test_another_clinics_shift_is_in_nobodys_way(
    clinic: Clinic, other_clinic: Clinic, administrator: User
) -> None:
    put(other_clinic, administrator)

    put(clinic, administrator)

    assert len(on_the_rota(clinic)) == 1


@pytest.mark.parametrize("who", ["scheduler", "stranger_nurse", "let_go"])
def test_only_staff_who_take_on_flags_here_are_put_on_call(
    clinic: Clinic, administrator: User, request: pytest.FixtureRequest, who: str
) -> None:
    person = request.getfixturevalue("nurse" if who == "let_go" else who)
    person.is_active = who != "let_go"

    with pytest.raises(OnCallRefused) as refused:
        put(clinic, administrator, who=WhoIsOnCall(user=person))

    assert refused.value.field == "user"


def test_a_shift_over_the_night_of_the_clock_change_is_an_hour_shorter(
    clinic: Clinic, administrator: User
) -> None:
    night = (local("2026-03-07T19:00"), local("2026-03-08T07:00"))

    (shift,) = put(clinic, administrator, spans=[night])

    assert shift.ends_at - shift.starts_at == 11 * HOUR


def test_a_shift_to_come_is_taken_off_the_rota(clinic: Clinic, administrator: User) -> None:
    (shift,) = put(clinic, administrator)

    end_shift(shift=shift, by=administrator, at=TONIGHT[0])

    assert on_the_rota(clinic) == []


@pytest.mark.parametrize(
    ("at", "ends_at"), [(TONIGHT[0] + HOUR, TONIGHT[0] + HOUR), (TONIGHT[1] + HOUR, TONIGHT[1])]
)
def test_of_a_shift_that_has_begun_what_has_been_stays(
    clinic: Clinic, administrator: User, at: datetime, ends_at: datetime
) -> None:
    (shift,) = put(clinic, administrator)

    end_shift(shift=shift, by=administrator, at=at)

    assert on_the_rota(clinic) == [("Isolde Penhallow", TONIGHT[0], ends_at)]
