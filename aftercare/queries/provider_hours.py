"""When a provider works: the hours of a week and the time off, on the clinic's wall."""

from collections.abc import Iterable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import at_clock, local_date
from aftercare.models import Provider
from aftercare.queries.wording import format_instant


def works_throughout(provider: Provider, start: datetime, end: datetime, zone: ZoneInfo) -> bool:
    """Whether `[start, end)` lies within the provider's hours of that day; time off is another matter."""
    day = local_date(start, zone)
    hours = ((one.begins, one.ends) for one in provider.hours.all() if one.weekday == day.weekday())
    return any(begins <= start and end <= ends for begins, ends in _stretches(hours, day, zone))


def _stretches(
    hours: Iterable[tuple[time, time]], day: date, zone: ZoneInfo
) -> list[tuple[datetime, datetime]]:
    """The hours of a day as instants; those that touch are one."""
    joined: list[tuple[datetime, datetime]] = []
    for begins, ends in sorted(
        (at_clock(day, one, zone), at_clock(day, other, zone)) for one, other in hours
    ):
        if joined and begins <= joined[-1][1]:
            begins, ends = joined[-1][0], max(joined.pop()[1], ends)
        joined.append((begins, ends))
    return joined


def why_absent(provider: Provider, start: datetime, end: datetime, zone: ZoneInfo) -> str:
    """Why the provider does not treat in `[start, end)`, for a person; empty where they do."""
    if not works_throughout(provider, start, end, zone):
        return _("%(name)s does not work at this time.") % {"name": provider.name}
    away = max(
        (one.ends_at for one in provider.time_off.all() if one.starts_at < end and start < one.ends_at),
        default=None,
    )
    if away is None:
        return ""
    return _("%(name)s is away until %(time)s.") % {"name": provider.name, "time": format_instant(away, zone)}
