"""When a provider works: the hours of a week and the time off, on the clinic's wall."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import at_clock, local_date
from aftercare.models import Provider
from aftercare.queries.spans import Span, joined
from aftercare.queries.wording import format_instant


def works_throughout(provider: Provider, start: datetime, end: datetime, zone: ZoneInfo) -> bool:
    """Whether `[start, end)` lies within the provider's hours of that day; time off is another matter."""
    hours = working_spans(provider, local_date(start, zone), zone)
    return any(begins <= start and end <= ends for begins, ends in hours)


def working_spans(provider: Provider, day: date, zone: ZoneInfo) -> list[Span]:
    """The provider's hours of a day as instants; those that touch are one."""
    return joined(
        (at_clock(day, one.begins, zone), at_clock(day, one.ends, zone))
        for one in provider.hours.all()
        if one.weekday == day.weekday()
    )


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
