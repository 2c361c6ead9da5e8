"""Worker and beat as `make run` starts them, and nobody who does anything."""

from datetime import timedelta

from django.utils import timezone

from aftercare.models import Flag, Patient, Reminder, User
from aftercare.services.people import renew_invitation
from tests.cast import complete, report
from tests.faults.house import EVERY_QUEUE, House, until

HOUR = timedelta(hours=1)


def test_time_alone_sends_what_is_due_and_raises_what_ran_out(
    patient: Patient, other_patient: Patient, scheduler: User, house: House
) -> None:
    now = timezone.now()
    for awake in (patient, other_patient):
        awake.quiet_from = awake.quiet_until
        awake.save()
    complete(patient, now - HOUR)
    complete(other_patient, now - 8 * HOUR)
    report(other_patient, now - HOUR, heat=now - 6 * HOUR + timedelta(seconds=3))
    renew_invitation(patient=patient, by=scheduler, at=now)

    house.worker(EVERY_QUEUE)
    house.beat()
    flagged = until(lambda: Flag.objects.filter(patient=other_patient).exists())
    broken = house.broken()

    told = [reminder.patient.user.email for reminder in Reminder.objects.filter(state="sent")]
    assert (flagged, broken, set(told)) == (True, [], {patient.user.email, other_patient.user.email})
    assert sorted(one.to for one in house.mail_host.taken) == sorted([*told, patient.user.email])
    assert Flag.objects.get().rule == "heat-or-redness-over-6h"
