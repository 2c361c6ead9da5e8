"""Whoever is killed with -9, wherever: nothing is lost, and nothing doubles without a trace."""

import os
import random
import signal
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from aftercare.models import Clinic, Invitation, Patient, Reminder, User
from aftercare.services.people import renew_invitation
from tests.faults.crowd import crowd
from tests.faults.house import EVERY_QUEUE, House, at_rest, until

MINUTE = timedelta(minutes=1)
KILLING_SECONDS = 6


@pytest.mark.parametrize(
    ("point", "doubled"),
    [
        ("claimed:1", 0),
        ("before-intent:1", 0),
        ("before-intent:5", 1),  # the record of the fourth travels with the intent of the fifth
        ("after-intent:5", 0),
        ("after-send:5", 1),
        ("within-record:1", 1),
    ],
)
def test_a_worker_killed_at_a_point_loses_nothing_and_doubles_one_at_the_most(
    clinic: Clinic, scheduler: User, house: House, point: str, doubled: int
) -> None:
    died = house.folder / "died"
    crowd(clinic, scheduler, 10, timezone.now() - MINUTE)

    house.worker(EVERY_QUEUE, app="tests.faults.crashing", CRASH_AT=point, CRASH_ONCE=str(died))
    house.beat()
    broken = house.broken()

    assert (died.exists(), broken) == (True, [])
    assert Reminder.objects.filter(state="sent").count() == 10
    assert len(house.mail_host.taken) == 10 + doubled


@pytest.mark.parametrize(("point", "taken"), [("link-issued:1", 1), ("after-send:1", 2)])
def test_a_worker_killed_while_it_sends_an_invitation_sends_another_and_leaves_a_trace(
    patient: Patient, scheduler: User, house: House, point: str, taken: int
) -> None:
    died = house.folder / "died"
    renew_invitation(patient=patient, by=scheduler, at=timezone.now())

    house.worker(EVERY_QUEUE, app="tests.faults.crashing", CRASH_AT=point, CRASH_ONCE=str(died))
    house.beat()
    broken = house.broken()

    invitation = Invitation.objects.get()
    assert (died.exists(), broken, len(house.mail_host.taken)) == (True, [], taken)
    assert (invitation.attempts, invitation.unknowns, invitation.sent_at is None) == (2, 1, False)


def test_processes_killed_at_random_under_load_lose_nothing(
    clinic: Clinic, scheduler: User, house: House
) -> None:
    crowd(clinic, scheduler, 300, timezone.now() - MINUTE)
    house.mail_host.seconds_a_message = 0.02
    for name in (
        "clinical,escalations,outreach-1",
        "clinical,escalations,outreach-2",
        "clinical,escalations,outreach-3",
    ):
        house.worker(name)
    for name in ("beat-1", "beat-2"):
        house.beat(name)
    until(lambda: house.mail_host.taken)

    killed, deadline = 0, time.monotonic() + KILLING_SECONDS
    while time.monotonic() < deadline and not at_rest():
        time.sleep(random.uniform(0.2, 0.6))
        if killed % 4 == 3:
            whole = random.choice(house.processes)
            whole.stop(hurry=True)
            whole.start()
        elif pool := house.pool():
            os.kill(random.choice(pool), signal.SIGKILL)
        killed += 1
    house.mail_host.seconds_a_message = 0
    broken = house.broken()

    ended = Reminder.objects.filter(state="sent").count(), Reminder.objects.filter(unknowns=2).count()
    assert broken == []
    assert sum(ended) == 300
