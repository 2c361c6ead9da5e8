"""The clinic's figures: flags, how they were worked, and the check-ins that came, in the last days."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.models import User
from aftercare.queries.figures_data import count_figures
from aftercare.queries.figures_drawn import Figure, draw_figures
from aftercare.queries.wording import format_date

DAYS: Final = (7, 30, 90)
USUAL_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time to choose."""

    href: str
    text: str
    current: bool


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """Everything of the page; no figure where nothing has happened."""

    spans: tuple[Span, ...]
    since: str
    left_out: str
    figures: tuple[Figure, ...]


def figures_page(*, user: User, days: str, now: datetime) -> FiguresPage:
    """The figures of the clinic of `user` for the last `days`, one of DAYS, else the usual: four queries."""
    chosen = int(days) if days in map(str, DAYS) else USUAL_DAYS
    since = now - timedelta(days=chosen)
    data = count_figures(clinic_id=user.clinic_id, since=since, now=now)
    return FiguresPage(
        spans=tuple(
            Span(f"?days={one}", _("Last %(count)d days") % {"count": one}, one == chosen) for one in DAYS
        ),
        since=format_date(since, user.clinic.tz, now),
        left_out=_left_out(data.in_error),
        figures=tuple(draw_figures(data)),
    )


def _left_out(count: int) -> str:
    if not count:
        return _("No flag was entered in error.")
    words = ngettext(
        "%(count)d flag that was entered in error is left out of every figure.",
        "%(count)d flags that were entered in error are left out of every figure.",
        count,
    )
    return words % {"count": count}
