"""Who treats at a clinic, when they work and when they are away; and the rooms and lengths of treatments."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time

import pghistory
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.models import (
    Clinic,
    Provider,
    Room,
    TimeOff,
    TreatmentLength,
    TreatmentSession,
    User,
    WorkingHours,
)
from aftercare.services.session_places import lock_desk
from aftercare.services.stored import store_changes

Stretch = tuple[time, time]
Away = tuple[datetime, datetime, str]
"""From, until, and a note."""


class DeskRefused(ValueError):
    """A change of the desk that cannot be. `field`: the field of the form. `reason`: why, for a person."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderSettings:
    """What an administrator says of a provider. `hours`: pairs of weekday, Monday as 0, and stretch."""

    name: str
    title: str = ""
    user: User | None = None
    is_active: bool = True
    hours: Collection[tuple[int, Stretch]] = ()
    time_off: Collection[Away] = ()


@transaction.atomic
def keep_provider(
    *, clinic: Clinic, settings: ProviderSettings, provider: Provider | None = None, by: User, at: datetime
) -> Provider:
    """Store a new provider, or what is said of one now. The same again changes nothing.

    Time off that is over stays. Raises DeskRefused for a name that is taken, and for an inactive provider who
    has sessions to come.
    """
    lock_desk(clinic)
    kept = provider or Provider(clinic=clinic)
    _refuse_taken_name(clinic.providers.exclude(pk=kept.pk), settings.name)
    if kept.is_active and not settings.is_active:
        _refuse_sessions_to_come(kept.sessions.upcoming(at))
    with pghistory.context(by=str(by.pk), at=at.isoformat()):
        said = {name: getattr(settings, name) for name in ("name", "title", "user", "is_active")}
        store_changes(kept, **said)
        _keep_hours(kept, set(settings.hours))
        _keep_time_off(kept, set(settings.time_off), at)
    return kept


@transaction.atomic
def keep_room(
    *, clinic: Clinic, name: str, is_active: bool = True, room: Room | None = None, by: User, at: datetime
) -> Room:
    """Store a new room, or its name and whether it is in use. The same again changes nothing.

    Raises DeskRefused for a name that is taken, and for a room out of use that has sessions to come.
    """
    lock_desk(clinic)
    kept = room or Room(clinic=clinic)
    _refuse_taken_name(clinic.rooms.exclude(pk=kept.pk), name)
    if kept.is_active and not is_active:
        _refuse_sessions_to_come(kept.sessions.upcoming(at))
    with pghistory.context(by=str(by.pk), at=at.isoformat()):
        store_changes(kept, name=name, is_active=is_active)
    return kept


@transaction.atomic
def keep_lengths(
    *,
    clinic: Clinic,
    slot_minutes: int,
    shortest_interval_days: int,
    lengths: Mapping[str, tuple[int, int]],
    by: User,
    at: datetime,
) -> None:
    """Store the usual slot, the days that lie between sessions without a reason to book sooner, and the
    minutes and buffer minutes of treatments that take another time.

    Sessions that are booked already keep their length. The same again changes nothing.
    """
    lock_desk(clinic)
    with pghistory.context(by=str(by.pk), at=at.isoformat()):
        store_changes(
            Clinic.objects.get(pk=clinic.pk),
            slot_minutes=slot_minutes,
            shortest_interval_days=shortest_interval_days,
        )
        clinic.treatment_lengths.exclude(treatment__in=lengths).delete()
        stored = {one.treatment: one for one in clinic.treatment_lengths.all()}
        for treatment, (minutes, buffer_minutes) in lengths.items():
            row = stored.get(treatment) or TreatmentLength(clinic=clinic, treatment=treatment)
            store_changes(row, minutes=minutes, buffer_minutes=buffer_minutes)


def _refuse_taken_name(others: QuerySet[Provider] | QuerySet[Room], name: str) -> None:
    if others.filter(name__iexact=name).exists():
        raise DeskRefused("name", _("There is one of this name already. Choose another."))


def _refuse_sessions_to_come(sessions: QuerySet[TreatmentSession]) -> None:
    count = sessions.count()
    if count:
        words = ngettext(
            "There is %(count)d session to come. Move it first.",
            "There are %(count)d sessions to come. Move them first.",
            count,
        )
        raise DeskRefused("is_active", words % {"count": count})


def _keep_hours(provider: Provider, hours: set[tuple[int, Stretch]]) -> None:
    """Make the stored hours those that are given."""
    stored = {(one.weekday, (one.begins, one.ends)): one for one in provider.hours.all()}
    provider.hours.filter(pk__in=[stored[gone].pk for gone in stored.keys() - hours]).delete()
    WorkingHours.objects.bulk_create(
        WorkingHours(provider=provider, weekday=weekday, begins=begins, ends=ends)
        for weekday, (begins, ends) in sorted(hours - stored.keys())
    )


def _keep_time_off(provider: Provider, time_off: set[Away], at: datetime) -> None:
    """Make the stored time off that is not over yet what is given."""
    ahead = provider.time_off.filter(ends_at__gt=at)
    stored = {(one.starts_at, one.ends_at, one.note): one for one in ahead}
    provider.time_off.filter(pk__in=[stored[gone].pk for gone in stored.keys() - time_off]).delete()
    TimeOff.objects.bulk_create(
        TimeOff(provider=provider, starts_at=starts_at, ends_at=ends_at, note=note)
        for starts_at, ends_at, note in sorted(time_off - stored.keys())
    )
