"""The demo's two clinics and who works there."""

from dataclasses import dataclass

from aftercare.models import Clinic, User
from portal.demo_logins import PASSWORD


@dataclass(frozen=True, slots=True)
class Staffed:
    """A clinic with its scheduler and its nurse."""

    clinic: Clinic
    scheduler: User
    nurse: User


def open_clinics() -> tuple[Staffed, Staffed]:
    """Create both clinics with their staff."""
    return _juniper_hollow(), _lantern_quay()


def _juniper_hollow() -> Staffed:
    clinic = Clinic.objects.create(
        name="Juniper Hollow",
        zone="America/New_York",
        phone="+12125550142",
        out_of_hours_phone="+12125550199",
    )
    _join(clinic, "administrator", "Maud Fennimore", "maud@juniper.example")
    return Staffed(
        clinic=clinic,
        scheduler=_join(clinic, "scheduler", "Felix Underleaf", "felix@juniper.example"),
        nurse=_join(clinic, "nurse", "Odile Marrowby", "odile@juniper.example"),
    )


def _lantern_quay() -> Staffed:
    clinic = Clinic.objects.create(
        name="Lantern Quay",
        zone="America/Los_Angeles",
        phone="+14155550117",
        out_of_hours_phone="+14155550118",
    )
    return Staffed(
        clinic=clinic,
        scheduler=_join(clinic, "scheduler", "Tobias Reedling", "tobias@lantern.example"),
        nurse=_join(clinic, "nurse", "Quill Ashdown", "quill@lantern.example"),
    )


def _join(clinic: Clinic, role: str, name: str, email: str) -> User:
    return User.objects.create_user(email, PASSWORD, full_name=name, role=role, clinic=clinic)
