"""What the nurse's pages are tested with: flags of one clinic, and the time at which they are looked at."""

from datetime import timedelta

from aftercare.models import Flag, Patient
from aftercare.services.triage import follow_up
from tests.cast import MONDAY, complete, report

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
NOW = MONDAY + 10 * HOUR
"""8:00 pm on the day of the session, in New York."""


def told_of_heat(patient: Patient) -> Flag:
    """An urgent flag, raised at 7:00 pm by a check-in that tells of heat since 11:00 am."""
    complete(patient, MONDAY)
    report(patient, MONDAY + 9 * HOUR, pain=4, heat=MONDAY + HOUR, note="It feels warm.")
    return Flag.objects.get(patient=patient)


def chest_pain(patient: Patient) -> Flag:
    """An emergency, raised at 7:55 pm."""
    complete(patient, MONDAY + HOUR)
    report(patient, NOW - 5 * MINUTE, chest_pain=NOW - 30 * MINUTE)
    return Flag.objects.get(patient=patient)


def clock_ran_out(patient: Patient) -> Flag:
    """An urgent flag that rose by itself at 5:00 pm: heat since 11:00 am, told of at 3:00 pm."""
    complete(patient, MONDAY)
    report(patient, MONDAY + 5 * HOUR, heat=MONDAY + HOUR)
    follow_up(patient=patient, at=MONDAY + 7 * HOUR + MINUTE)
    return Flag.objects.get(patient=patient)
