"""When a clinic, its providers and its rooms can be booked on a day, and why not else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from aftercare.domain.clinical_time import at_clock, start_of_day
from aftercare.models import Provider, Room, TreatmentSession
from aftercare.queries.desk import Desk
from aftercare.queries.provider_hours import working_spans
from aftercare.queries.spans import Span, both, joined, without

ONE_DAY = timedelta(days=1)
ROUNDED = timedelta(minutes=15)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Openings:
    """What a desk leaves free of a day from `now` on. `desk.booked` holds at least that day's sessions."""

    desk: Desk
    day: date
    now: datetime

    @cached_property
    def clinic_hours(self) -> list[Span]:
        """When the clinic is open."""
        clinic = self.desk.clinic
        opens = at_clock(self.day, clinic.opens_at, clinic.tz)
        closes = at_clock(self.day, clinic.closes_at, clinic.tz)
        return joined([(opens, closes)]) if clinic.works_on(self.day) else []

    def working(self, provider: Provider) -> list[Span]:
        """When a provider works while the clinic is open, away or not."""
        return both(working_spans(provider, self.day, self.desk.clinic.tz), self.clinic_hours)

    def free(self, provider: Provider | None, room: Room | None) -> list[Span]:
        """Stretches to come in which the shortest treatment has room; None: with or in any that is free."""
        of_provider = self._any_provider if provider is None else self._of_provider(provider)
        of_room = self._any_room if room is None else self._of_room(room)
        past = [(EPOCH, self.now + (EPOCH - self.now) % ROUNDED)]
        return [
            span
            for span in without(both(of_provider, of_room), past)
            if span[1] - span[0] >= shortest(self.desk)
        ]

    @cached_property
    def _any_provider(self) -> list[Span]:
        """A clinic that has named no providers has none to wait for."""
        if not self.desk.providers:
            return self.clinic_hours
        return joined(span for one in self.desk.providers for span in self._of_provider(one))

    @cached_property
    def _any_room(self) -> list[Span]:
        return joined(span for one in self.desk.rooms for span in self._of_room(one))

    def _of_provider(self, provider: Provider) -> list[Span]:
        return without(self.working(provider), [*away(provider), *self._taken("provider_id", provider.pk)])

    def _of_room(self, room: Room) -> list[Span]:
        return without(self.clinic_hours, self._taken("room_id", room.pk))

    def _taken(self, whose: str, key: UUID) -> list[Span]:
        return [(one.scheduled_at, one.buffer_ends_at) for one in self._booked if getattr(one, whose) == key]

    @cached_property
    def _booked(self) -> list[TreatmentSession]:
        zone = self.desk.clinic.tz
        start, end = start_of_day(self.day, zone), start_of_day(self.day + ONE_DAY, zone)
        return [one for one in self.desk.booked if one.scheduled_at < end and start < one.buffer_ends_at]


def away(provider: Provider) -> Sequence[Span]:
    """When a provider is away."""
    return [(one.starts_at, one.ends_at) for one in provider.time_off.all()]


def shortest(desk: Desk) -> timedelta:
    """The length of the shortest treatment."""
    lengths, slot = desk.lengths, desk.clinic.slot_minutes
    kinds = TreatmentSession.Treatment.values
    return timedelta(minutes=min(lengths[one].minutes if one in lengths else slot for one in kinds))
