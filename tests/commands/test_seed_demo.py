from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from time_machine import TimeMachineFixture

from aftercare.models import Clinic, Flag, Patient, ProtocolVersion, Reminder, Watch
from aftercare.services.triage import follow_up
from tests.cast import local

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    "opened_at",
    [
        local("2026-11-22T16:30"),
        local("2026-11-01T01:30"),  # the hour that comes twice
        local("2027-03-14T03:00"),  # right after the hour that is left out
        local("2027-06-30T02:01"),
        local("2027-01-01T00:00"),
    ],
    ids=str,
)
def test_the_demo_clinics_live_at_any_hour(
    protocol_version: ProtocolVersion, time_machine: TimeMachineFixture, opened_at: datetime
) -> None:
    time_machine.move_to(opened_at, tick=False)

    call_command("seed_demo", verbosity=0, stdout=None)

    open_flags = Flag.objects.open().filter(clinic__name="Juniper Hollow").most_pressing_first()
    assert Clinic.objects.count() == 2
    assert [(str(flag.patient), flag.rule) for flag in open_flags] == [
        ("Barnaby Thistlewick", "circulation-emergency"),
        ("Thaddeus Wexcombe", "severe-pain"),
        ("Wren Applegarth", "heat-or-redness-over-6h"),
        ("Beatrix Hollowell", "no-check-in-48h"),
        ("Thaddeus Wexcombe", "no-check-in-48h"),
        ("Mabel Quickthorn", "no-check-in-48h"),
        ("Rufus Tanglewood", "pain-over-7d"),
    ]
    assert list(Reminder.objects.due(opened_at - HOUR)) == []


def test_seeding_twice_changes_nothing(protocol_version: ProtocolVersion) -> None:
    call_command("seed_demo", verbosity=0)
    before = (Patient.objects.count(), Reminder.objects.count())

    call_command("seed_demo", verbosity=0)

    assert (Patient.objects.count(), Reminder.objects.count()) == before


def test_the_flag_of_the_warm_patient_rises_by_itself_within_minutes(
    protocol_version: ProtocolVersion,
) -> None:
    call_command("seed_demo", verbosity=0)
    hester = Patient.objects.get(user__email="hester@patients.example")
    now = timezone.now()

    due = Watch.objects.get(patient=hester, rule="heat-or-redness-over-6h").due_at
    before = hester.flags.count()
    follow_up(patient=hester, at=due + timedelta(seconds=1))

    assert now < due < now + timedelta(minutes=6)
    assert (before, hester.flags.get().severity) == (0, "urgent")
