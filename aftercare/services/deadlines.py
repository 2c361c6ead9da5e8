"""How soon a nurse must acknowledge a flag, by the clinic's clock. Source: PROTOCOL.md, clinic default."""

from datetime import datetime, timedelta

from aftercare.domain.clinical_time import at_clock, local_date
from aftercare.domain.protocol import Severity
from aftercare.models import Clinic

LOOKED_AHEAD_DAYS = 366
"""A clinic that has no working day within a year is held to the last day looked at."""


def acknowledge_by(*, clinic: Clinic, severity: Severity, at: datetime) -> datetime:
    """The instant by which a flag raised at `at` must be acknowledged.

    Elapsed minutes for an emergency or an urgent flag; for a routine
    one `routine_by` on the next working day.
    """
    if severity is Severity.EMERGENCY:
        return at + timedelta(minutes=clinic.emergency_minutes)
    if severity is Severity.URGENT:
        return at + timedelta(minutes=clinic.urgent_minutes)
    return next_working_day(clinic=clinic, at=at)


def next_working_day(*, clinic: Clinic, at: datetime) -> datetime:
    """`routine_by` on the first working day after the clinic's date at `at`; holidays are none."""
    day = local_date(at, clinic.tz)
    for _ in range(LOOKED_AHEAD_DAYS):
        day += timedelta(days=1)
        if clinic.works_on(day):
            break
    return at_clock(day, clinic.routine_by, clinic.tz)
