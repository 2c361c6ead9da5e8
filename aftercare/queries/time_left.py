"""How much of the time to answer a flag is left, as a short text and a bar."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from aftercare.queries.wording import format_duration

BAR_WIDTH = 72  # units of the drawing in `_components/left.html`
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """The text ("7 min", "12 min over", "Time is up" for a minute), the filled width of the bar in its units,
    and whether time is up.
    """

    text: str
    width: int
    late: bool


def time_left(raised_at: datetime, due_at: datetime, now: datetime) -> TimeLeft:
    """What is left of [raised_at, due_at) at `now`. At `due_at` exactly the time is up."""
    if now >= due_at:
        over = _("%(duration)s over") % {"duration": format_duration(now - due_at)}
        return TimeLeft(over if now - due_at >= MINUTE else _("Time is up"), 0, True)
    whole = max((due_at - raised_at).total_seconds(), 1)
    share = min((due_at - now).total_seconds() / whole, 1)
    left = format_duration(due_at - now) if due_at - now >= MINUTE else _("under 1 min")
    return TimeLeft(left, round(share * BAR_WIDTH), False)
