"""When a clinic is open, and how that is said."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import local_date, to_local
from aftercare.models import Clinic
from aftercare.queries.grammar import in_a_row
from aftercare.queries.wording import format_clock

SHORTEST_RUN = 3
"""So many days one after the other are named by the first and the last."""


def is_open_at(clinic: Clinic, now: datetime) -> bool:
    """Whether the clinic is open: `[opens_at, closes_at)` of a working day on its own clock."""
    local = to_local(now, clinic.tz)
    return clinic.opens_at <= local.time() < clinic.closes_at and clinic.works_on(local.date())


def closed_today(clinic: Clinic, now: datetime) -> bool:
    """Whether the clinic does not work on its date at `now`."""
    return not clinic.works_on(local_date(now, clinic.tz))


def hours_words(clinic: Clinic) -> str:
    """The opening hours of the week: "Monday to Friday 8:00 am to 6:00 pm"."""
    return _("%(days)s %(opens)s to %(closes)s") % {
        "days": days_words(clinic.working_days),
        "opens": format_clock(clinic.opens_at),
        "closes": format_clock(clinic.closes_at),
    }


def days_words(days: Collection[int]) -> str:
    """Days of the week, Monday as 0: "every day", "Monday to Wednesday and Friday"."""
    if len(set(days)) == len(WEEKDAYS):
        return _("every day")
    return in_a_row(words for run in _runs(sorted(set(days))) for words in _run_words(run))


def _runs(days: list[int]) -> Iterator[list[int]]:
    """The days, those one after the other together."""
    run: list[int] = []
    for day in days:
        if run and day != run[-1] + 1:
            yield run
            run = []
        run.append(day)
    yield run


def _run_words(run: list[int]) -> list[str]:
    names = [str(WEEKDAYS[day]) for day in run]
    if len(run) < SHORTEST_RUN:
        return names
    return [_("%(first)s to %(last)s") % {"first": names[0], "last": names[-1]}]
