from datetime import timedelta

import pytest

from aftercare.domain.protocol import Severity
from aftercare.models import Clinic
from aftercare.services.deadlines import acknowledge_by, next_working_day
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
    ("raised", "due"),
    [
        ("2025-12-23T23:59", "2025-12-24T17:00"),
        ("2025-12-24T00:00", "2025-12-29T17:00"),  # past the holidays and the weekend
        ("2025-12-28T23:59", "2025-12-29T17:00"),
        ("2025-12-29T00:00", "2025-12-30T17:00"),
    ],
)
def test_holidays_are_no_working_days(clinic: Clinic, raised: str, due: str) -> None:
    for day in ("2025-12-25", "2025-12-26"):
        clinic.holidays.create(date=day)

    assert acknowledge_by(clinic=clinic, severity=Severity.ROUTINE, at=local(raised)) == local(due)


@pytest.mark.parametrize(
    ("raised", "due"),
    [
        ("2026-03-06T23:59", "2026-03-07T17:00"),  # Saturday is worked
        ("2026-03-07T00:00", "2026-03-11T17:00"),  # Wednesday is the next one
        ("2026-03-10T23:59", "2026-03-11T17:00"),
        ("2026-03-11T00:00", "2026-03-14T17:00"),
    ],
)
def test_the_working_days_of_the_clinic_are_counted(clinic: Clinic, raised: str, due: str) -> None:
    clinic.working_days = [2, 5]

    assert acknowledge_by(clinic=clinic, severity=Severity.ROUTINE, at=local(raised)) == local(due)


def test_another_clinics_holiday_is_none(clinic: Clinic, other_clinic: Clinic) -> None:
    other_clinic.holidays.create(date="2026-03-03")

    assert next_working_day(clinic=clinic, at=local("2026-03-02T10:00")) == local("2026-03-03T17:00")


def test_a_year_without_a_working_day_ends_with_the_last_day_looked_at(clinic: Clinic) -> None:
    clinic.working_days = [0]
    clinic.holiday_dates = frozenset(
        local("2026-03-02T10:00").date() + timedelta(weeks=week) for week in range(54)
    )

    assert next_working_day(clinic=clinic, at=local("2026-03-02T10:00")) == local("2027-03-03T17:00")


def test_a_year_is_looked_through_in_one_query(clinic: Clinic, django_assert_num_queries: object) -> None:
    for week in range(1, 9):
        clinic.holidays.create(date=local("2026-03-02T10:00").date() + timedelta(weeks=week))
    fetched = Clinic.objects.get(pk=clinic.pk)
    fetched.working_days = [0]

    with django_assert_num_queries(1):
        due = next_working_day(clinic=fetched, at=local("2026-03-02T10:00"))

    assert due == local("2026-05-04T17:00")
