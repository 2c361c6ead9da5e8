"""Redis is disposable: whatever becomes of it, workers and beat go on within a minute and by themselves."""

import signal
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from aftercare.models import Clinic, Reminder, User
from tests.faults.crowd import crowd
from tests.faults.house import House, until

MINUTE = timedelta(minutes=1)


def kill_and_start_again(house: House) -> None:
    house.redis.stop(hurry=True)
    time.sleep(4)
    house.redis.start()


def start_again_before_workers_have_found_back(house: House) -> None:
    for seconds in (0.1, 0.5, 1.0, 1.5, 2.0):
        house.redis.stop(hurry=True)
        house.redis.start()
        time.sleep(seconds)


def reset_connections(house: House) -> None:
    for _ in range(8):
        house.redis.command("CLIENT KILL TYPE normal")
        house.redis.command("CLIENT KILL TYPE pubsub")
        time.sleep(0.3)


def flush_with_chunks_queued(house: House) -> None:
    assert house.redis.command("LLEN outreach") != b":0\r\n"
    house.redis.command("FLUSHALL")


def freeze(house: House) -> None:
    house.redis.process.send_signal(signal.SIGSTOP)
    time.sleep(20)
    house.redis.process.send_signal(signal.SIGCONT)


@pytest.mark.parametrize(
    "harm",
    [
        kill_and_start_again,
        start_again_before_workers_have_found_back,
        reset_connections,
        flush_with_chunks_queued,
        freeze,
    ],
)
def test_what_becomes_of_redis_loses_and_doubles_nothing(
    clinic: Clinic, scheduler: User, house: House, harm: Callable[[House], None]
) -> None:
    crowd(clinic, scheduler, 300, timezone.now() - MINUTE)
    house.mail_host.seconds_a_message = 0.015
    for name in ("outreach", "clinical", "escalations"):
        house.worker(name)
    house.beat()
    until(lambda: house.mail_host.taken)

    harm(house)
    crowd(clinic, scheduler, 20, timezone.now())
    broken = house.broken()

    assert broken == []
    assert Reminder.objects.filter(state="sent").count() == len(house.mail_host.taken) == 320
    assert all(process.is_alive() for process in house.processes)
