"""PostgreSQL ends in the middle, as when its machine loses power, and comes back: work goes on."""

import time
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from aftercare.models import Reminder
from portal.local.postgres import PostgresServer
from tests.cast import make_clinic, make_staff, publish_shipped
from tests.faults.crowd import crowd
from tests.faults.house import House, until

MINUTE = timedelta(minutes=1)


def test_postgres_started_again_under_load_loses_nothing(own_postgres: PostgresServer, house: House) -> None:
    publish_shipped()
    clinic = make_clinic()
    scheduler = make_staff(clinic, "scheduler", "Felix Underleaf", "felix@juniper.example")
    crowd(clinic, scheduler, 300, timezone.now() - MINUTE)
    house.mail_host.seconds_a_message = 0.02
    for name in ("outreach-1", "outreach-2", "clinical"):
        house.worker(name)
    house.beat()
    until(lambda: len(house.mail_host.taken) > 20)

    for _ in range(2):
        own_postgres.stop(hurry=True)
        time.sleep(1)
        own_postgres.start()
        time.sleep(3)
    connection.close()
    broken = house.broken()

    assert broken == []
    assert Reminder.objects.filter(state="sent").count() == 300
    assert len(house.mail_host.taken) <= 300 + 2 * 2
    assert all(process.is_alive() for process in house.processes)
