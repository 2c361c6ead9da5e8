"""The schedule of a clinic: a day, a week or an agenda, and the ways from one to another."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import local_date, start_of_day
from aftercare.models import TreatmentSession, User
from aftercare.queries.access import named_sessions
from aftercare.queries.desk import LONGEST_SLOT, Desk
from aftercare.queries.schedule_agenda import AgendaDay, write_agenda
from aftercare.queries.schedule_ask import AGENDA, BY_PROVIDER, BY_ROOM, DAY, ONE_DAY, WEEK, ScheduleAsk
from aftercare.queries.schedule_grid import Grid, draw_grid


@dataclass(frozen=True, slots=True)
class Way:
    """A link to another view; `current`: it is this one."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class SchedulePage:
    """A view with its ways. Either `grid` or `agenda` is there; `columns`: providers or rooms, for a grid."""

    title: str
    views: tuple[Way, ...]
    columns: tuple[Way, ...]
    earlier: Way
    today: Way
    later: Way
    grid: Grid | None
    agenda: tuple[AgendaDay, ...]
    empty: bool


def schedule_page(*, user: User, ask: ScheduleAsk, desk: Desk, now: datetime) -> SchedulePage:
    """What is asked for, in the clinic's zone. Two queries: the sessions, and the holidays or their areas."""
    today = local_date(now, desk.clinic.tz)
    booked = _sessions(user, ask)
    desk = replace(desk, booked=[one for one in booked if one.status == TreatmentSession.Status.SCHEDULED])
    sessions = [one for one in booked if ask.shows(one)]
    is_list = ask.view == AGENDA
    return SchedulePage(
        title=ask.title(today),
        views=tuple(
            Way(text, ask.address(view=view), view == ask.view)
            for view, text in ((DAY, _("Day")), (WEEK, _("Week")), (AGENDA, _("Agenda")))
        ),
        columns=()
        if is_list or not desk.providers
        else tuple(
            Way(text, ask.address(by=by), by == ask.by)
            for by, text in ((BY_PROVIDER, _("By provider")), (BY_ROOM, _("By room")))
        ),
        earlier=Way(_("Previous"), ask.moved(-1).address()),
        today=Way(_("Today"), ask.address(day=today), today in ask.dates),
        later=Way(_("Next"), ask.moved(1).address()),
        grid=None if is_list else draw_grid(ask, desk, sessions, now),
        agenda=write_agenda(ask, desk.clinic, sessions, now) if is_list else (),
        empty=not sessions,
    )


def _sessions(user: User, ask: ScheduleAsk) -> Sequence[TreatmentSession]:
    """The clinic's sessions of the asked dates by the index of when they begin; a grid shows those of the day
    before, too, that are not over yet.
    """
    zone = user.clinic.tz
    start, end = start_of_day(ask.dates[0], zone), start_of_day(ask.dates[-1] + ONE_DAY, zone)
    sessions = named_sessions(user=user).select_related("provider", "room")
    sessions = sessions.filter(scheduled_at__lt=end).order_by("scheduled_at", "id")
    if ask.view == AGENDA:
        return list(sessions.filter(scheduled_at__gte=start).prefetch_related("areas"))
    return list(sessions.filter(scheduled_at__gt=start - LONGEST_SLOT, buffer_ends_at__gt=start))
