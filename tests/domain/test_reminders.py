"""The reminders of a plan against tables made by hand."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from aftercare.domain.reminders import PlannedReason, plan, plan_reasons
from aftercare.domain.timeline import Session, SessionStatus
from tests.domain.plan_story import (
    LONDON,
    LORD_HOWE,
    MONDAY,
    NEW_YORK,
    USUAL_QUIET,
    dates_of,
    instant,
    quiet,
    session,
    timeline,
    told_reminders,
)


def test_plan_of_one_upcoming_session() -> None:
    reminders = told_reminders([session("2026-06-11T10:00", "scheduled")], now=MONDAY)

    assert reminders == [
        ("2026-06-07T09:00-04:00", "2026-06-08T00:00-04:00", ["pause-tomorrow"]),
        ("2026-06-08T09:00-04:00", "2026-06-11T10:00-04:00", ["pause-start"]),
        ("2026-06-10T09:00-04:00", "2026-06-11T10:00-04:00", ["appointment"]),
    ]


@pytest.mark.parametrize("status", ["cancelled", "missed"])
def test_session_that_did_not_take_place_has_no_reminders(status: str) -> None:
    sessions = [session(MONDAY, status), session("2026-06-11T10:00", status)]

    assert told_reminders(sessions, now=MONDAY) == []


def test_scheduled_session_counts_as_performed_from_its_time_on() -> None:
    sessions = [session(MONDAY, "scheduled")]

    assert told_reminders(sessions, now="2026-06-01T09:59:59") == [
        ("2026-05-29T09:00-04:00", "2026-06-01T10:00-04:00", ["pause-start"]),
        ("2026-05-31T09:00-04:00", "2026-06-01T10:00-04:00", ["appointment"]),
    ]
    assert told_reminders(sessions, now=MONDAY) == told_reminders([session(MONDAY)], now=MONDAY)


def test_check_in_of_a_month_keeps_its_week_when_quiet_hours_delay_it() -> None:
    reminders = told_reminders([session(MONDAY)], "2026-08-01T10:00", quiet("22:00", "10:00"))

    assert reminders[0] == ("2026-09-01T10:00-04:00", "2026-09-08T09:00-04:00", ["check-in"])


@pytest.mark.parametrize(
    ("at", "months"),
    [
        ("2026-05-31T10:00", ["2026-08-31T09:00-04:00", "2026-09-30T09:00-04:00", "2027-02-28T09:00-05:00"]),
        ("2027-05-31T10:00", ["2027-08-31T09:00-04:00", "2027-09-30T09:00-04:00", "2028-02-29T09:00-05:00"]),
        ("2026-11-30T23:59", ["2027-02-28T09:00-05:00", "2027-03-30T09:00-04:00", "2027-08-30T09:00-04:00"]),
    ],
)
def test_months_are_those_of_the_calendar(at: str, months: list[str]) -> None:
    assert dates_of("check-in", [session(at)], at)[-3:] == months


@pytest.mark.parametrize(
    ("now", "first_due"),
    [
        ("2026-06-03T23:59:59", "2026-06-03T09:00-04:00"),  # late, but of use until midnight
        ("2026-06-04T00:00", "2026-06-04T09:00-04:00"),
        ("2026-09-08T08:59:59", "2026-09-01T09:00-04:00"),
        ("2026-09-08T09:00", "2026-10-01T09:00-04:00"),
    ],
)
def test_expired_reminder_is_left_out(now: str, first_due: str) -> None:
    assert told_reminders([session(MONDAY)], now)[0][0] == first_due


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("2026-06-02T22:59:59", ["check-in", "heat-check", "plan-change", "plan-ready"]),
        ("2026-06-02T23:00", ["check-in", "heat-check", "plan-change"]),
        ("2026-06-03T00:00", ["heat-check"]),
        ("2026-06-03T03:59:59", ["heat-check"]),
        ("2026-06-03T04:00", None),
    ],
)
def test_expired_reason_is_left_out_of_its_slot(now: str, told: list[str] | None) -> None:
    reminders = told_reminders([session("2026-06-01T22:00")], now, quiet("22:00", "09:00"))

    slots = {due: (expires, reasons) for due, expires, reasons in reminders}

    assert slots.get("2026-06-02T09:00-04:00") == (told and ("2026-06-03T04:00-04:00", told))


def test_reasons_of_several_sessions_share_a_slot() -> None:
    sessions = [session(MONDAY), session("2026-06-08T10:00")]

    reminders = told_reminders(sessions, now="2026-06-15T00:00")

    assert reminders[0] == (
        "2026-06-15T09:00-04:00",
        "2026-06-16T00:00-04:00",
        ["check-in", "check-in", "plan-change"],
    )


@pytest.mark.parametrize(
    ("zone", "at", "due"),
    [
        (
            LONDON,
            "2026-03-31T18:00",
            ["2026-03-27T09:00+00:00", "2026-03-28T09:00+00:00", "2026-03-30T09:00+01:00"],
        ),
        (
            LORD_HOWE,
            "2026-04-07T10:00",
            ["2026-04-03T09:00+11:00", "2026-04-04T09:00+11:00", "2026-04-06T09:00+10:30"],
        ),
        (
            NEW_YORK,
            "2026-11-03T00:00",
            ["2026-10-30T09:00-04:00", "2026-10-31T09:00-04:00", "2026-11-02T09:00-05:00"],
        ),
    ],
)
def test_pause_and_appointment_are_told_by_the_patients_clock(
    zone: ZoneInfo, at: str, due: list[str]
) -> None:
    now = "2026-01-01T00:00"

    reminders = told_reminders([session(at, "scheduled", zone)], now, zone=zone)

    assert [(told[0], told[2]) for told in reminders] == [
        (due[0], ["pause-tomorrow"]),
        (due[1], ["pause-start"]),
        (due[2], ["appointment"]),
    ]


@pytest.mark.parametrize(
    ("booked_at", "due"),
    [
        ("2026-06-07T23:59:59", "2026-06-08T09:00-04:00"),
        ("2026-06-08T00:00", "2026-06-08T08:00-04:00"),  # at once, but not at night
        ("2026-06-08T08:30", "2026-06-08T08:30-04:00"),
        ("2026-06-09T14:00", "2026-06-09T14:00-04:00"),
        ("2026-06-11T09:59:59", "2026-06-11T09:59-04:00"),
        ("2026-06-11T10:00", "2026-06-08T09:00-04:00"),
    ],
)
def test_pause_of_a_session_booked_within_it_is_told_at_once(booked_at: str, due: str) -> None:
    booked = Session(instant("2026-06-11T10:00"), SessionStatus.SCHEDULED, "s", instant(booked_at))

    assert dates_of("pause-start", [booked], MONDAY) == [due]


def test_key_names_the_reason_the_session_and_what_it_is_about() -> None:
    sessions = [session(MONDAY, key="one"), session("2026-06-22T10:00", "scheduled", key="two")]

    reasons = plan_reasons(timeline(*sessions), USUAL_QUIET, instant(MONDAY))

    assert sorted(reason.key for reason in reasons) == sorted(
        [
            "plan-ready:one",
            "heat-check:one",
            *(f"check-in:one:day-{day}" for day in (1, 2, 3, 4, 5, 6, 7, 14, 28)),
            *(f"check-in:one:month-{month}" for month in (3, 4, 9)),
            *(f"plan-change:2026-06-{day}" for day in ("02", "04", "06", "08", "15")),
            "pause-tomorrow:two:2026-06-22T14:00:00+00:00",
            "pause-start:two:2026-06-22T14:00:00+00:00",
            "appointment:two:2026-06-22T14:00:00+00:00",
        ]
    )


def test_reason_names_its_session_and_a_change_of_plan_names_none() -> None:
    sessions = [session("2026-05-01T10:00", "missed"), session(MONDAY)]

    reasons = plan_reasons(timeline(*sessions), USUAL_QUIET, instant(MONDAY))

    assert {reason.reason.value: reason.session for reason in reasons} == {
        "plan-ready": 1,
        "heat-check": 1,
        "check-in": 1,
        "plan-change": None,
    }


def test_all_reasons_are_planned_and_the_expired_ones_say_so() -> None:
    resolved, now = timeline(session(MONDAY)), instant("2026-06-03T00:00")

    reasons = plan_reasons(resolved, USUAL_QUIET, now)
    reminders = plan(resolved, USUAL_QUIET, now)

    def order(reason: PlannedReason) -> tuple[datetime, str, str]:
        return reason.due_at, reason.reason, reason.key

    assert [reason.key for reason in reasons if reason.expired(now)] == [
        "plan-ready:2026-06-01T10:00",
        "heat-check:2026-06-01T10:00",
        "check-in:2026-06-01T10:00:day-1",
        "plan-change:2026-06-02",
    ]
    assert [reason for reminder in reminders for reason in reminder.reasons] == [
        reason for reason in reasons if not reason.expired(now)
    ]
    assert list(reasons) == sorted(reasons, key=order)
