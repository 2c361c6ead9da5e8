"""Many workers and beats share the load, as on machines of their own: nothing but addresses in common."""

from datetime import timedelta

from django.utils import timezone

from aftercare.models import Clinic, Reminder, User
from tests.faults.crowd import crowd
from tests.faults.house import House


def test_three_workers_and_two_beats_share_the_load_and_nothing_doubles(
    clinic: Clinic, scheduler: User, house: House
) -> None:
    workers = ("outreach-1", "outreach-2", "outreach-3")
    crowd(clinic, scheduler, 900, timezone.now() - timedelta(minutes=1))
    house.mail_host.seconds_a_message = 0.005

    for name in (*workers, "clinical-1", "clinical-2"):
        house.worker(name)
    for name in ("beat-1", "beat-2"):
        house.beat(name)
    broken = house.broken()

    assert broken == []
    assert Reminder.objects.filter(state="sent", attempts=1).count() == 900
    assert len(house.mail_host.sends) == 900
    assert [name for name in workers if "send_reminders" not in house.log(name)] == []
