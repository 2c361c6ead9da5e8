"""Which hours of a day the schedule draws, and how time becomes height. Pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import at_clock, start_of_day, to_local
from aftercare.models import Clinic, TreatmentSession
from aftercare.queries.spans import Span

LOWEST_EM = 1.9  # of the shortest treatment: 24 px in the smallest type, so that it can be hit
HOUR_EM = (5.6, 12.0)  # at least and at most
ONE_DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
QUARTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Tick:
    """A full hour: how far down, and what the clocks show then."""

    y: str
    text: str


@dataclass(frozen=True, slots=True)
class Scale:
    """How time becomes height."""

    hour_em: float

    @classmethod
    def fit(cls, shortest: timedelta) -> "Scale":
        """As low as the shortest treatment allows."""
        least, most = HOUR_EM
        return cls(min(max(LOWEST_EM * (HOUR / shortest), least), most))

    def em(self, length: timedelta) -> str:
        """The height of a length of time, for a drawing."""
        return f"{round(length / HOUR * self.hour_em, 3):g}em"

    def ticks(self, window: Span, zone: ZoneInfo) -> tuple[Tick, ...]:
        """The full hours that the clocks show: one is skipped or comes twice where they change."""
        start, end = window
        quarters = (start + number * QUARTER for number in range((end - start) // QUARTER))
        clocks = ((at, to_local(at, zone).time()) for at in quarters)
        return tuple(Tick(self.em(at - start), _hour(clock.hour)) for at, clock in clocks if not clock.minute)


def choose_windows(
    days: Sequence[date], clinic: Clinic, sessions: Sequence[TreatmentSession]
) -> dict[date, Span]:
    """What is drawn of each day: the clinic's hours, or more where a session lies outside of them."""
    zone = clinic.tz
    whole = {day: (start_of_day(day, zone), start_of_day(day + ONE_DAY, zone)) for day in days}
    first, last = clinic.opens_at.hour, _hour_after(clinic.closes_at)
    for start, end in whole.values():
        for one in sessions:
            begins, ends = max(one.scheduled_at, start), min(one.slot_ends_at, end)
            if begins < ends:
                first = min(first, to_local(begins, zone).hour)
                last = 24 if ends == end else max(last, _hour_after(to_local(ends, zone).time()))
    return {
        day: (
            max(start, at_clock(day, time(first), zone)),
            at_clock(day, time(last), zone) if last < 24 else end,
        )
        for day, (start, end) in whole.items()
    }


def extra(day: date, zone: ZoneInfo) -> timedelta:
    """By how much a day is longer than others; less than nothing where the clocks go forward."""
    return start_of_day(day + ONE_DAY, zone) - start_of_day(day, zone) - ONE_DAY


def _hour_after(clock: time) -> int:
    """The full hour at or after a time of day."""
    return clock.hour + (clock > time(clock.hour))


def _hour(hour: int) -> str:
    pattern = _("%(hour)d am") if hour < 12 else _("%(hour)d pm")
    return pattern % {"hour": hour % 12 or 12}
