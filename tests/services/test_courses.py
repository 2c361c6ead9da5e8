"""A course is booked as a whole or not at all, and told once."""

from datetime import timedelta

import pytest

from aftercare.models import Patient, TreatmentSession, User
from aftercare.services.sessions import SessionRefused, book_course, move_session
from tests.cast import MONDAY, book, local, make_provider

WEEK = timedelta(days=7)
TIMES = [local(f"2026-{day}T10:00") for day in ("03-02", "03-16", "03-30")]


def ask_for(patient: Patient, **change: object) -> list[TreatmentSession]:
    asked = {
        "patient": patient,
        "times": TIMES,
        "treatment": "prp",
        "areas": [("knee", "left")],
        "by": patient.invited_by,
        "at": MONDAY - WEEK,
    }
    return book_course(**{**asked, **change})


def test_a_course_is_three_sessions_with_their_areas_and_their_history(patient: Patient) -> None:
    course = ask_for(patient)

    assert [one.scheduled_at for one in course] == TIMES
    assert [str(area) for one in course for area in one.areas.all()] == ["Left Knee"] * 3
    assert [change.kind for one in course for change in one.changes.all()] == ["booked"] * 3


def test_a_course_is_told_once_and_reminds_of_every_session(patient: Patient) -> None:
    ask_for(patient)

    reasons = [one["reason"] for row in patient.reminders.all() for one in row.reasons]
    assert (reasons.count("session-changed"), reasons.count("appointment")) == (1, 3)


def test_a_course_of_which_one_date_is_taken_is_refused_as_a_whole_and_names_it(
    patient: Patient, other_patient: Patient
) -> None:
    book(other_patient, TIMES[1] + timedelta(minutes=15), at=MONDAY - WEEK)

    with pytest.raises(SessionRefused) as refusal:
        ask_for(patient)

    assert refusal.value.reason == (
        "Mon 16 Mar, 10:00 am: Another session is booked at this time. Choose another."
    )
    assert (patient.sessions.count(), patient.reminders.count()) == (0, 0)


def test_a_course_closer_than_the_shortest_interval_needs_a_reason(patient: Patient) -> None:
    close = [MONDAY, MONDAY + timedelta(days=6)]

    with pytest.raises(SessionRefused) as refusal:
        ask_for(patient, times=close)

    assert refusal.value.field == "interval_reason"
    assert len(ask_for(patient, times=close, interval_reason="as agreed")) == 2


def test_a_course_finds_whoever_is_free_at_each_date(patient: Patient) -> None:
    adelaide, bertram = (
        make_provider(patient.clinic, name) for name in ("Adelaide Fernsby", "Bertram Holloway")
    )
    adelaide.time_off.create(starts_at=TIMES[1], ends_at=TIMES[1] + WEEK)

    course = ask_for(patient)

    assert [one.provider for one in course] == [adelaide, bertram, adelaide]


def test_each_session_of_a_course_moves_alone(patient: Patient, scheduler: User) -> None:
    second = ask_for(patient)[1]

    move_session(session=second, scheduled_at=TIMES[1] + timedelta(days=1), by=scheduler, at=MONDAY - WEEK)

    stored = patient.sessions.order_by("at", "id").values_list("at", flat=True)
    assert list(stored) == [TIMES[0], TIMES[1] + timedelta(days=1), TIMES[2]]
