"""Time as a clinic counts it: elapsed hours, wall-clock days, half-open windows, quiet hours.

Every instant in the domain is an aware datetime in UTC. Local time exists at the edges only: it is read with
`from_local` and shown with `to_local`. Source: PROTOCOL.md, "Time".
"""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_ISO_DURATION = re.compile(r"P(?:(?P<months>[0-9]{1,3})M|(?P<days>[0-9]{1,4})D|T(?P<hours>[0-9]{1,5})H)")


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of clinical time in exactly one unit: elapsed hours, wall-clock days or calendar months."""

    hours: int = 0
    days: int = 0
    months: int = 0

    @classmethod
    def parse(cls, text: str) -> "Duration":
        """Read `PT6H`, `P7D` or `P3M`. Raises ValueError for anything else."""
        match = _ISO_DURATION.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is not a duration such as PT6H, P7D or P3M")
        return cls(**{unit: int(count) for unit, count in match.groupdict().items() if count is not None})

    def after(self, instant: datetime, zone: ZoneInfo) -> datetime:
        """The instant this long after `instant`, days and months counted on the wall clock of `zone`."""
        if self.hours:
            return instant + timedelta(hours=self.hours)
        local = to_local(instant, zone)
        return from_local(datetime.combine(self.after_date(local.date()), local.time()), zone)

    @property
    def nominal_hours(self) -> int:
        """About how long this is, to compare units: a day as 24 hours, a month as 30 days."""
        return self.hours + 24 * (self.days + 30 * self.months)

    def after_date(self, day: date) -> date:
        """The date this many days or months after `day`; a month too short gives its last day."""
        if not self.months:
            return day + timedelta(days=self.days)
        year, month = divmod(day.year * 12 + day.month - 1 + self.months, 12)
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Window:
    """A half-open stretch of time, `[start, end)`, in UTC. None means it has no end on that side."""

    start: datetime | None
    end: datetime | None

    def holds(self, instant: datetime) -> bool:
        """Whether `instant` lies in the window: its start does, its end does not."""
        return (self.start is None or self.start <= instant) and (self.end is None or instant < self.end)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Local hours of a day in which nobody is disturbed, `[start, end)`; equal ends mean none at all."""

    start: time
    end: time

    def span_at(self, instant: datetime, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
        """Start and end of the quiet hours that `instant` falls into, or None.

        Both are resolved like any other local time, so in a night of a clock change they begin and end once.
        They may have begun two dates back: a zone can skip a whole date (Apia, 30 December 2011).
        """
        one_day = timedelta(days=1)
        to_next_date = one_day if self.end < self.start else timedelta()
        today = local_date(instant, zone)
        for day in (today - 2 * one_day, today - one_day, today):
            start = at_clock(day, self.start, zone)
            end = at_clock(day + to_next_date, self.end, zone)
            if start <= instant < end:
                return start, end
        return None

    def end_after(self, instant: datetime, zone: ZoneInfo) -> datetime:
        """`instant` itself, or the end of the quiet hours it falls into."""
        span = self.span_at(instant, zone)
        return instant if span is None else span[1]


def from_local(local: datetime, zone: ZoneInfo) -> datetime:
    """The UTC instant of a naive local time.

    A time that a clock change skips is read with the offset before the gap (02:30 becomes 03:30); one that
    occurs twice means the first.
    """
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


def to_local(instant: datetime, zone: ZoneInfo) -> datetime:
    """The naive wall-clock time of `instant` in `zone`."""
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)


def local_date(instant: datetime, zone: ZoneInfo) -> date:
    """The date on the wall of `zone` at `instant`."""
    return instant.astimezone(zone).date()


def at_clock(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The UTC instant at which the clocks of `zone` show `clock` on `day`."""
    return from_local(datetime.combine(day, clock), zone)


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The UTC instant of 00:00 local on `day`."""
    return at_clock(day, time(), zone)
