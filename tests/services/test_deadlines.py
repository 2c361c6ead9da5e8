from datetime import timedelta

import pytest

from aftercare.domain.protocol import Severity
from aftercare.models import Clinic, Holiday
from aftercare.services.deadlines import LOOKED_AHEAD_DAYS, acknowledge_by
from tests.cast import local


@pytest.mark.parametrize(
    ("severity", "raised", "due"),
    [
        (Severity.EMERGENCY, "2026-03-07T23:50", "2026-03-08T00:05"),
        (
            Severity.URGENT,
            "2026-03-08T01:30",
            "2026-03-08T04:30",
        ),  # two hours, over the hour that is left out
        (Severity.ROUTINE, "2026-03-02T00:00", "2026-03-03T17:00"),
        (Severity.ROUTINE, "2026-03-05T23:59", "2026-03-06T17:00"),  # Thursday night
        (Severity.ROUTINE, "2026-03-06T00:00", "2026-03-09T17:00"),  # Friday
        (Severity.ROUTINE, "2026-03-07T12:00", "2026-03-09T17:00"),
        (Severity.ROUTINE, "2026-03-08T12:00", "2026-03-09T17:00"),
        (Severity.ROUTINE, "2026-03-09T16:59", "2026-03-10T17:00"),
    ],
)
def test_a_flag_is_to_be_acknowledged_by(clinic: Clinic, severity: Severity, raised: str, due: str) -> None:
    assert acknowledge_by(clinic=clinic, severity=severity, at=local(raised)) == local(due)


@pytest.mark.parametrize(
    ("holidays", "due"), [(["2026-03-03"], "2026-03-04"), (["2026-03-03", "2026-03-04"], "2026-03-05")]
)
def test_a_holiday_is_no_working_day(clinic: Clinic, holidays: list[str], due: str) -> None:
    Holiday.objects.bulk_create(Holiday(clinic=clinic, date=day) for day in holidays)

    by = acknowledge_by(clinic=clinic, severity=Severity.ROUTINE, at=local("2026-03-02T10:00"))

    assert by == local(f"{due}T17:00")


def test_a_clinic_that_never_works_is_held_to_the_last_day_looked_at(clinic: Clinic) -> None:
    monday = local("2026-03-02T10:00")
    last_day = monday.date() + timedelta(days=LOOKED_AHEAD_DAYS)
    days = (monday.date() + timedelta(days=number) for number in range(1, LOOKED_AHEAD_DAYS + 1))
    Holiday.objects.bulk_create(Holiday(clinic=clinic, date=day) for day in days)

    by = acknowledge_by(clinic=clinic, severity=Severity.ROUTINE, at=monday)

    assert by == local(f"{last_day}T17:00")
