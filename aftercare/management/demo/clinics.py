"""The demo's two clinics and who works there."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import cycle

from aftercare.domain.clinical_time import at_clock, local_date
from aftercare.models import Clinic, TreatmentSession, User, WorkingHours
from aftercare.services.on_call import WhoIsOnCall, keep_shifts
from portal.demo_logins import PASSWORD


@dataclass(frozen=True, slots=True)
class Staffed:
    """A clinic with its scheduler and its nurse."""

    clinic: Clinic
    scheduler: User
    nurse: User


def open_clinics(now: datetime) -> tuple[Staffed, Staffed]:
    """Create both clinics with their staff, their rooms, their holidays and who is on call."""
    juniper, lantern = _juniper_hollow(), _lantern_quay()
    for staffed in (juniper, lantern):
        for number in (1, 2):
            staffed.clinic.rooms.create(name=f"Room {number}")
        year = local_date(now, staffed.clinic.tz).year
        staffed.clinic.holidays.create(date=date(year, 12, 25), name="Christmas Day")
        staffed.clinic.holidays.create(date=date(year + 1, 1, 1), name="New Year's Day")
    _put_on_call(juniper, now)
    return juniper, lantern


def _put_on_call(staffed: Staffed, now: datetime) -> None:
    """The nurse by day, somebody from outside by night, for three days; with a gap in the second night."""
    clinic, today = staffed.clinic, local_date(now, staffed.clinic.tz)
    nurse = WhoIsOnCall(user=staffed.nurse)
    outsider = WhoIsOnCall(name=clinic.on_call_name, email=clinic.on_call_email)
    for days in (-1, 0, 1, 2):
        day = today + timedelta(days=days)
        morning, evening = at_clock(day, time(7), clinic.tz), at_clock(day, time(19), clinic.tz)
        night_ends_at = at_clock(day + timedelta(days=1), time(7), clinic.tz)
        for who, span in ((nurse, (morning, evening)), (outsider, (evening, night_ends_at))):
            if span[1] > now and (who, days) != (outsider, 1):
                keep_shifts(clinic=clinic, who=who, spans=[span], by=staffed.scheduler, at=now)


def name_providers(clinic: Clinic, *names: str) -> None:
    """Say who treats at a clinic, in its hours, and share out the sessions told so far.

    Afterwards, because the stories are told relative to now, and nobody works at three in the morning.
    """
    providers = [clinic.providers.create(name=name, title="physician") for name in names]
    hours = {"begins": clinic.opens_at, "ends": clinic.closes_at}
    WorkingHours.objects.bulk_create(
        WorkingHours(provider=provider, weekday=weekday, **hours)
        for provider in providers
        for weekday in clinic.working_days
    )
    for session, provider in zip(
        clinic.sessions.order_by("scheduled_at", "id"), cycle(providers), strict=False
    ):
        session.provider = provider
        session.performed_by = provider if session.status == TreatmentSession.Status.COMPLETED else None
        session.save(update_fields=["provider", "performed_by"])


def _juniper_hollow() -> Staffed:
    clinic = Clinic.objects.create(
        name="Juniper Hollow",
        zone="America/New_York",
        phone="+12125550142",
        out_of_hours_phone="+12125550199",
        on_call_name="Isolde Penhallow",
        on_call_email="oncall@juniper.example",
    )
    _join(clinic, "administrator", "Maud Fennimore", "maud@juniper.example")
    _join(clinic, "nurse", "Ines Halloway", "ines@juniper.example")
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
        on_call_name="Corwin Ashdale",
        on_call_email="oncall@lantern.example",
    )
    return Staffed(
        clinic=clinic,
        scheduler=_join(clinic, "scheduler", "Tobias Reedling", "tobias@lantern.example"),
        nurse=_join(clinic, "nurse", "Quill Ashdown", "quill@lantern.example"),
    )


def _join(clinic: Clinic, role: str, name: str, email: str) -> User:
    return User.objects.create_user(email, PASSWORD, full_name=name, role=role, clinic=clinic)
