"""A real worker and a real beat, on the tests' own PostgreSQL and Redis, with mail over real SMTP."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from aftercare.models import Flag, Patient, Reminder, User
from aftercare.services.people import renew_invitation
from portal.mail_sink import start_sink
from tests.cast import complete, report

HOUR = timedelta(hours=1)
PATIENCE_SECONDS = 40


@pytest.fixture
def mailbox(tmp_path: Path) -> Path:
    folder = tmp_path / "mail"
    folder.mkdir()
    return folder


@pytest.fixture
def outreach(transactional_db: None, mailbox: Path, tmp_path: Path, free_port: int) -> Iterator[None]:
    """Worker and beat as `make run` starts them, on the database of this very test."""
    sink = start_sink(mailbox, free_port)
    address, _, query = settings.DATABASE_URL.partition("?")
    environ = {
        **os.environ,
        "DATABASE_URL": f"{address.rsplit('/', 1)[0]}/{connection.settings_dict['NAME']}?{query}",
        "REDIS_URL": settings.REDIS_URL,
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(free_port),
    }
    celery = [sys.executable, "-m", "celery", "--app", "portal", "--quiet"]
    lines = (
        [*celery, "worker", "--concurrency", "1", "--loglevel", "INFO", "--queues", "clinical,outreach"],
        [*celery, "beat", "--pidfile=", "--schedule", str(tmp_path / "beat"), "--loglevel", "INFO"],
    )
    with (tmp_path / "celery.log").open("wb") as log:
        programs = [subprocess.Popen(line, env=environ, stdout=log, stderr=log) for line in lines]
        try:
            yield
        finally:
            for program in programs:
                program.send_signal(signal.SIGTERM)
            for program in programs:
                program.wait(timeout=20)
            sink.stop()


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(seen: Callable[[], bool]) -> bool:
    """Whether it is seen before patience ends."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if seen():
            return True
        time.sleep(0.2)
    return False


def addressed(mailbox: Path) -> list[str]:
    mails = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in mailbox.glob("*.eml")]
    return sorted(str(one["To"]) for one in mails)


def test_time_alone_sends_what_is_due_and_raises_what_ran_out(
    patient: Patient, other_patient: Patient, scheduler: User, mailbox: Path, outreach: None
) -> None:
    now = timezone.now()
    for awake in (patient, other_patient):
        awake.quiet_from = awake.quiet_until
        awake.save()
    complete(patient, now - HOUR)
    complete(other_patient, now - 8 * HOUR)
    report(other_patient, now - HOUR, heat=now - 6 * HOUR + timedelta(seconds=3))
    renew_invitation(patient=patient, by=scheduler, at=now)

    flagged = until(
        lambda: Flag.objects.filter(patient=other_patient, rule="heat-or-redness-over-6h").exists()
    )
    told = until(
        lambda: (
            not Reminder.objects.due(timezone.now()).exists()
            and not Reminder.objects.filter(state__in=["claimed", "sending"]).exists()
            and len(addressed(mailbox)) >= 3
        )
    )

    sent = Reminder.objects.filter(state="sent")
    assert (flagged, told) == (True, True)
    assert addressed(mailbox) == sorted(
        [*(reminder.patient.user.email for reminder in sent), patient.user.email]
    )
    assert {other_patient.pk, patient.pk} == set(sent.values_list("patient", flat=True))
