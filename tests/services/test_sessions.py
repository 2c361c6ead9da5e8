from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from aftercare.models import Patient, Reminder, TreatmentSession, User, Watch
from aftercare.services.care import set_care
from aftercare.services.sessions import (
    SessionRefused,
    book_session,
    cancel_session,
    complete_session,
    mark_session_missed,
    move_session,
)
from tests.cast import MONDAY, book, complete, let_go_out, local

WEEK = timedelta(days=7)
MINUTE = timedelta(minutes=1)


def ask_for(patient: Patient, by: User, **change: object) -> TreatmentSession:
    asked = {
        "patient": patient,
        "scheduled_at": MONDAY,
        "treatment": "prp",
        "areas": [("hip", "left"), ("hip", "left"), ("neck", "")],
        "by": by,
        "at": MONDAY - WEEK,
    }
    return book_session(**{**asked, **change})


def due_times(patient: Patient, reason: str) -> list:
    rows = patient.reminders.filter(state="planned").order_by("due_at", "id")
    return [row.due_at for row in rows if any(one["reason"] == reason for one in row.reasons)]


def test_booking_stores_the_session_with_its_areas_once_each(patient: Patient, scheduler: User) -> None:
    session = ask_for(patient, scheduler)

    assert (session.status, session.at, session.slot_ends_at) == ("scheduled", MONDAY, MONDAY + 30 * MINUTE)
    assert [(one.area, one.side) for one in session.areas.order_by("id")] == [("hip", "left"), ("neck", "")]


def test_booking_plans_the_reminders_before_the_session_and_tells_the_patient(
    patient: Patient, scheduler: User
) -> None:
    ask_for(patient, scheduler)

    assert due_times(patient, "session-changed") == [MONDAY - WEEK]
    assert due_times(patient, "pause-tomorrow") == [local("2026-02-26T09:00")]
    assert due_times(patient, "pause-start") == [local("2026-02-27T09:00")]
    assert due_times(patient, "appointment") == [local("2026-03-01T09:00")]


def test_booking_in_quiet_hours_is_told_when_they_end(patient: Patient, scheduler: User) -> None:
    ask_for(patient, scheduler, at=local("2026-02-23T22:00"))

    assert due_times(patient, "session-changed") == [local("2026-02-24T08:00")]


def test_booking_at_this_very_instant_is_refused_and_a_minute_later_is_not(
    patient: Patient, scheduler: User
) -> None:
    with pytest.raises(SessionRefused) as refusal:
        ask_for(patient, scheduler, at=MONDAY)

    assert refusal.value.field == "time"
    assert TreatmentSession.objects.count() == 0
    assert ask_for(patient, scheduler, at=MONDAY - MINUTE).at == MONDAY


def test_booking_into_a_taken_slot_is_refused_and_right_after_it_is_not(
    patient: Patient, other_patient: Patient, scheduler: User
) -> None:
    ask_for(patient, scheduler)

    with pytest.raises(SessionRefused) as refusal:
        ask_for(other_patient, scheduler, scheduled_at=MONDAY + 29 * MINUTE)

    assert refusal.value.field == "time"
    assert other_patient.reminders.count() == 0
    assert ask_for(other_patient, scheduler, scheduled_at=MONDAY + 30 * MINUTE).at == MONDAY + 30 * MINUTE


def test_booking_at_the_same_time_in_another_clinic_is_fine(
    patient: Patient, foreign_patient: Patient, scheduler: User, stranger_scheduler: User
) -> None:
    ask_for(patient, scheduler)

    assert ask_for(foreign_patient, stranger_scheduler).at == MONDAY


def test_booking_for_another_clinics_patient_is_refused(patient: Patient, stranger_scheduler: User) -> None:
    with pytest.raises(SessionRefused) as refusal:
        ask_for(patient, stranger_scheduler)

    assert refusal.value.field == "patient"


@pytest.mark.parametrize("care", ["left", "deceased"])
def test_booking_for_somebody_out_of_care_is_refused_whatever_the_page_knew(
    patient: Patient, scheduler: User, care: str
) -> None:
    set_care(patient=Patient.objects.get(pk=patient.pk), care=care, by=scheduler, at=MONDAY - WEEK)

    with pytest.raises(SessionRefused, match="patient: No longer in your care: nothing can be booked"):
        ask_for(patient, scheduler)

    assert not TreatmentSession.objects.exists()


@pytest.mark.parametrize("care", ["left", "deceased"])
def test_a_session_of_somebody_out_of_care_can_only_be_cancelled(
    patient: Patient, scheduler: User, care: str
) -> None:
    session = ask_for(patient, scheduler)
    set_care(patient=patient, care=care, by=scheduler, at=MONDAY - WEEK)

    with pytest.raises(SessionRefused, match="the session can only be cancelled"):
        move_session(session=session, scheduled_at=MONDAY + WEEK, by=scheduler, at=MONDAY - WEEK)

    assert cancel_session(session=session, by=scheduler, at=MONDAY - WEEK).status == "cancelled"


def test_booking_six_days_after_needs_a_reason_and_seven_does_not(patient: Patient, scheduler: User) -> None:
    complete(patient, MONDAY)
    six_days = local("2026-03-08T15:00")

    with pytest.raises(SessionRefused) as refusal:
        ask_for(patient, scheduler, scheduled_at=six_days, at=MONDAY + MINUTE)

    assert refusal.value.field == "interval_reason"
    with_reason = ask_for(
        patient, scheduler, scheduled_at=six_days, at=MONDAY + MINUTE, interval_reason="the physician asked"
    )
    cancel_session(session=with_reason, by=scheduler, at=MONDAY + 2 * MINUTE)
    assert ask_for(patient, scheduler, scheduled_at=local("2026-03-09T08:00"), at=MONDAY + 3 * MINUTE).pk


def test_a_reason_is_kept_only_where_the_time_needs_one(patient: Patient, scheduler: User) -> None:
    complete(patient, MONDAY)
    close, far = local("2026-03-08T15:00"), local("2026-03-18T15:00")

    session = ask_for(
        patient, scheduler, scheduled_at=close, at=MONDAY + MINUTE, interval_reason="flies home"
    )
    kept = session.interval_reason
    moved = move_session(
        session=session,
        scheduled_at=far,
        interval_reason="flies home",
        by=scheduler,
        at=MONDAY + 2 * MINUTE,
    )

    assert (kept, moved.interval_reason) == ("flies home", "")


def test_moving_moves_the_reminders_and_tells_the_patient(patient: Patient, scheduler: User) -> None:
    session = ask_for(patient, scheduler)
    at = MONDAY - WEEK + 5 * MINUTE

    move_session(session=session, scheduled_at=MONDAY + WEEK, by=scheduler, at=at)

    assert due_times(patient, "appointment") == [local("2026-03-08T09:00")]
    assert due_times(patient, "session-changed") == [MONDAY - WEEK, at]


def test_moving_repeats_an_appointment_reminder_that_was_sent_for_the_old_time(
    patient: Patient, scheduler: User
) -> None:
    session = ask_for(patient, scheduler)
    day_before = local("2026-03-01T09:00")
    for reminder in patient.reminders.due(day_before):
        let_go_out(reminder, day_before)

    move_session(session=session, scheduled_at=MONDAY + WEEK, by=scheduler, at=day_before + MINUTE)

    assert due_times(patient, "appointment") == [local("2026-03-08T09:00")]


def test_moving_into_its_own_pause_tells_of_the_pause_at_once_and_records_what_came_too_late(
    patient: Patient, scheduler: User
) -> None:
    session = ask_for(patient, scheduler, scheduled_at=MONDAY + WEEK)
    at = local("2026-02-28T12:00")

    move_session(session=session, scheduled_at=MONDAY, by=scheduler, at=at)

    assert due_times(patient, "pause-start") == [at]
    skipped = patient.reminders.get(state="skipped")
    assert [one["reason"] for one in skipped.reasons] == ["pause-tomorrow"]


def test_moving_to_the_same_time_is_refused(patient: Patient, scheduler: User) -> None:
    session = ask_for(patient, scheduler)

    with pytest.raises(SessionRefused) as refusal:
        move_session(session=session, scheduled_at=MONDAY, by=scheduler, at=MONDAY - WEEK)

    assert refusal.value.field == "status"


def test_cancelling_drops_the_reminders_of_the_session(patient: Patient, scheduler: User) -> None:
    session = ask_for(patient, scheduler)

    cancel_session(session=session, by=scheduler, at=MONDAY - timedelta(days=1))

    assert due_times(patient, "appointment") == []
    assert Watch.objects.filter(patient=patient).count() == 0
    session.refresh_from_db()
    assert (session.status, session.recorded_by) == ("cancelled", scheduler)


def test_cancelling_twice_is_refused_in_words(patient: Patient, scheduler: User) -> None:
    session = ask_for(patient, scheduler)
    cancel_session(session=session, by=scheduler, at=MONDAY - timedelta(days=1))

    with pytest.raises(SessionRefused) as refusal:
        cancel_session(session=session, by=scheduler, at=MONDAY - timedelta(days=1))

    assert refusal.value.reason == "This session is already recorded as cancelled."


def test_missing_is_recorded_from_the_sessions_time_on_and_not_before(
    patient: Patient, scheduler: User
) -> None:
    session = ask_for(patient, scheduler)

    with pytest.raises(SessionRefused) as refusal:
        mark_session_missed(session=session, by=scheduler, at=MONDAY - MINUTE)

    assert refusal.value.field == "status"
    assert mark_session_missed(session=session, by=scheduler, at=MONDAY).status == "missed"


def test_completing_pins_the_protocol_and_counts_from_the_time_the_treatment_ended(
    patient: Patient, scheduler: User
) -> None:
    session = complete(patient, MONDAY)

    assert (session.status, session.at, session.protocol_version.version) == ("completed", MONDAY, 3)
    assert due_times(patient, "plan-ready") == [MONDAY + timedelta(hours=1)]
    assert due_times(patient, "heat-check") == [MONDAY + timedelta(hours=6)]


def test_completing_starts_the_silence_clocks(patient: Patient) -> None:
    complete(patient, MONDAY)

    assert list(Watch.objects.order_by("due_at").values_list("rule", "due_at")) == [
        ("no-check-in-48h", MONDAY + timedelta(hours=48)),
        ("no-check-in-day-8", local("2026-03-10T10:00")),
    ]


def test_completing_in_the_future_or_long_before_the_booked_time_is_refused(
    patient: Patient, scheduler: User
) -> None:
    session = book(patient, MONDAY)
    done = {"session": session, "treatment": "prp", "areas": [], "by": scheduler}

    with pytest.raises(SessionRefused) as future:
        complete_session(completed_at=MONDAY + MINUTE, at=MONDAY, **done)
    with pytest.raises(SessionRefused) as early:
        complete_session(completed_at=MONDAY - timedelta(hours=24) - MINUTE, at=MONDAY, **done)

    assert (future.value.field, early.value.field) == ("time", "date")
    assert (
        complete_session(completed_at=MONDAY - timedelta(hours=24), at=MONDAY, **done).status == "completed"
    )


def test_a_change_by_another_clinic_is_refused(patient: Patient, stranger_scheduler: User) -> None:
    session = book(patient, MONDAY)

    with pytest.raises(SessionRefused) as refusal:
        cancel_session(session=session, by=stranger_scheduler, at=MONDAY - MINUTE)

    assert refusal.value.field == "patient"


def test_two_sessions_of_one_patient_cannot_count_from_one_instant(patient: Patient, scheduler: User) -> None:
    complete(patient, MONDAY)
    second = book(patient, MONDAY + timedelta(hours=2), at=MONDAY)

    with pytest.raises(SessionRefused) as refusal:
        complete_session(
            session=second, completed_at=MONDAY, treatment="prp", areas=[], by=scheduler, at=MONDAY + WEEK
        )

    assert refusal.value.field == "time"
    assert Reminder.objects.filter(patient=patient, state="planned").exists()


def test_what_the_database_refuses_for_another_reason_is_no_taken_time(
    patient: Patient, scheduler: User
) -> None:
    with pytest.raises(IntegrityError, match="session_dose_1_to_15"), transaction.atomic():
        ask_for(patient, scheduler, dose_billion_vesicles=16)

    assert TreatmentSession.objects.count() == 0
