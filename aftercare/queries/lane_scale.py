"""Which days a drawing of the plan shows, and where on it an instant lies.

x is the wall-clock days since the left edge by the days shown, in percent: a day of 23 hours is no narrower.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from aftercare.queries.lane_picture import LaneSession

DAY = timedelta(days=1)
DAYS_SHOWN = 28
DAYS_AT_MOST = 56
LOOK_BACK_DAYS = 14  # so far back a session may lie and still begin the picture
WEEK_BACK_DAYS = 7  # where the picture begins once every session lies further back
ROOM_AFTER_NEXT_DAYS = 3  # to be seen after the next session


@dataclass(frozen=True, slots=True)
class Scale:
    """The days shown: `days` of them from the date `left` on, in `zone`."""

    left: date
    days: int
    zone: ZoneInfo

    def x(self, instant: datetime) -> float:
        """Where an instant lies, in percent of the width. Outside 0-100 where it is not shown."""
        local = instant.astimezone(self.zone).replace(tzinfo=None)
        return (local - datetime.combine(self.left, time())) / DAY / self.days * 100

    def x_of_day(self, day: date) -> float:
        """Where a date begins, in percent."""
        return (day - self.left).days / self.days * 100


def percent(value: float) -> str:
    """A share of the width as SVG takes it: "5.06%"."""
    return f"{value:.2f}%"


def choose_scale(sessions: Sequence[LaneSession], zone: ZoneInfo, now: datetime) -> Scale:
    """Choose the days to show, so that now, what has just been and the next session are in the picture.

    Left edge: the day before the earliest session performed in the last fortnight (that day at most 14 days
    back); a week back if all lie further back; yesterday if none has been performed. Four weeks; eight where
    the next session, or the first three days after it, would else be cut off and eight weeks show its day.
    """
    today = now.astimezone(zone).date()
    performed = [session.at.astimezone(zone).date() for session in sessions if session.at <= now]
    recent = [day - DAY for day in performed if day - DAY >= today - LOOK_BACK_DAYS * DAY]
    left = min(recent, default=today - (WEEK_BACK_DAYS if performed else 1) * DAY)
    coming = [session.at.astimezone(zone).date() for session in sessions if session.at > now]
    days_to_next = (min(coming) - left).days if coming else 0
    longer = DAYS_SHOWN - ROOM_AFTER_NEXT_DAYS <= days_to_next < DAYS_AT_MOST
    return Scale(left, DAYS_AT_MOST if longer else DAYS_SHOWN, zone)
