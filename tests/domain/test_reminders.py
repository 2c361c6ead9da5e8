"""The reminders of a plan against tables made by hand."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from aftercare.domain.clinical_time import QuietHours
from aftercare.domain.reminders import PlannedReason, plan, plan_reasons
from aftercare.domain.timeline import Session, SessionStatus, resolve
from tests.domain.plan_story import (
    LONDON,
    LORD_HOWE,
    NEW_YORK,
    PROTOCOL,
    USUAL_QUIET,
    instant,
    local,
    session,
    timeline,
    told_reminders,
)

MONDAY = "2026-06-01T10:00"
NO_QUIET = QuietHours(time(), time())
HAVANA = ZoneInfo("America/Havana")


def quiet(start: str, end: str) -> QuietHours:
    return QuietHours(time.fromisoformat(start), time.fromisoformat(end))


def reason_of(
    reason: str, at: str, quiet_hours: QuietHours = USUAL_QUIET, zone: ZoneInfo = NEW_YORK
) -> tuple[str | None, str | None]:
    """When the only reason of that kind of one completed session is due and expires."""
    resolved = timeline(session(at, zone=zone), zone=zone)
    found = [told for told in plan_reasons(resolved, quiet_hours, instant(at, zone)) if told.reason == reason]
    assert len(found) == 1
    return local(found[0].due_at, zone), local(found[0].expires_at, zone)


def dates_of(
    reason: str, sessions: list[Session], now: str, quiet_hours: QuietHours = USUAL_QUIET
) -> list[str | None]:
    resolved = resolve(PROTOCOL, sessions, NEW_YORK)
    told = plan_reasons(resolved, quiet_hours, instant(now))
    return [local(planned.due_at) for planned in told if planned.reason == reason]


def test_plan_of_one_completed_session() -> None:
    reminders = told_reminders([session(MONDAY)], now=MONDAY)

    assert reminders == [
        ("2026-06-01T11:00-04:00", "2026-06-02T11:00-04:00", ["plan-ready"]),
        ("2026-06-01T16:00-04:00", "2026-06-02T16:00-04:00", ["heat-check"]),
        ("2026-06-02T09:00-04:00", "2026-06-03T00:00-04:00", ["check-in", "plan-change"]),  # wraps
        ("2026-06-03T09:00-04:00", "2026-06-04T00:00-04:00", ["check-in"]),
        ("2026-06-04T09:00-04:00", "2026-06-05T00:00-04:00", ["check-in", "plan-change"]),  # public water
        ("2026-06-05T09:00-04:00", "2026-06-06T00:00-04:00", ["check-in"]),
        ("2026-06-06T09:00-04:00", "2026-06-07T00:00-04:00", ["check-in", "plan-change"]),  # fish oil
        ("2026-06-07T09:00-04:00", "2026-06-08T00:00-04:00", ["check-in"]),
        ("2026-06-08T09:00-04:00", "2026-06-09T00:00-04:00", ["check-in", "plan-change"]),  # a week is over
        ("2026-06-15T09:00-04:00", "2026-06-16T00:00-04:00", ["check-in", "plan-change"]),  # sugar
        ("2026-06-29T09:00-04:00", "2026-06-30T00:00-04:00", ["check-in", "plan-change"]),  # intense exercise
        ("2026-09-01T09:00-04:00", "2026-09-08T09:00-04:00", ["check-in"]),
        ("2026-10-01T09:00-04:00", "2026-10-08T09:00-04:00", ["check-in"]),
        ("2027-03-01T09:00-05:00", "2027-03-08T09:00-05:00", ["check-in"]),
    ]


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


@pytest.mark.parametrize(
    ("at", "quiet_hours", "due", "expires"),
    [
        ("2026-06-01T19:59", USUAL_QUIET, "2026-06-01T20:59-04:00", "2026-06-02T20:59-04:00"),
        ("2026-06-01T20:00", USUAL_QUIET, "2026-06-02T08:00-04:00", "2026-06-02T21:00-04:00"),
        ("2026-06-01T23:59", USUAL_QUIET, "2026-06-02T08:00-04:00", "2026-06-03T00:59-04:00"),
        ("2026-06-01T06:59", USUAL_QUIET, "2026-06-01T08:00-04:00", "2026-06-02T07:59-04:00"),
        ("2026-06-01T07:00", USUAL_QUIET, "2026-06-01T08:00-04:00", "2026-06-02T08:00-04:00"),
        # moved only where the end of the quiet hours is before the expiry
        ("2026-06-01T10:00", quiet("11:00", "10:59"), "2026-06-02T10:59-04:00", "2026-06-02T11:00-04:00"),
        ("2026-06-01T10:00", quiet("10:59", "10:58"), "2026-06-02T10:58-04:00", "2026-06-02T11:00-04:00"),
        # 24 hours are elapsed hours
        ("2026-03-07T10:00", USUAL_QUIET, "2026-03-07T11:00-05:00", "2026-03-08T12:00-04:00"),
        ("2026-10-31T10:00", USUAL_QUIET, "2026-10-31T11:00-04:00", "2026-11-01T10:00-05:00"),
        # that day has 25 hours: the quiet ones end when it has expired
        ("2026-10-31T10:00", quiet("10:30", "10:00"), "2026-10-31T11:00-04:00", "2026-11-01T10:00-05:00"),
    ],
)
def test_plan_ready_is_due_an_hour_after_the_session(
    at: str, quiet_hours: QuietHours, due: str, expires: str
) -> None:
    assert reason_of("plan-ready", at, quiet_hours) == (due, expires)


@pytest.mark.parametrize(
    ("at", "quiet_hours", "due", "expires"),
    [
        ("2026-06-01T14:59", USUAL_QUIET, "2026-06-01T20:59-04:00", "2026-06-02T20:59-04:00"),
        # in quiet hours: half an hour before they begin, and the expiry counts from there
        ("2026-06-01T15:00", USUAL_QUIET, "2026-06-01T20:30-04:00", "2026-06-02T20:30-04:00"),
        ("2026-06-01T19:30", USUAL_QUIET, "2026-06-01T20:30-04:00", "2026-06-02T20:30-04:00"),
        # less than an hour after the session: late rather than early
        ("2026-06-01T19:31", USUAL_QUIET, "2026-06-02T08:00-04:00", "2026-06-03T01:31-04:00"),
        ("2026-06-01T23:59", USUAL_QUIET, "2026-06-02T08:00-04:00", "2026-06-03T05:59-04:00"),
        ("2026-06-02T01:59", USUAL_QUIET, "2026-06-02T08:00-04:00", "2026-06-03T07:59-04:00"),
        ("2026-06-02T02:00", USUAL_QUIET, "2026-06-02T08:00-04:00", "2026-06-03T08:00-04:00"),
        # quiet hours that do not run past midnight
        ("2026-06-01T19:00", quiet("00:00", "06:00"), "2026-06-01T23:30-04:00", "2026-06-02T23:30-04:00"),
        ("2026-06-01T07:00", quiet("12:30", "14:00"), "2026-06-01T12:00-04:00", "2026-06-02T12:00-04:00"),
        # quiet nearly always: half an hour before they begin it is still quiet from the day before
        ("2026-06-01T04:00", quiet("09:00", "08:45"), "2026-06-01T08:45-04:00", "2026-06-02T08:30-04:00"),
        # over a change of clocks
        ("2026-03-07T19:00", USUAL_QUIET, "2026-03-07T20:30-05:00", "2026-03-08T21:30-04:00"),
        ("2026-10-31T23:00", NO_QUIET, "2026-11-01T04:00-05:00", "2026-11-02T04:00-05:00"),
    ],
)
def test_heat_check_comes_before_quiet_hours_where_it_can(
    at: str, quiet_hours: QuietHours, due: str, expires: str
) -> None:
    assert reason_of("heat-check", at, quiet_hours) == (due, expires)


def test_heat_check_before_quiet_hours_that_begin_at_a_skipped_midnight() -> None:
    due, _ = reason_of("heat-check", "2026-03-07T20:00", quiet("00:00", "06:00"), HAVANA)

    assert due == "2026-03-07T23:30-05:00"


@pytest.mark.parametrize(
    ("quiet_hours", "due", "expires"),
    [
        (USUAL_QUIET, "2026-06-03T09:00-04:00", "2026-06-04T00:00-04:00"),
        (quiet("22:00", "10:00"), "2026-06-03T10:00-04:00", "2026-06-04T00:00-04:00"),
        (quiet("09:00", "23:59"), "2026-06-03T23:59-04:00", "2026-06-04T00:00-04:00"),
        (quiet("09:00", "00:00"), "2026-06-03T09:00-04:00", "2026-06-04T00:00-04:00"),  # too late by then
        (quiet("08:59", "08:58"), "2026-06-03T09:00-04:00", "2026-06-04T00:00-04:00"),
        (quiet("00:00", "09:00"), "2026-06-03T09:00-04:00", "2026-06-04T00:00-04:00"),
    ],
)
def test_check_in_moves_out_of_quiet_hours_before_its_date_is_over(
    quiet_hours: QuietHours, due: str, expires: str
) -> None:
    reminders = told_reminders([session(MONDAY)], "2026-06-03T00:00", quiet_hours)

    assert next(told for told in reminders if told[2] == ["check-in"]) == (due, expires, ["check-in"])


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
    ("days", "told", "untold"),
    [
        (8, [], ["2026-06-06"]),  # fish oil: its five days run into the pause
        (9, [], ["2026-06-06"]),  # free for 14 hours only
        (10, ["2026-06-06"], []),  # free for 38 hours
        (14, ["2026-06-06", "2026-06-08"], []),
        (21, ["2026-06-06", "2026-06-08", "2026-06-15"], []),
    ],
)
def test_lift_is_told_where_nothing_stricter_follows_within_a_day(
    days: int, told: list[str], untold: list[str]
) -> None:
    second = (datetime.fromisoformat(MONDAY) + timedelta(days=days)).isoformat()

    dates = {
        due[:10]
        for due in dates_of("plan-change", [session(MONDAY), session(second, "scheduled")], MONDAY)
        if due
    }

    assert set(told) <= dates
    assert not set(untold) & dates


@pytest.mark.parametrize(("second", "told"), [("2026-06-10T00:00", True), ("2026-06-09T23:59", False)])
def test_lift_of_exactly_24_hours_is_told(second: str, told: bool) -> None:
    # fish oil is free from day 5 at 00:00; the pause of the second session begins on day 6 or day 5 at 00:00
    sessions = [session("2026-06-01T00:00"), session(second, "scheduled")]

    assert ("2026-06-06T09:00-04:00" in dates_of("plan-change", sessions, "2026-06-01T00:00")) is told


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        # 23 hours long, though from 00:00 to 00:00: clocks go forward
        ("2026-03-03T00:00", "2026-03-12T10:00", False),
        # 25 hours long, though from 00:30 to 00:00 on the wall: clocks go back
        ("2026-10-27T00:30", "2026-11-05T10:00", True),
        ("2026-10-27T01:00", "2026-11-05T10:00", True),  # 24 hours to the minute
        ("2026-10-27T01:01", "2026-11-05T10:00", False),
        ("2026-10-28T00:01", "2026-11-06T10:00", False),
    ],
)
def test_day_after_a_lift_is_24_elapsed_hours(first: str, second: str, told: bool) -> None:
    lifted = datetime.fromisoformat(first) + timedelta(days=5)

    dates = dates_of("plan-change", [session(first), session(second, "scheduled")], first)

    assert any(due is not None and due.startswith(lifted.date().isoformat()) for due in dates) is told


def test_lift_waits_until_the_earliest_upcoming_session_is_performed() -> None:
    sessions = [
        session(MONDAY),
        session("2026-06-08T10:00", "scheduled"),
        session("2026-06-29T10:00", "scheduled"),
    ]

    before = dates_of("plan-change", sessions, "2026-06-08T09:59:59")
    after = dates_of("plan-change", sessions, "2026-06-08T10:00")

    assert before == ["2026-06-02T09:00-04:00", "2026-06-04T09:00-04:00"]
    assert after == [
        *before,
        "2026-06-09T09:00-04:00",
        "2026-06-11T09:00-04:00",
        "2026-06-13T09:00-04:00",
        "2026-06-15T09:00-04:00",
        "2026-06-22T09:00-04:00",
    ]


def test_lift_at_the_very_time_of_an_upcoming_session_waits() -> None:
    # moderate exercise is free for no time at all: a week apart to the minute; wraps only matter
    sessions = [session(MONDAY), session("2026-06-15T10:00", "scheduled")]

    dates = dates_of("plan-change", sessions, MONDAY)

    assert dates == [
        "2026-06-02T09:00-04:00",
        "2026-06-04T09:00-04:00",
        "2026-06-06T09:00-04:00",
        "2026-06-08T09:00-04:00",
    ]


def test_plan_without_performed_session_tells_no_lift() -> None:
    sessions = [session("2026-06-11T10:00", "scheduled"), session("2026-06-18T10:00", "scheduled")]

    assert dates_of("plan-change", sessions, MONDAY) == []


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
