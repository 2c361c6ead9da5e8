"""Who treats, where, and that nobody and no room is in two sessions at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection

from aftercare.models import Clinic, Patient, Provider, Room, TreatmentSession, User
from aftercare.services.session_places import SessionRefused, store
from aftercare.services.sessions import book_session, cancel_session, move_session
from tests.cast import MONDAY, local, make_patient, make_provider

MINUTE = timedelta(minutes=1)
WEEK = timedelta(days=7)


@pytest.fixture
def adelaide(clinic: Clinic) -> Provider:
    return make_provider(clinic, "Adelaide Fernsby")


@pytest.fixture
def bertram(clinic: Clinic) -> Provider:
    return make_provider(clinic, "Bertram Holloway")


@pytest.fixture
def room(clinic: Clinic) -> Room:
    return clinic.rooms.get()


@pytest.fixture
def second_room(clinic: Clinic) -> Room:
    return clinic.rooms.create(name="Yew room")


def ask_for(patient: Patient, **change: object) -> TreatmentSession:
    asked = {
        "patient": patient,
        "scheduled_at": MONDAY,
        "treatment": "prp",
        "areas": [("hip", "left")],
        "interval_reason": "as agreed",
        "by": patient.invited_by,
        "at": MONDAY - WEEK,
    }
    return book_session(**{**asked, **change})


def refusal_of(patient: Patient, **change: object) -> tuple[str, str]:
    with pytest.raises(SessionRefused) as refusal:
        ask_for(patient, **change)
    return refusal.value.field, refusal.value.reason


def test_without_a_wish_the_first_by_name_who_is_free_is_taken(
    patient: Patient,
    other_patient: Patient,
    bertram: Provider,
    adelaide: Provider,
    room: Room,
    second_room: Room,
) -> None:
    first, second = ask_for(patient), ask_for(other_patient)

    assert (first.provider, first.room) == (adelaide, room)
    assert (second.provider, second.room) == (bertram, second_room)


def test_a_wish_is_kept(patient: Patient, adelaide: Provider, bertram: Provider, second_room: Room) -> None:
    session = ask_for(patient, provider=bertram, room=second_room)

    assert (session.provider, session.room) == (bertram, second_room)


def test_a_clinic_without_providers_books_by_room_alone(patient: Patient, room: Room) -> None:
    session = ask_for(patient)

    assert (session.provider, session.room) == (None, room)


def test_a_provider_who_is_taken_is_refused_beside_the_field(
    patient: Patient, other_patient: Patient, adelaide: Provider, bertram: Provider, second_room: Room
) -> None:
    ask_for(patient, provider=adelaide)

    refused = refusal_of(other_patient, provider=adelaide, scheduled_at=MONDAY + 29 * MINUTE)

    assert refused == (
        "provider",
        "Adelaide Fernsby is taken at this time. Choose another, or any that is free.",
    )
    assert ask_for(other_patient, provider=adelaide, scheduled_at=MONDAY + 30 * MINUTE).provider == adelaide


def test_a_room_that_is_taken_is_refused_beside_the_field(
    patient: Patient, other_patient: Patient, room: Room, second_room: Room
) -> None:
    ask_for(patient, room=room)

    assert refusal_of(other_patient, room=room) == (
        "room",
        "Treatment room is taken at this time. Choose another, or any that is free.",
    )


def test_where_all_are_taken_the_time_is_refused(
    patient: Patient, other_patient: Patient, adelaide: Provider, second_room: Room
) -> None:
    ask_for(patient)

    assert refusal_of(other_patient) == ("time", "No provider is free at this time. Choose another.")


def test_a_patient_is_in_one_session_at_a_time(
    patient: Patient, adelaide: Provider, bertram: Provider, second_room: Room
) -> None:
    ask_for(patient)

    refused = refusal_of(patient, scheduled_at=MONDAY + 15 * MINUTE)

    assert refused == ("time", "This patient already has a session at this time.")


@pytest.mark.parametrize(
    ("time", "works"),
    [
        ("2026-03-02T07:59", False),
        ("2026-03-02T08:00", True),
        ("2026-03-02T11:30", True),
        ("2026-03-02T11:31", False),
        ("2026-03-02T12:30", False),
        ("2026-03-02T13:00", True),
        ("2026-03-02T16:31", False),
        ("2026-03-01T10:00", False),
    ],
)
def test_a_session_lies_within_the_providers_hours(
    patient: Patient, adelaide: Provider, time: str, works: bool
) -> None:
    try:
        refused = ask_for(patient, provider=adelaide, scheduled_at=local(time)) and ""
    except SessionRefused as refusal:
        refused = f"{refusal.field}: {refusal.reason}"

    assert refused == ("" if works else "provider: Adelaide Fernsby does not work at this time.")


def test_hours_that_touch_are_one_stretch(patient: Patient, adelaide: Provider) -> None:
    adelaide.hours.filter(weekday=0, begins="13:00").update(begins="12:00")

    assert ask_for(patient, provider=adelaide, scheduled_at=local("2026-03-02T11:45")).provider == adelaide


@pytest.mark.parametrize(
    ("scheduled_at", "free"),
    [
        (MONDAY - 30 * MINUTE, True),
        (MONDAY - 29 * MINUTE, False),
        (MONDAY + 59 * MINUTE, False),
        (MONDAY + 60 * MINUTE, True),
    ],
)
def test_time_off_is_half_open(
    patient: Patient, adelaide: Provider, scheduled_at: datetime, free: bool
) -> None:
    adelaide.time_off.create(starts_at=MONDAY, ends_at=MONDAY + 60 * MINUTE, note="a course")
    try:
        refused = ask_for(patient, provider=adelaide, scheduled_at=scheduled_at) and ""
    except SessionRefused as refusal:
        refused = f"{refusal.field}: {refusal.reason}"

    assert refused == ("" if free else "provider: Adelaide Fernsby is away until Mon 2 Mar, 11:00 am.")


def test_hours_are_those_of_the_clinics_wall_on_the_day_the_clocks_change(
    patient: Patient, adelaide: Provider
) -> None:
    adelaide.hours.create(weekday=6, begins="01:00", ends="03:00")
    night = local("2026-11-01T01:00")

    refused = refusal_of(patient, scheduled_at=night + 151 * MINUTE, provider=adelaide)

    assert refused[0] == "provider"
    assert ask_for(patient, scheduled_at=night + 150 * MINUTE, provider=adelaide).provider == adelaide


def test_the_buffer_keeps_room_and_provider_for_nobody_else(
    clinic: Clinic, patient: Patient, other_patient: Patient
) -> None:
    clinic.treatment_lengths.create(treatment="prp", minutes=45, buffer_minutes=15)
    session = ask_for(patient)

    refused = refusal_of(other_patient, scheduled_at=MONDAY + 59 * MINUTE)

    assert (session.slot_ends_at, session.buffer_ends_at) == (MONDAY + 45 * MINUTE, MONDAY + 60 * MINUTE)
    assert refused == ("time", "Another session is booked at this time. Choose another.")
    assert ask_for(other_patient, scheduled_at=MONDAY + 60 * MINUTE).pk


def test_the_buffer_may_run_past_the_providers_hours(
    clinic: Clinic, patient: Patient, adelaide: Provider
) -> None:
    clinic.treatment_lengths.create(treatment="prp", minutes=45, buffer_minutes=15)

    assert ask_for(patient, scheduled_at=local("2026-03-02T11:15")).provider == adelaide


def test_who_or_what_is_no_longer_there_is_refused(
    clinic: Clinic, patient: Patient, adelaide: Provider, bertram: Provider, second_room: Room
) -> None:
    clinic.providers.filter(pk=adelaide.pk).update(is_active=False)
    clinic.rooms.filter(pk=second_room.pk).update(is_active=False)

    assert refusal_of(patient, provider=adelaide) == (
        "provider",
        "Adelaide Fernsby does not treat here any more.",
    )
    assert refusal_of(patient, room=second_room) == ("room", "Yew room is not in use any more.")
    assert ask_for(patient).provider == bertram


def test_another_clinics_room_is_none_of_this_one(patient: Patient, other_clinic: Clinic) -> None:
    assert refusal_of(patient, room=other_clinic.rooms.get())[0] == "room"


def test_a_clinic_without_a_room_cannot_book(clinic: Clinic, patient: Patient) -> None:
    clinic.rooms.update(is_active=False)

    assert refusal_of(patient) == ("time", "The clinic has no room in use. An administrator adds one.")


def test_moving_keeps_provider_and_room_where_they_are_free(
    patient: Patient, adelaide: Provider, bertram: Provider, second_room: Room, scheduler: User
) -> None:
    session = ask_for(patient, provider=bertram, room=second_room)

    moved = move_session(session=session, scheduled_at=MONDAY + WEEK, by=scheduler, at=MONDAY - WEEK)

    assert (moved.provider, moved.room) == (bertram, second_room)


def test_moving_to_another_room_alone_is_not_told(
    patient: Patient, room: Room, second_room: Room, scheduler: User
) -> None:
    session = ask_for(patient, room=room)
    told = patient.reminders.count()

    moved = move_session(
        session=session, scheduled_at=MONDAY, room=second_room, by=scheduler, at=MONDAY - WEEK
    )

    assert (moved.room, patient.reminders.count()) == (second_room, told)


def test_moving_by_half_a_slot_is_not_in_its_own_way(patient: Patient, scheduler: User) -> None:
    session = ask_for(patient)

    moved = move_session(session=session, scheduled_at=MONDAY + 15 * MINUTE, by=scheduler, at=MONDAY - WEEK)

    assert moved.scheduled_at == MONDAY + 15 * MINUTE


def test_the_history_holds_who_did_what_when_and_why(
    patient: Patient, adelaide: Provider, room: Room, scheduler: User
) -> None:
    session = ask_for(patient)
    move_session(
        session=session, scheduled_at=MONDAY + WEEK, reason="asked by phone", by=scheduler, at=MONDAY - WEEK
    )
    cancel_session(session=session, reason="has moved away", by=scheduler, at=MONDAY)

    kept = session.changes.order_by("id").values_list(
        "kind", "at", "session_at", "reason", "by", "provider", "room"
    )
    people = (scheduler.pk, adelaide.pk, room.pk)
    assert list(kept) == [
        ("booked", MONDAY - WEEK, MONDAY, "", *people),
        ("moved", MONDAY - WEEK, MONDAY + WEEK, "asked by phone", *people),
        ("cancelled", MONDAY, MONDAY + WEEK, "has moved away", *people),
    ]


def test_what_the_desk_does_not_see_the_database_refuses_in_words(
    clinic: Clinic, patient: Patient, other_patient: Patient, second_room: Room
) -> None:
    session, other = ask_for(patient), ask_for(other_patient)
    clinic.sessions.filter(pk=other.pk).update(
        status="missed", recorded_at=MONDAY, recorded_by=other.booked_by
    )
    stale = ask_for(other_patient, scheduled_at=MONDAY + 60 * MINUTE)
    stale.room, stale.scheduled_at, stale.at = session.room, session.scheduled_at, session.at

    with pytest.raises(SessionRefused) as refusal:
        store(stale)

    assert refusal.value.reason == "Another session is booked at this time. Choose another."


@pytest.mark.django_db(transaction=True)
def test_of_many_bookings_at_once_each_finds_whoever_is_still_free(
    clinic: Clinic, scheduler: User, adelaide: Provider, bertram: Provider, second_room: Room
) -> None:
    patients = [
        make_patient(clinic, f"Patient {number}", f"p{number}@patients.example", scheduler)
        for number in range(2)
    ]

    def try_to_book(patient: Patient) -> str:
        try:
            return ask_for(patient).provider.name
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as desks:
        answers = set(desks.map(try_to_book, patients))

    assert answers == {"Adelaide Fernsby", "Bertram Holloway"}
