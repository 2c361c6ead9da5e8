import pytest

from aftercare.domain.protocol import Severity
from aftercare.models import Clinic
from aftercare.services.deadlines import acknowledge_by
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
