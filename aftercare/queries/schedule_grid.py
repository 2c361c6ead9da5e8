"""The schedule as a grid: a column for each provider or room of a day, its blocks as high as they are long.

A block's height is given in em to a drawing that props it up: the page needs no inline style, and the grid
grows with the reader's font. Nothing is worked out in the template.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import local_date
from aftercare.models import Clinic, Provider, Room, TreatmentSession
from aftercare.queries.desk import Desk
from aftercare.queries.schedule_ask import DAY, ScheduleAsk
from aftercare.queries.schedule_blocks import Block, ColumnWriter, Head
from aftercare.queries.schedule_free import Openings, shortest
from aftercare.queries.schedule_hours import Scale, Tick, choose_windows, extra
from aftercare.queries.wording import format_day

COLUMN_REM = 6
"""Narrower no column is: beyond the page's width the grid scrolls."""
SIDE_REM = 3.4
"""As wide as calendar.css makes the hours at the side."""


@dataclass(frozen=True, slots=True)
class Column:
    """One provider or room on one day."""

    name: str
    blocks: tuple[Block, ...]
    y_now: str


@dataclass(frozen=True, slots=True)
class GridDay:
    """One date above its columns. `note`: closed, or the clocks change. `href` leads to the day alone.

    `ticks`: its hours. `side`: whether they stand in words before it, as they do where they begin to differ.
    """

    text: str
    today: bool
    note: str
    href: str
    ticks: tuple[Tick, ...]
    side: bool
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The days in sight. `height`: of the longest day; `width`: the least."""

    days: tuple[GridDay, ...]
    height: str
    width: str

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of all days, from left to right."""
        return tuple(column for day in self.days for column in day.columns)


def draw_grid(ask: ScheduleAsk, desk: Desk, sessions: Sequence[TreatmentSession], now: datetime) -> Grid:
    """The grid of the asked days. `desk.booked` is what takes time, `sessions` what is to be seen of it."""
    zone = desk.clinic.tz
    days = _days_in_sight(ask, desk.clinic, sessions)
    windows = choose_windows(days, desk.clinic, sessions)
    scale = Scale.fit(shortest(desk))
    ticks = {day: scale.ticks(windows[day], zone) for day in days}
    sides = [days[0], *(day for last, day in pairwise(days) if ticks[last] != ticks[day])]
    heads = _heads(ask, desk, sessions)

    def column(day: date, openings: Openings, head: Head) -> Column:
        window = windows[day]
        return Column(
            name=head.name,
            blocks=ColumnWriter(head, openings, window, ask, scale.em).blocks(sessions),
            y_now=scale.em(now - window[0]) if window[0] <= now < window[1] else "",
        )

    def grid_day(day: date) -> GridDay:
        openings = Openings(desk, day, now)
        return GridDay(
            text=format_day(day),
            today=day == local_date(now, zone),
            note=_note(day, desk.clinic),
            href="" if ask.view == DAY else ask.address(view=DAY, day=day),
            ticks=ticks[day],
            side=day in sides,
            columns=tuple(column(day, openings, head) for head in heads),
        )

    return Grid(
        days=tuple(map(grid_day, days)),
        height=scale.em(max(end - start for start, end in windows.values())),
        width=f"{len(days) * len(heads) * COLUMN_REM + len(sides) * SIDE_REM:g}rem",
    )


def _days_in_sight(ask: ScheduleAsk, clinic: Clinic, sessions: Sequence[TreatmentSession]) -> list[date]:
    """The asked dates; of a week without the weekly days off on which nothing is booked."""
    if ask.view == DAY:
        return ask.dates
    booked = {local_date(at, clinic.tz) for one in sessions for at in (one.scheduled_at, one.slot_ends_at)}
    return [day for day in ask.dates if day.weekday() in clinic.working_days or day in booked]


def _note(day: date, clinic: Clinic) -> str:
    """What is unlike other days."""
    longer = extra(day, clinic.tz)
    notes = (
        "" if clinic.works_on(day) else clinic.holiday_names.get(day) or _("Closed"),
        _("Clocks go forward") if longer < timedelta() else "",
        _("Clocks go back") if longer > timedelta() else "",
    )
    return ". ".join(filter(None, notes))


def _heads(ask: ScheduleAsk, desk: Desk, sessions: Sequence[TreatmentSession]) -> list[Head]:
    """Who or what has a column: the active ones, others that sessions have, and none where one is missing."""
    active: Sequence[Provider | Room] = desk.providers if ask.by_provider else desk.rooms
    chosen = ask.provider if ask.by_provider else ask.room
    heads = [Head(one.name, one, active=True) for one in ([chosen] if chosen else active)]
    booked = [one.provider if ask.by_provider else one.room for one in sessions]
    others = {one for one in booked if one is not None and one not in active}
    heads += [Head(one.name, one, active=False) for one in sorted(others, key=lambda one: (one.name, one.pk))]
    if None in booked or not heads:
        none = _("No provider named") if ask.by_provider else _("No room named")
        heads.append(Head(none, None, active=not active))
    return heads
