"""The ledger: every message of a patient, what became of it, and which message stands for another."""

from datetime import datetime, timedelta

import pytest

from aftercare.models import Patient, Reminder, User
from aftercare.models.outgoing import State
from aftercare.queries.outreach_ledger import LedgerLine, outreach_ledger
from aftercare.services.outreach import LEASE
from aftercare.services.sessions import cancel_session, move_session
from tests.cast import MONDAY, book, let_go_out, local
from tests.outreach_story import HOUR, a_message, fail

MINUTE = timedelta(minutes=1)


def read(patient: Patient, now: datetime = MONDAY + 2 * HOUR) -> list[LedgerLine]:
    fetched = Patient.objects.select_related("user__clinic").get(pk=patient.pk)
    return list(outreach_ledger(patient=fetched, page="1", now=now).lines)


def told(patient: Patient) -> list[tuple[str, str, str]]:
    return [(line.due.text, line.state, line.why) for line in read(patient)]


def test_messages_are_listed_by_when_they_are_due_the_newest_first(patient: Patient) -> None:
    let_go_out(a_message(patient, MONDAY), MONDAY)
    a_message(patient, MONDAY + HOUR, "appointment", channel="sms")

    assert [(line.due.text, line.channel, line.about, line.state) for line in read(patient)] == [
        ("today, 11:00 am", "Text message", "Session tomorrow", "Planned"),
        ("today, 10:00 am", "E-mail", "Time to check in", "Sent"),
    ]


def test_each_state_it_went_through_has_its_time(patient: Patient) -> None:
    message = a_message(patient)
    message.pass_to(State.CLAIMED, at=MONDAY)
    message.pass_to(State.SENDING, at=MONDAY)
    message.pass_to(State.UNKNOWN, at=MONDAY + MINUTE, why="outcome-unknown")
    message.pass_to(State.CLAIMED, at=MONDAY + HOUR)
    message.pass_to(State.SENDING, at=MONDAY + HOUR)
    message.pass_to(State.FAILED, at=MONDAY + HOUR, why="provider-refused")

    line = read(patient)[0]

    assert [(step.when.text, step.state, step.why, step.tries) for step in line.steps] == [
        ("today, 10:00 am", "About to be sent", "", ""),
        ("today, 10:00 am", "Being sent", "", ""),
        (
            "today, 10:01 am",
            "Not known whether it arrived",
            "The provider did not say whether it took it",
            "",
        ),
        ("today, 11:00 am", "About to be sent", "", ""),
        ("today, 11:00 am", "Being sent", "", "2 tries"),
        ("today, 11:00 am", "Failed: call the patient", "The provider did not take it", "2 tries"),
    ]
    assert (line.state, line.why, line.tone) == (
        "Failed: call the patient",
        "The provider did not take it",
        "urgent",
    )


def test_of_several_due_at_once_the_others_name_the_one_that_told_it(patient: Patient) -> None:
    for hours in range(3):
        a_message(patient, MONDAY + hours * HOUR)
    a_message(patient, MONDAY, channel="sms")

    Reminder.objects.claim(at=MONDAY + 2 * HOUR, lease=LEASE, at_most=10)

    assert told(patient) == [
        ("today, 12:00 noon", "About to be sent", ""),
        ("today, 11:00 am", "Skipped", "Joined to the message of today, 12:00 noon"),
        *sorted(
            [
                ("today, 10:00 am", "About to be sent", ""),
                ("today, 10:00 am", "Skipped", "Joined to the message of today, 12:00 noon"),
            ],
            key=lambda line: [
                row.channel != "sms" for row in Reminder.objects.filter(due_at=MONDAY).order_by("-id")
            ].index(line[1] == "Skipped"),
        ),
    ]


def test_one_that_was_moved_says_to_when(patient: Patient, scheduler: User) -> None:
    session = book(patient, local("2026-03-09T10:00"), at=MONDAY)

    move_session(
        session=session,
        scheduled_at=local("2026-03-16T10:00"),
        interval_reason="",
        by=scheduler,
        at=MONDAY + HOUR,
    )

    moved = [line for line in read(patient) if line.state == "Moved"]
    assert [(line.due.text, line.about, line.why) for line in moved] == [
        ("Sun 8 Mar, 9:00 am", "Session tomorrow", "Moved to Sun 15 Mar, 9:00 am"),
        ("Fri 6 Mar, 9:00 am", "The pause has started", "Moved to Fri 13 Mar, 9:00 am"),
        ("Thu 5 Mar, 9:00 am", "The pause starts tomorrow", "Moved to Thu 12 Mar, 9:00 am"),
    ]


def test_one_that_nothing_stands_for_was_dropped(patient: Patient, scheduler: User) -> None:
    session = book(patient, local("2026-03-09T10:00"), at=MONDAY)

    cancel_session(session=session, by=scheduler, at=MONDAY + HOUR)

    ended = [(line.about, line.state, line.why) for line in read(patient) if line.due.text.startswith("Sun")]
    assert ended == [("Session tomorrow", "Dropped", "The plan changed")]


@pytest.mark.parametrize(
    ("later", "state", "why"),
    [
        ({"plan_revision": 2}, "Moved", "Moved to today, 11:00 am; the rest was dropped"),
        ({"plan_revision": 1}, "Dropped", "The plan changed"),
        ({"plan_revision": 2, "channel": "sms"}, "Dropped", "The plan changed"),
        (
            {"plan_revision": 2, "state": "skipped", "state_reason": "planned-too-late", "next_at": None},
            "Dropped",
            "The plan changed",
        ),
    ],
)
def test_only_a_later_plan_of_the_same_channel_takes_a_message_over(
    patient: Patient, later: dict[str, object], state: str, why: str
) -> None:
    old = a_message(patient, key="one")
    old.reasons.append({**old.reasons[0], "key": "two"})
    old.pass_to(State.CANCELLED, at=MONDAY, why="plan-changed")
    a_message(patient, MONDAY + HOUR, key="one", **later)

    assert told(patient)[1] == ("today, 10:00 am", state, why)


def test_one_that_was_put_together_with_another_at_the_same_time_says_so(patient: Patient) -> None:
    a_message(patient, key="one").pass_to(State.CANCELLED, at=MONDAY, why="plan-changed")
    a_message(patient, key="one", plan_revision=2)

    assert told(patient) == [
        ("today, 10:00 am", "Planned", ""),
        ("today, 10:00 am", "Replaced", "By another message at the same time"),
    ]


def test_one_that_was_moved_twice_names_the_next_place_and_not_the_last(patient: Patient) -> None:
    a_message(patient, key="one").pass_to(State.CANCELLED, at=MONDAY, why="plan-changed")
    a_message(patient, MONDAY + HOUR, key="one", plan_revision=2).pass_to(
        State.CANCELLED, at=MONDAY, why="plan-changed"
    )
    a_message(patient, MONDAY + 2 * HOUR, key="one", plan_revision=3)

    assert [why for _due, _state, why in told(patient)] == [
        "",
        "Moved to today, 12:00 noon",
        "Moved to today, 11:00 am",
    ]


def test_fifty_are_shown_a_page(patient: Patient) -> None:
    for number in range(51):
        a_message(patient, MONDAY + number * MINUTE)

    pages = [outreach_ledger(patient=patient, page=page, now=MONDAY) for page in ("1", "2", "x")]

    shown = [(len(page.lines), page.position, page.previous, page.next) for page in pages]
    assert shown == [(50, "Page 1 of 2", 0, 2), (1, "Page 2 of 2", 1, 0), (50, "Page 1 of 2", 0, 2)]
    assert pages[0].found == "51 messages"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_is_constant(
    patient: Patient, rows: int, django_assert_num_queries: object
) -> None:
    for number in range(rows):
        due_at = MONDAY + number * HOUR
        a_message(patient, due_at, key=f"{number}").pass_to(State.CANCELLED, at=due_at, why="plan-changed")
        failed = fail(a_message(patient, due_at + 2 * MINUTE), due_at)
        merged = a_message(patient, due_at + MINUTE, key=f"{number}", plan_revision=2)
        merged.merged_into = failed
        merged.pass_to(State.SKIPPED, at=due_at, why="merged")
    fetched = Patient.objects.select_related("user__clinic").get(pk=patient.pk)

    with django_assert_num_queries(4):  # how many, the messages, their steps, moved to
        outreach_ledger(patient=fetched, page="1", now=MONDAY)
