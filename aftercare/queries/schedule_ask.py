"""What of the schedule somebody wants to see, and the address that says so: dates, ids and names of views."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from aftercare.models import Provider, Room, TreatmentSession
from aftercare.queries.wording import format_day

DAY, WEEK, AGENDA = "day", "week", "agenda"
BY_PROVIDER, BY_ROOM = "provider", "room"
EVERYTHING = "all"

ONE_DAY = timedelta(days=1)
SEVEN = 7


@dataclass(frozen=True, slots=True)
class ScheduleAsk:
    """A view of `day` or of the days about it, in columns `by` provider or room; the rest are filters.

    `state` is a session's status; without it all that are not cancelled, `all` for those too.
    """

    day: date
    view: str = DAY
    by: str = BY_PROVIDER
    provider: Provider | None = None
    room: Room | None = None
    treatment: str = ""
    state: str = ""

    @property
    def by_provider(self) -> bool:
        """Whether the columns are providers, else they are rooms."""
        return self.by == BY_PROVIDER

    @property
    def dates(self) -> list[date]:
        """The dates in sight: the day, its week from Monday on, or seven days from it on."""
        first = self.day - self.day.weekday() * ONE_DAY if self.view == WEEK else self.day
        return [first + number * ONE_DAY for number in range(1 if self.view == DAY else SEVEN)]

    def title(self, today: date) -> str:
        """The dates in words."""
        first, *others = self.dates
        if not others:
            return format_day(first, today)
        return f"{format_day(first, today)} – {format_day(others[-1], today)}"

    def moved(self, steps: int) -> "ScheduleAsk":
        """The same so many views later, or earlier."""
        return replace(self, day=self.day + steps * len(self.dates) * ONE_DAY)

    def shows(self, session: TreatmentSession) -> bool:
        """Whether a session is one of those that are asked for."""
        wanted = (
            (self.provider and self.provider.pk, session.provider_id),
            (self.room and self.room.pk, session.room_id),
            (self.treatment, session.treatment),
            (self.state if self.state != EVERYTHING else "", session.status),
        )
        return all(not asked or asked == found for asked, found in wanted) and (
            bool(self.state) or session.status != TreatmentSession.Status.CANCELLED
        )

    def address(self, **changes: object) -> str:
        """The query string of this, or of this with something changed."""
        asked = replace(self, **changes)  # type: ignore[arg-type]  # named as the fields are
        told = {
            "view": asked.view,
            "date": asked.day.isoformat(),
            "by": asked.by,
            "provider": asked.provider.pk if asked.provider else "",
            "room": asked.room.pk if asked.room else "",
            "treatment": asked.treatment,
            "state": asked.state,
        }
        return "?" + urlencode({name: value for name, value in told.items() if value})
