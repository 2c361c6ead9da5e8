"""The clinic at a glance, for its administrators: every section of the settings with what holds now."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.models import Clinic, User
from aftercare.queries.clinic_hours import hours_words
from aftercare.queries.grammar import capitalized
from aftercare.queries.on_call import on_call_now
from aftercare.queries.zones import zone_name


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the settings: the name of its page, and how it stands."""

    page: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ClinicPage:
    """The clinic, its clock and the sections of its settings."""

    name: str
    zone: str
    sections: tuple[Section, ...]


def clinic_page(user: User, now: datetime) -> ClinicPage:
    """Every section with what holds now. Four queries."""
    clinic: Clinic = user.clinic
    active = Q(is_active=True)
    providers = clinic.providers.aggregate(count=Count("pk", filter=active))["count"]
    rooms = clinic.rooms.aggregate(count=Count("pk", filter=active))["count"]
    staff = clinic.people.exclude(role=User.Role.PATIENT).filter(active).count()
    on_call = on_call_now(clinic, now)
    return ClinicPage(
        name=clinic.name,
        zone=zone_name(clinic.tz),
        sections=(
            Section("clinic_hours", _("Hours, phones and response times"), capitalized(hours_words(clinic))),
            Section("on_call", _("Who is on call"), f"{on_call.now} {on_call.next}"),
            Section("providers", _("Providers"), _treating(providers)),
            Section("rooms", _("Rooms"), _in_use(rooms)),
            Section("staff", _("Staff"), _working(staff)),
            Section("treatment_lengths", _("How long treatments take, and how far apart"), _usual(clinic)),
            Section("figures", _("Figures"), _("Flags, how soon they were seen to, and check-ins.")),
        ),
    )


def _treating(count: int) -> str:
    if not count:
        return _("Nobody is named: sessions are booked by room alone.")
    return ngettext("%(count)d treats at present.", "%(count)d treat at present.", count) % {"count": count}


def _in_use(count: int) -> str:
    if not count:
        return _("None in use: no session can be booked.")
    return ngettext("%(count)d in use.", "%(count)d in use.", count) % {"count": count}


def _working(count: int) -> str:
    return ngettext("%(count)d works here.", "%(count)d work here.", count) % {"count": count}


def _usual(clinic: Clinic) -> str:
    numbers = {"minutes": clinic.slot_minutes, "days": clinic.shortest_interval_days}
    return _("Usually %(minutes)d minutes. At least %(days)d days between two sessions.") % numbers
