"""The clinic's settings: when it works, how soon flags are answered, who is on call."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time

import pghistory
from django.db import transaction

from aftercare.models import Clinic, User
from aftercare.services.stored import store_changes


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicSettings:
    """What an administrator sets. `working_days` counts Monday as 0; times are the clinic's own."""

    phone: str
    out_of_hours_phone: str
    opens_at: time
    closes_at: time
    working_days: list[int]
    emergency_minutes: int
    urgent_minutes: int
    routine_by: time
    escalation_minutes: int
    on_call_name: str = ""
    on_call_email: str = ""
    on_call_phone: str = ""


@transaction.atomic
def update_clinic(
    *, clinic: Clinic, settings: ClinicSettings, holidays: Mapping[date, str], by: User, at: datetime
) -> None:
    """Store the settings and the holidays, each with its name or none. The same again changes nothing.

    Flags that rose already keep the time by which they are to be acknowledged.
    """
    locked = Clinic.objects.select_for_update().get(pk=clinic.pk)
    with pghistory.context(by=str(by.pk), at=at.isoformat()):
        store_changes(locked, **asdict(settings))
        _keep_holidays(locked, holidays)


def _keep_holidays(clinic: Clinic, holidays: Mapping[date, str]) -> None:
    """Make the stored holidays those that are given."""
    stored = {one.date: one for one in clinic.holidays.all()}
    clinic.holidays.filter(date__in=stored.keys() - holidays.keys()).delete()
    for day, name in holidays.items():
        if day not in stored:
            clinic.holidays.create(date=day, name=name)
        elif stored[day].name != name:
            stored[day].name = name
            stored[day].save(update_fields=["name"])
