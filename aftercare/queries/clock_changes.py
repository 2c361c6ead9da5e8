"""When the clocks of a zone change."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from aftercare.domain.clinical_time import local_date, start_of_day

_ONE_DAY = timedelta(days=1)


def clock_changes(start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[tuple[date, bool]]:
    """The local dates from `start` to `end` on which the clocks change, and whether they go forward."""
    day, last = local_date(start, zone), local_date(end, zone)
    while day <= last:
        length = start_of_day(day + _ONE_DAY, zone) - start_of_day(day, zone)
        if length != _ONE_DAY:
            yield day, length < _ONE_DAY
        day += _ONE_DAY
