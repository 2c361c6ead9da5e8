"""The checker sees what is wrong: one story that holds, and one break of each invariant."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from aftercare.models import Patient, Reminder, User
from aftercare.models.outgoing import State
from aftercare.services.outreach import claim_due
from aftercare.services.sessions import move_session
from aftercare.services.triage import follow_up
from tests.cast import MONDAY, book, complete, let_go_out, report
from tests.faults.checker import check
from tests.mail_host import Send

HOUR = timedelta(hours=1)
NOW = MONDAY + 8 * HOUR


@pytest.fixture
def sends(patient: Patient, other_patient: Patient, scheduler: User) -> list[Send]:
    """A session, a moved one, a symptom that went on for too long: all was told that was due."""
    complete(patient, MONDAY)
    moved = book(other_patient, MONDAY + 200 * HOUR, at=MONDAY)
    move_session(session=moved, scheduled_at=MONDAY + 300 * HOUR, by=scheduler, at=MONDAY + HOUR)
    report(patient, MONDAY + 2 * HOUR, heat=MONDAY + HOUR)
    follow_up(patient=patient, at=NOW)
    due = claim_due(at=NOW)
    for reminder in Reminder.objects.filter(pk__in=due.reminders):
        reminder.pass_to(State.SENDING, at=NOW)
        reminder.pass_to(State.SENT, at=NOW)
    return [
        Send(reminder.message_id, reminder.patient.user.email, NOW, taken=True)
        for reminder in Reminder.objects.filter(state="sent").order_by("id")
    ]


def seen(sends: list[Send]) -> set[str]:
    return {line[:2] for line in check(sends=sends, at=NOW)}


def raw(sql: str, *values: object) -> None:
    """A statement that no trigger sees."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql, values)
        cursor.execute("SET session_replication_role = origin")


@pytest.mark.django_db(transaction=True)
def test_where_all_holds_nothing_is_said(sends: list[Send]) -> None:
    refused = replace(sends[0], taken=False)

    assert len(sends) == 2
    assert check(sends=[refused, *sends], at=NOW) == []


@pytest.mark.django_db(transaction=True)
def test_a_message_that_was_taken_twice_is_seen(sends: list[Send]) -> None:
    assert seen([*sends, sends[0]]) == {"I1"}


@pytest.mark.django_db(transaction=True)
def test_a_message_that_is_sent_but_was_not_taken_is_seen(sends: list[Send]) -> None:
    assert seen(sends[1:]) == {"I2"}


@pytest.mark.django_db(transaction=True)
def test_a_check_in_that_was_answered_and_is_not_there_is_seen(sends: list[Send]) -> None:
    lost = uuid4()

    assert check(sends=sends, at=NOW, answered=[lost]) == [
        f"I3 check-in {lost} was answered, but is not stored"
    ]


def send_of_the_old_time() -> None:
    stale = Reminder.objects.filter(state="cancelled").order_by("due_at", "id").first()
    raw("UPDATE aftercare_reminder SET state = 'planned', next_at = due_at WHERE id = %s", stale.pk)
    stale.refresh_from_db()
    let_go_out(stale, NOW)


def lose_what_was_merged() -> None:
    dropped = Reminder.objects.filter(state="cancelled").order_by("id").first()
    merge = """
        UPDATE aftercare_reminder
        SET state = 'skipped', state_reason = 'merged', merged_into_id = %s, sent_at = NULL
        WHERE state = 'sent' AND patient_id = %s
    """
    raw(merge, dropped.pk, dropped.patient_id)


@pytest.mark.parametrize(
    ("invariant", "break_it"),
    [
        ("I2", lambda: Reminder.objects.filter(state="planned", due_at__gt=NOW).update(next_at=NOW)),
        ("I4", lambda: raw("DELETE FROM aftercare_flag_evidence; DELETE FROM aftercare_flag")),
        ("I5", send_of_the_old_time),
        ("I6", lambda: raw("UPDATE aftercare_patient SET allergies = 'latex'")),
        ("I7", lambda: Reminder.objects.filter(state="planned").delete()),
        ("I9", lose_what_was_merged),
    ],
)
@pytest.mark.django_db(transaction=True)
def test_a_break_is_seen(sends: list[Send], invariant: str, break_it: Callable[[], object]) -> None:
    break_it()

    assert invariant in seen(sends)
