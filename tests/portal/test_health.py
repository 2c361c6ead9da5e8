"""What probes are told: whether this process can serve, and beside it whether outreach keeps time."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test import Client

from aftercare.models import Heartbeat
from tests.cast import MONDAY

NONE_OVERDUE = {"overdue_reminder_seconds": 0, "overdue_escalation_seconds": 0, "overdue_clock_seconds": 0}


@pytest.fixture
def ticked(db: None) -> None:
    Heartbeat.objects.beat(Heartbeat.TICK, at=MONDAY)


@pytest.mark.parametrize(("seconds", "status"), [(60, "ok"), (61, "late")])
def test_readyz_is_content_however_late_outreach_is(
    client: Client, ticked: None, seconds: int, status: str
) -> None:
    with time_machine.travel(MONDAY + timedelta(seconds=seconds), tick=False):
        answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (
        200,
        {
            "postgresql": "ok",
            "redis": "ok",
            "outreach": {"status": status, "last_tick_seconds": seconds, **NONE_OVERDUE},
        },
    )


def test_readyz_is_not_content_without_redis(client: Client, ticked: None, settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["postgresql"], answer.json()["redis"]) == (
        503,
        "ok",
        "no answer",
    )


def test_readyz_is_not_content_without_postgresql(client: Client, db: None) -> None:
    def gone(execute: Callable, *statement: object) -> None:
        raise OperationalError("the server closed the connection")

    with connection.execute_wrapper(gone):
        answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (
        503,
        {"postgresql": "no answer", "redis": "ok", "outreach": None},
    )


def test_healthz_asks_nobody(client: Client) -> None:
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_probes_are_not_sent_on_to_tls(client: Client, ticked: None, settings, address: str) -> None:
    settings.SECURE_SSL_REDIRECT = True

    assert client.get(address).status_code == 200
    assert client.get("/").status_code == 301


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_probes_leave_no_line_while_all_is_well(client: Client, ticked: None, caplog, address: str) -> None:
    client.get(address)
    client.get("/")

    logged = [record.msg["request"] for record in caplog.records if record.msg["event"] == "request_finished"]
    assert logged == ["GET /"]
