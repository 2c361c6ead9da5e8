"""What is free on a day: with a provider, in a room, or with and in any."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest

from aftercare.domain.clinical_time import to_local
from aftercare.models import Clinic, Patient, Provider
from aftercare.queries.desk import load_desk, look_up
from aftercare.queries.schedule_free import Openings, shortest
from aftercare.queries.spans import Span, both, joined, without
from tests.cast import MONDAY, NEW_YORK, book, local, make_provider

NINE = local("2026-03-03T09:00")
HOUR = timedelta(hours=1)
TUESDAY = date(2026, 3, 3)


def hours(*pairs: tuple[int, int]) -> list[Span]:
    return [(NINE + a * HOUR, NINE + b * HOUR) for a, b in pairs]


def openings(clinic: Clinic, day: date = TUESDAY, now: datetime = MONDAY) -> Openings:
    fresh = Clinic.objects.get(pk=clinic.pk)
    desk = load_desk(fresh, since=MONDAY - timedelta(days=30))
    return Openings(look_up(desk, (MONDAY, MONDAY + timedelta(days=30))), day, now)


def shown(spans: list[Span]) -> list[str]:
    return [f"{to_local(a, NEW_YORK):%H:%M}-{to_local(b, NEW_YORK):%H:%M}" for a, b in spans]


def free(
    clinic: Clinic, *, provider: UUID | None = None, room: UUID | None = None, **day: object
) -> list[str]:
    found = openings(clinic, **day)
    return shown(
        found.free(
            next((one for one in found.desk.providers if one.pk == provider), None),
            next((one for one in found.desk.rooms if one.pk == room), None),
        )
    )


# --- stretches of time


def test_stretches_that_touch_or_overlap_are_one_and_empty_ones_none():
    assert joined(hours((3, 4), (0, 1), (1, 2), (5, 5), (3, 5))) == hours((0, 2), (3, 5))


def test_what_lies_in_both_is_cut_at_both_edges():
    assert both(hours((0, 3), (5, 8)), hours((2, 6))) == hours((2, 3), (5, 6))


def test_what_is_taken_out_leaves_what_is_before_and_after():
    assert without(hours((0, 8)), hours((2, 3), (7, 9))) == hours((0, 2), (3, 7))


# --- what is free


def test_a_clinic_that_has_named_nobody_is_free_in_its_hours(clinic: Clinic):
    assert free(clinic) == ["08:00-18:00"]


@pytest.mark.parametrize("day", [date(2026, 3, 7), date(2026, 3, 6)], ids=["saturday", "holiday"])
def test_nothing_is_free_on_a_day_without_work(clinic: Clinic, day: date):
    clinic.holidays.create(date=date(2026, 3, 6), name="Founders' day")

    assert free(clinic, day=day) == []


def test_a_provider_is_free_in_their_hours_but_for_time_off_and_sessions_with_what_is_kept_after_them(
    clinic: Clinic, patient: Patient
):
    provider = make_provider(clinic, "Adelaide Fernsby")
    clinic.treatment_lengths.create(treatment="exosome", minutes=30, buffer_minutes=15)
    book(patient, local("2026-03-03T10:00"), at=MONDAY)
    provider.time_off.create(starts_at=local("2026-03-03T15:00"), ends_at=local("2026-03-05T09:00"))

    assert free(clinic, provider=provider.pk) == ["08:00-10:00", "10:45-12:00", "13:00-15:00"]


def test_a_provider_is_not_free_while_every_room_is_taken(clinic: Clinic, patient: Patient):
    book(patient, local("2026-03-03T10:00"), at=MONDAY)
    provider = make_provider(clinic, "Adelaide Fernsby")

    assert free(clinic, provider=provider.pk) == ["08:00-10:00", "10:30-12:00", "13:00-17:00"]


def test_a_room_is_free_while_any_provider_is(clinic: Clinic):
    first, second = make_provider(clinic, "Adelaide Fernsby"), make_provider(clinic, "Ambrose Larkmoor")
    first.hours.filter(begins=time(13)).delete()
    second.hours.filter(begins=time(8)).delete()

    assert free(clinic, room=clinic.rooms.get().pk) == ["08:00-12:00", "13:00-17:00"]


def test_a_room_is_taken_by_its_own_sessions_alone(clinic: Clinic, patient: Patient):
    session = book(patient, local("2026-03-03T10:00"), at=MONDAY)
    other = clinic.rooms.create(name="Room 2")

    assert free(clinic, room=other.pk) == ["08:00-18:00"]
    assert free(clinic, room=session.room_id) == ["08:00-10:00", "10:30-18:00"]


@pytest.mark.parametrize(
    ("now", "first"),
    [("2026-03-03T09:45", "09:45-18:00"), ("2026-03-03T09:46", "10:00-18:00"), ("2026-03-03T18:00", "")],
)
def test_what_is_past_is_not_free(clinic: Clinic, now: str, first: str):
    assert free(clinic, now=local(now)) == ([first] if first else [])


@pytest.mark.parametrize(("until", "found"), [("08:29", []), ("08:30", ["08:00-08:30"])])
def test_a_stretch_too_short_for_the_shortest_treatment_is_not_free(
    clinic: Clinic, until: str, found: list[str]
):
    provider: Provider = clinic.providers.create(name="Adelaide Fernsby")
    provider.hours.create(weekday=1, begins=time(8), ends=time.fromisoformat(until))

    assert free(clinic, provider=provider.pk) == found


def test_the_shortest_treatment_is_the_slot_where_no_length_is_shorter(clinic: Clinic):
    clinic.treatment_lengths.create(treatment="prp", minutes=45)
    usual = shortest(openings(clinic).desk)
    clinic.treatment_lengths.create(treatment="exosome", minutes=20)

    assert (usual, shortest(openings(clinic).desk)) == (timedelta(minutes=30), timedelta(minutes=20))
