"""Log lines of a real worker in production's own form: one JSON object a line, tied to what caused it."""

import json
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import structlog
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from aftercare.models import Patient
from aftercare.tasks import send_reminders, tick
from portal.request_log import RequestLogMiddleware
from tests.cast import complete

PATIENCE_SECONDS = 40

Line = dict[str, object]


@pytest.fixture
def logged(transactional_db: None, tmp_path: Path) -> Iterator[Callable[[str], Line]]:
    """A worker of every queue; the fixture finds the line of an event once it is written."""
    address, _, query = settings.DATABASE_URL.partition("?")
    environ = {
        **os.environ,
        "AFTERCARE_MODE": "production",
        "SECRET_KEY": "x" * 60,
        "PORTAL_URL": "https://portal.example",
        "ALLOWED_HOSTS": "portal.example",
        "DATABASE_URL": f"{address.rsplit('/', 1)[0]}/{connection.settings_dict['NAME']}?{query}",
        "REDIS_URL": settings.REDIS_URL,
        "EMAIL_HOST": "127.0.0.1",
        "DEFAULT_FROM_EMAIL": "aftercare@portal.example",
        "EMAIL_PORT": "1",  # nobody takes mail there
        "PYTHONWARNINGS": "ignore",  # celery has one for root, before there are logs
    }
    queues = ["--queues", "clinical,escalations,outreach", "--concurrency", "1"]
    argv = [sys.executable, "-m", "celery", "--app", "portal", "--quiet", "worker", *queues]
    log = tmp_path / "worker.log"
    with log.open("wb") as output:
        worker = subprocess.Popen(argv, env=environ, stdout=output, stderr=output)
    try:
        yield lambda event: line_of(log, event)
    finally:
        worker.terminate()
        worker.wait(timeout=20)


def line_of(log: Path, event: str) -> Line:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        for text in log.read_text().splitlines():
            line = json.loads(text)
            if line["event"] == event:
                return line
        time.sleep(0.2)
    raise AssertionError(log.read_text())


def test_task_is_logged_with_the_id_of_the_request_that_published_it(
    logged: Callable[[str], Line], rf: RequestFactory
) -> None:
    ids = []

    def view(request: HttpRequest) -> HttpResponse:
        ids.append(structlog.contextvars.get_contextvars()["request_id"])
        ids.append(send_reminders.apply_async([[str(uuid.uuid4())]]).id)
        return HttpResponse()

    RequestLogMiddleware(view)(rf.post("/sessions/new/?q=knee"))

    line = logged("send_reminders")
    del line["timestamp"]
    assert line == {
        "event": "send_reminders",
        "level": "info",
        "logger": "aftercare.tasks",
        "not_begun": 1,
        "request_id": ids[0],
        "task_id": ids[1],
    }


def test_chunks_are_logged_with_the_id_of_the_tick_that_claimed_them(
    logged: Callable[[str], Line], patient: Patient
) -> None:
    patient.quiet_from = patient.quiet_until
    patient.save()
    complete(patient, timezone.now() - timedelta(hours=1))

    tick_id = tick.apply_async().id

    claimed, sent = logged("claimed"), logged("send_reminders")
    assert (claimed["task_id"], claimed["send_reminders"]) == (tick_id, 1)
    assert (sent["parent_task_id"], sent["not_begun"]) == (tick_id, 1)
