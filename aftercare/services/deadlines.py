"""How soon a nurse must acknowledge a flag, by the clinic's clock. Source: PROTOCOL.md, clinic default."""

from datetime import datetime, timedelta

from aftercare.domain.clinical_time import at_clock, local_date
from aftercare.domain.protocol import Severity
from aftercare.models import Clinic

SATURDAY = 5


def acknowledge_by(*, clinic: Clinic, severity: Severity, at: datetime) -> datetime:
    """The instant by which a flag raised at `at` must be acknowledged.

    Elapsed minutes for an emergency or an urgent flag; for a routine one the clinic's closing of business
    on the next working day (Monday to Friday).
    """
    if severity is Severity.EMERGENCY:
        return at + timedelta(minutes=clinic.emergency_minutes)
    if severity is Severity.URGENT:
        return at + timedelta(minutes=clinic.urgent_minutes)
    day = local_date(at, clinic.tz) + timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return at_clock(day, clinic.routine_by, clinic.tz)
