"""Many workers and beats share the load, as on machines of their own: nothing but addresses in common."""

from datetime import timedelta

from django.utils import timezone

from aftercare.models import Clinic, Flag, Patient, Reminder, User
from tests.cast import complete, report
from tests.faults.crowd import crowd, reminder_of
from tests.faults.house import EVERY_QUEUE, House, until

HOUR = timedelta(hours=1)
AT_ONCE = timedelta(seconds=8)
"""A tick, a task and a message, on a machine that has more to do."""


def test_three_workers_and_two_beats_share_the_load_and_nothing_doubles(
    clinic: Clinic, scheduler: User, house: House
) -> None:
    workers = ("outreach-1", "outreach-2", "outreach-3")
    crowd(clinic, scheduler, 600, timezone.now() - timedelta(minutes=1))
    house.mail_host.seconds_a_message = 0.01

    for name in (*workers, "clinical-1", "clinical-2"):
        house.worker(name)
    for name in ("beat-1", "beat-2"):
        house.beat(name)
    broken = house.broken()

    assert broken == []
    assert Reminder.objects.filter(state="sent", attempts=1).count() == 600
    assert len(house.mail_host.sends) == 600
    assert [name for name in workers if "send_reminders" not in house.log(name)] == []


def test_a_slow_mail_host_with_5000_reminders_waiting_delays_nothing_clinical(
    clinic: Clinic, scheduler: User, nurse: User, patient: Patient, other_patient: Patient, house: House
) -> None:
    now = timezone.now()
    for treated in (patient, other_patient):
        complete(treated, now - 8 * HOUR)
    crowd(clinic, scheduler, 5000, now - HOUR)
    house.mail_host.seconds_a_message = 0.2
    for name in ("outreach", "clinical", "escalations"):
        house.worker(name, OUTREACH_LEASE_SECONDS="60")
    house.beat()
    until(lambda: house.mail_host.taken)

    soon = timezone.now() + timedelta(seconds=3)
    report(patient, soon - 5 * HOUR, heat=soon - 6 * HOUR)
    report(other_patient, soon - HOUR, pain=9)
    Flag.objects.update(escalate_at=soon)
    until(lambda: house.mail_host.taken_to(nurse.email) and Flag.objects.filter(patient=patient).exists())

    [told] = house.mail_host.taken_to(nurse.email)
    risen = Flag.objects.get(patient=patient).events.earliest("pgh_id").pgh_created_at
    assert Reminder.objects.exclude(state="sent").filter(due_at__lte=now).count() > 4500
    assert timedelta(0) < told.at - soon < AT_ONCE
    assert timedelta(0) < risen - soon < AT_ONCE


def test_after_two_hours_without_a_tick_each_patient_gets_one_message_and_what_expired_says_so(
    clinic: Clinic, scheduler: User, house: House
) -> None:
    now = timezone.now()
    older = crowd(clinic, scheduler, 50, now - 2 * HOUR)
    newer = [reminder_of(one.patient, now - HOUR) for one in older]
    expired = [reminder_of(one.patient, now - 1.5 * HOUR, hours=1) for one in older[:10]]
    Reminder.objects.bulk_create([*newer, *expired])

    house.worker(EVERY_QUEUE)
    house.beat()
    broken = house.broken()

    of = Reminder.objects.filter
    assert broken == []
    assert {one.pk for one in of(state="sent")} == {one.pk for one in newer}
    assert of(state="skipped", state_reason="merged").count() == 50
    assert {one.pk for one in of(state="expired", state_reason="time-ran-out")} == {one.pk for one in expired}
