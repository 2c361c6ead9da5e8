"""The clinic's figures against cases counted by hand, at their boundaries, and how often they ask."""

import uuid
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from aftercare.domain.protocol import Severity
from aftercare.models import Clinic, Flag, FlagAction, Patient, Reminder, User
from aftercare.queries.figures import figures_page
from aftercare.queries.figures_drawn import Figure
from aftercare.queries.figures_picture import time_dots, time_share
from tests.cast import MONDAY, complete, let_go_out, local, report
from tests.outreach_story import a_message

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
NOW = MONDAY + 20 * DAY


def a_flag(
    patient: Patient,
    raised_at: datetime,
    *,
    severity: str = "urgent",
    rule: str = "heat-or-redness-over-6h",
    by: User | None = None,
    acknowledged: timedelta | None = None,
    resolved: timedelta | None = None,
    disposition: str = "advised-by-phone",
) -> Flag:
    """A flag of an episode of its own, to be acknowledged within two hours; `acknowledged` after so long."""
    done = {}
    if acknowledged is not None:
        done = {"acknowledged_at": raised_at + acknowledged, "acknowledged_by": by, "holder": by}
    if resolved is not None:
        done |= {"resolved_at": raised_at + resolved, "resolved_by": by, "disposition": disposition}
    return Flag.objects.create(
        patient=patient,
        clinic=patient.clinic,
        rule=rule,
        rule_name=rule.capitalize(),
        episode=str(uuid.uuid4()),
        severity=severity,
        gravity=Severity(severity).gravity,
        raised_at=raised_at,
        due_at=raised_at + timedelta(hours=2),
        escalate_at=raised_at + timedelta(hours=2),
        **done,
    )


def figures(user: User, days: str = "30") -> dict[str, Figure]:
    return {figure.key: figure for figure in figures_page(user=user, days=days, now=NOW).figures}


def table(figure: Figure) -> list[tuple[str, ...]]:
    return [(row.label, *row.cells) for row in figure.rows]


def ten_minutes_to_a_hundred(patient: Patient, nurse: User) -> None:
    """Ten flags, acknowledged after 10, 20 ... 100 minutes, resolved in twice the time."""
    for number in range(1, 11):
        after = 10 * number * MINUTE
        a_flag(patient, NOW - DAY, by=nurse, acknowledged=after, resolved=2 * after)


def test_flags_are_counted_by_rule_and_severity_the_gravest_first(patient: Patient, nurse: User) -> None:
    for _ in range(3):
        a_flag(patient, NOW - DAY, severity="routine", rule="pain-over-7d")
    a_flag(patient, NOW - DAY, severity="emergency", rule="circulation-emergency")

    figure = figures(nurse)["rules"]

    assert table(figure) == [
        ("Circulation-emergency", "Emergency", "1", "25%"),
        ("Pain-over-7d", "Routine", "3", "75%"),
    ]
    assert [row.bars[0].width for row in figure.rows] == ["33.33%", "100.00%"]


def test_times_are_the_median_and_the_90th_percentile(patient: Patient, nurse: User) -> None:
    ten_minutes_to_a_hundred(patient, nurse)

    found = figures(nurse)

    assert table(found["acknowledged"]) == [
        ("Urgent", "10", "55 min", "1 h 31 min", "0"),
        ("All", "10", "55 min", "1 h 31 min", "0"),
    ]
    assert table(found["resolved"])[0] == ("Urgent", "10", "1 h 50 min", "3 h 2 min", "0")


@pytest.mark.parametrize(
    ("count", "median", "long"),
    [
        (4, "too few", "too few"),
        (5, "10 min", "too few"),
        (9, "10 min", "too few"),
        (10, "10 min", "10 min"),
    ],
)
def test_of_few_flags_nothing_is_told(
    patient: Patient, nurse: User, count: int, median: str, long: str
) -> None:
    for _ in range(count):
        a_flag(patient, NOW - DAY, by=nurse, acknowledged=10 * MINUTE)

    row = figures(nurse)["acknowledged"].rows[0]

    assert row.cells == (str(count), median, long, "0")
    assert len(row.dots) == (median != "too few") + (long != "too few")


def test_those_that_still_wait_are_told_apart(patient: Patient, nurse: User) -> None:
    ten_minutes_to_a_hundred(patient, nurse)
    a_flag(patient, NOW - DAY)

    found = figures(nurse)

    assert table(found["acknowledged"])[0] == ("Urgent", "10", "55 min", "1 h 31 min", "1")


def test_overdue_is_what_was_late_or_still_waits_past_its_time(patient: Patient, nurse: User) -> None:
    a_flag(patient, NOW - DAY, by=nurse, acknowledged=timedelta(hours=2))
    a_flag(patient, NOW - DAY, by=nurse, acknowledged=timedelta(hours=2, microseconds=1))
    a_flag(patient, NOW - DAY)
    a_flag(patient, NOW - timedelta(hours=1), by=nurse, acknowledged=MINUTE)
    a_flag(patient, NOW - timedelta(hours=3), by=nurse, acknowledged=MINUTE)
    a_flag(patient, NOW - timedelta(hours=2))
    a_flag(patient, NOW - timedelta(hours=1))

    assert table(figures(nurse)["overdue"]) == [("Urgent", "5", "2", "40%"), ("All", "5", "2", "40%")]


def test_a_flag_closed_without_a_call_or_a_word_was_without_action(patient: Patient, nurse: User) -> None:
    closed = {"by": nurse, "acknowledged": MINUTE, "resolved": 2 * MINUTE}
    a_flag(patient, NOW - DAY, **closed, disposition="no-action-needed")
    handled = a_flag(patient, NOW - DAY, **closed, disposition="self-care")
    called = a_flag(patient, NOW - DAY, **closed, disposition="no-action-needed")
    a_flag(patient, NOW - DAY, **closed, disposition="appointment-made")
    a_flag(patient, NOW - DAY, **closed, disposition="seen-in-clinic")
    a_flag(patient, NOW - DAY, by=nurse, acknowledged=MINUTE)
    for flag, kind, outcome in ((handled, "claimed", ""), (called, "called", "reached")):
        FlagAction.objects.create(flag=flag, kind=kind, outcome=outcome, at=NOW, by=nurse)

    assert table(figures(nurse)["without-action"])[0] == ("Urgent", "5", "2", "40%")


def test_asking_again_is_an_action_from_the_time_on_at_which_the_patient_is_asked(
    patient: Patient, nurse: User
) -> None:
    closed = {"by": nurse, "acknowledged": MINUTE, "resolved": 10 * MINUTE, "disposition": "self-care"}
    asked, not_yet, *_others = [a_flag(patient, NOW - DAY, **closed) for _one in range(5)]
    for flag, after in ((asked, 10 * MINUTE), (not_yet, 11 * MINUTE)):
        until = NOW - DAY + after
        FlagAction.objects.create(flag=flag, kind="asked-again", until=until, at=NOW - DAY, by=nurse)

    assert table(figures(nurse)["without-action"])[0] == ("Urgent", "5", "4", "80%")


def test_flags_entered_in_error_are_left_out_and_this_is_said(patient: Patient, nurse: User) -> None:
    done = {"by": nurse, "acknowledged": MINUTE, "resolved": MINUTE}
    a_flag(patient, NOW - DAY, **done, disposition="entered-in-error")
    a_flag(patient, NOW - DAY, **done)

    page = figures_page(user=nurse, days="30", now=NOW)

    assert page.left_out == "1 flag that was entered in error is left out of every figure."
    assert table(page.figures[0]) == [("Heat-or-redness-over-6h", "Urgent", "1", "100%")]


@pytest.mark.parametrize(
    ("days", "raised_at", "counted"),
    [
        ("7", NOW - 7 * DAY, True),
        ("7", NOW - 7 * DAY - timedelta(microseconds=1), False),
        ("30", NOW - 30 * DAY, True),
        ("", NOW - 30 * DAY - MINUTE, False),
        ("90", NOW - 90 * DAY, True),
        ("8", NOW - 30 * DAY, True),
        ("30", NOW, False),
    ],
)
def test_a_flag_counts_in_the_days_that_are_chosen(
    patient: Patient, nurse: User, days: str, raised_at: datetime, counted: bool
) -> None:
    a_flag(patient, raised_at)

    assert ("rules" in figures(nurse, days)) is counted


def test_another_clinics_flags_are_not_counted(foreign_patient: Patient, nurse: User) -> None:
    a_flag(foreign_patient, NOW - DAY)

    assert figures(nurse) == {}


def ask(patient: Patient, day: int) -> Reminder:
    """The check-in of a day of recovery of the session of Mon 2 Mar is asked for, at 9:00 am."""
    due_at = local("2026-03-02T09:00") + day * DAY
    reminder = patient.reminders.get(due_at=due_at)
    let_go_out(reminder, due_at)
    return reminder


def test_check_ins_are_counted_by_the_day_they_were_asked_for(patient: Patient, nurse: User) -> None:
    complete(patient, MONDAY)
    by_email, *_others = [ask(patient, day) for day in (1, 2, 3, 4)]
    by_sms = a_message(patient, by_email.due_at, channel="sms")
    Reminder.objects.filter(pk=by_sms.pk).update(reasons=by_email.reasons)
    let_go_out(Reminder.objects.get(pk=by_sms.pk), by_email.due_at)
    report(patient, local("2026-03-03T00:00"))
    report(patient, local("2026-03-04T23:59"))
    report(patient, local("2026-03-06T00:00"))

    assert table(figures(nurse)["completion"]) == [
        ("Day 1", "1", "1", "too few"),
        ("Day 2", "1", "1", "too few"),
        ("Day 3", "1", "0", "too few"),
        ("Day 4", "1", "1", "too few"),
    ]


def test_a_check_in_that_may_still_come_is_not_counted(patient: Patient, nurse: User) -> None:
    complete(patient, MONDAY)
    ask(patient, 1)

    with_time_left = figures_page(user=nurse, days="30", now=local("2026-03-03T23:59"))
    afterwards = figures_page(user=nurse, days="30", now=local("2026-03-04T00:00"))

    assert ([one.key for one in with_time_left.figures], [one.key for one in afterwards.figures]) == (
        [],
        ["completion"],
    )


def test_the_question_of_the_evening_of_the_session_may_be_answered_the_next_day(
    patient: Patient, nurse: User
) -> None:
    complete(patient, MONDAY)
    heat_check = patient.reminders.get(due_at=MONDAY + timedelta(hours=6))
    let_go_out(heat_check, heat_check.due_at)
    report(patient, MONDAY + timedelta(hours=29))

    assert table(figures(nurse)["completion"]) == [("Day of the session", "1", "1", "too few")]


def test_a_message_that_did_not_leave_has_not_asked(patient: Patient, nurse: User) -> None:
    complete(patient, MONDAY)

    assert figures(nurse) == {}


def test_times_lie_on_a_scale_from_a_minute_to_a_week() -> None:
    ends = [time_share(time) for time in (timedelta(), MINUTE, timedelta(days=7), timedelta(days=8))]

    assert ends == [0, 0, 1, 1]
    assert [dot.x for dot in time_dots(MINUTE, None)] == ["0.00%"]


@pytest.mark.parametrize("flags", [1, 3])
def test_the_page_asks_as_often_for_one_as_for_three(
    client: Client, patient: Patient, nurse: User, clinic: Clinic, flags: int, django_assert_num_queries
) -> None:
    complete(patient, MONDAY)
    for number in range(flags):
        a_flag(patient, NOW - DAY, by=nurse, acknowledged=MINUTE)
        ask(patient, 1 + number)
    client.force_login(nurse)

    with time_machine.travel(NOW, tick=False), django_assert_num_queries(6):
        client.get("/figures/")
