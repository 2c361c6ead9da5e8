import json
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from aftercare.models import Heartbeat, Patient, Reminder
from aftercare.models.outgoing import State, Why
from tests.cast import MONDAY

NO_REDIS = "redis://127.0.0.1:1/0"


def run(*words: str, at=MONDAY) -> tuple[str, int]:
    """What `outreach` prints at that time, and its exit status."""
    out, code = StringIO(), 0
    with time_machine.travel(at, tick=False):
        try:
            call_command("outreach", *words, stdout=out)
        except SystemExit as end:
            code = end.code
    return out.getvalue(), code


@pytest.fixture
def ticked(db: None) -> None:
    Heartbeat.objects.beat(Heartbeat.TICK, at=MONDAY - timedelta(seconds=4))


@pytest.fixture
def failed(patient: Patient) -> Reminder:
    return Reminder.objects.create(
        patient=patient,
        reasons=[],
        plan_revision=0,
        due_at=MONDAY - timedelta(hours=1),
        expires_at=MONDAY,
        state=State.FAILED,
        state_reason=Why.ADDRESS_REFUSED,
        state_at=MONDAY - timedelta(minutes=59),
    )


def test_status_is_one_screen(ticked: None, failed: Reminder) -> None:
    text, code = run("status")

    assert text.splitlines() == [
        "Outreach at 2026-03-02 15:00:00 UTC",
        "",
        "Last tick                            4 s ago",
        "Oldest overdue reminder                  0 s",
        "Oldest overdue escalation                0 s",
        "Oldest clock run out                     0 s",
        "Clocks run out                             0",
        "",
        "Messages                                 due    in hand   to retry    overdue",
        "Reminders, E-mail                          0          0          0          0",
        "Reminders, Text message                    0          0          0          0",
        "Reminders, Notification                    0          0          0          0",
        "Escalations                                0          0          0          0",
        "",
        "Not arrived in the last 24 h",
        "  reminders escalations",
        "          1           0  The provider says that this address does not work",
        "",
        "Tasks waiting, clinical                    0",
        "Tasks waiting, escalations                 0",
        "Tasks waiting, outreach                    0",
        "Workers answering                          0",
        "",
        "ok",
    ]
    assert code == 0


def test_status_that_is_late_says_why_last_and_fails(ticked: None, settings) -> None:
    settings.REDIS_URL = NO_REDIS

    text, code = run("status", at=MONDAY + timedelta(minutes=2))

    assert text.splitlines()[-5:] == [
        "Not arrived in the last 24 h: nothing",
        "",
        "Redis does not answer.",
        "",
        "late: The last tick was 124 s ago.",
    ]
    assert code == 1


def test_status_can_be_read_by_a_program(ticked: None, failed: Reminder, settings) -> None:
    settings.REDIS_URL = NO_REDIS
    none = {"due": 0, "in_hand": 0, "to_retry": 0, "overdue": 0}

    text, code = run("status", "--json", at=MONDAY + timedelta(minutes=1))

    assert json.loads(text) == {
        "at": "2026-03-02T15:01:00+00:00",
        "status": "late",
        "last_tick_seconds": 64,
        "overdue_reminder_seconds": 0,
        "overdue_escalation_seconds": 0,
        "overdue_clock_seconds": 0,
        "why_late": "The last tick was 64 s ago.",
        "messages": {"email": none, "sms": none, "push": none, "escalations": none},
        "clocks_run_out": 0,
        "failures_24_h": [{"reason": "address-refused", "reminders": 1, "escalations": 0}],
        "counted_at_most": 10000,
        "redis": None,
    }
    assert code == 1


def test_status_without_postgresql_is_said_plainly(db: None) -> None:
    def gone(execute: Callable, *statement: object) -> None:
        raise OperationalError("the server closed the connection")

    with (
        connection.execute_wrapper(gone),
        pytest.raises(CommandError, match=r"^PostgreSQL does not answer\.$"),
    ):
        call_command("outreach", "status")


def test_count_that_may_stand_for_more_is_marked(ticked: None, failed: Reminder, monkeypatch) -> None:
    monkeypatch.setattr("aftercare.management.outreach_report.COUNTED_AT_MOST", 1)

    text, _ = run("status")

    assert text.splitlines()[16].split()[:2] == ["1+", "0"]
