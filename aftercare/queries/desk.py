"""Who and which room of a clinic is free when: read once for a span of time, then asked as often as needed.

All stretches are half-open. Hours are those of the clinic's wall, so a day on which the clocks change has the
hours that its clocks show.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import at_clock, local_date
from aftercare.models import Clinic, Provider, Room, TimeOff, TreatmentLength, TreatmentSession
from aftercare.models.treatment_lengths import LONGEST
from aftercare.queries.provider_hours import why_absent
from aftercare.queries.spans import Span

Status = TreatmentSession.Status

LONGEST_SLOT = timedelta(minutes=2 * LONGEST)
"""No treatment takes longer, its buffer included."""

OneOf = TypeVar("OneOf", Provider, Room)


class NotFree(Exception):
    """A session cannot be put there. `field`: provider, room or time. `reason`: why, for a person."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Slot:
    """What a treatment takes: `[start, end)`, and the buffer after it, up to `free_at`."""

    start: datetime
    end: datetime
    free_at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Who treats, and where. A clinic that has named no providers has none to name."""

    provider: Provider | None
    room: Room


@dataclass(frozen=True, slots=True)
class Wish:
    """What a scheduler asks for. None means whoever is free, `rather` before any other."""

    provider: Provider | None = None
    room: Room | None = None
    rather: TreatmentSession | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """A clinic's active providers and rooms, by name, and what is booked in the spans that were looked up."""

    clinic: Clinic
    providers: Sequence[Provider]
    rooms: Sequence[Room]
    lengths: Mapping[str, TreatmentLength]
    booked: Sequence[TreatmentSession] = ()

    def slot(self, start: datetime, treatment: str) -> Slot:
        """What `treatment` takes from `start` on; one that is not known yet takes the clinic's slot."""
        length = self.lengths.get(treatment)
        end = start + timedelta(minutes=length.minutes if length else self.clinic.slot_minutes)
        return Slot(start, end, end + timedelta(minutes=length.buffer_minutes if length else 0))

    def clinic_works(self, slot: Slot) -> bool:
        """Whether the clinic is open throughout; tidying up may take longer."""
        clinic, day = self.clinic, local_date(slot.start, self.clinic.tz)
        opens, closes = at_clock(day, clinic.opens_at, clinic.tz), at_clock(day, clinic.closes_at, clinic.tz)
        return clinic.works_on(day) and opens <= slot.start and slot.end <= closes

    def is_free(self, slot: Slot, patient_id: UUID, wish: Wish) -> bool:
        """Whether the patient can be treated then, as wished."""
        try:
            self.find_place(slot, patient_id, wish)
        except NotFree:
            return False
        return True

    def find_place(self, slot: Slot, patient_id: UUID, wish: Wish) -> Place:
        """Who treats and where: as wished, else the first by name who is free. Raises NotFree."""
        busy = [
            one for one in self.booked if one.scheduled_at < slot.free_at and slot.start < one.buffer_ends_at
        ]
        if any(one.patient_id == patient_id for one in busy):
            raise NotFree("time", _("This patient already has a session at this time."))
        provider = self._find_provider(slot, wish, {one.provider_id for one in busy})
        return Place(provider, self._find_room(wish, {one.room_id for one in busy}))

    def _find_provider(self, slot: Slot, wish: Wish, taken: set[UUID | None]) -> Provider | None:
        asked = wish.provider
        if asked is None:
            free = [one for one in self.providers if one.pk not in taken and not self._absent(one, slot)]
            if self.providers and not free:
                raise NotFree("time", _("No provider is free at this time. Choose another."))
            return _first(free, wish.rather.provider_id if wish.rather else None)
        known = next((one for one in self.providers if one == asked), None)
        if known is None:
            raise NotFree("provider", _("%(name)s does not treat here any more.") % {"name": asked})
        why = self._absent(known, slot) or (_taken(known) if known.pk in taken else "")
        if why:
            raise NotFree("provider", why)
        return known

    def _absent(self, provider: Provider, slot: Slot) -> str:
        return why_absent(provider, slot.start, slot.end, self.clinic.tz)

    def _find_room(self, wish: Wish, taken: set[UUID | None]) -> Room:
        asked = wish.room
        if asked is None:
            if not self.rooms:
                raise NotFree("time", _("The clinic has no room in use. An administrator adds one."))
            free = [one for one in self.rooms if one.pk not in taken]
            room = _first(free, wish.rather.room_id if wish.rather else None)
            if room is None:
                raise NotFree("time", _("Another session is booked at this time. Choose another."))
            return room
        if asked not in self.rooms:
            raise NotFree("room", _("%(name)s is not in use any more.") % {"name": asked})
        if asked.pk in taken:
            raise NotFree("room", _taken(asked))
        return asked


def load_desk(clinic: Clinic, *, since: datetime) -> Desk:
    """The desk from `since` on, nothing looked up yet. Five queries, three where nobody is named."""
    time_off = TimeOff.objects.filter(ends_at__gt=since).order_by("starts_at", "id")
    providers = clinic.providers.active().prefetch_related("hours", Prefetch("time_off", time_off))
    return Desk(
        clinic=clinic,
        providers=list(providers.order_by("name", "id")),
        rooms=list(clinic.rooms.filter(is_active=True).order_by("name", "id")),
        lengths={one.treatment: one for one in clinic.treatment_lengths.all()},
    )


def look_up(desk: Desk, *spans: Span, but: UUID | None = None) -> Desk:
    """The desk with what is booked about these spans of time, one session left out. One query at most."""
    if not spans:
        return desk
    about = Q()
    for start, end in spans:
        about |= Q(scheduled_at__lt=end + LONGEST_SLOT, buffer_ends_at__gt=start)
    sessions = TreatmentSession.objects.filter(about, clinic=desk.clinic, status=Status.SCHEDULED)
    booked = [one for one in sessions.order_by("scheduled_at", "id") if one.pk != but]
    return replace(desk, booked=booked)


def _first(free: Sequence[OneOf], rather: UUID | None) -> OneOf | None:
    """The one that is liked best, else the first, else none."""
    return next((one for one in free if one.pk == rather), free[0] if free else None)


def _taken(what: Provider | Room) -> str:
    return _("%(name)s is taken at this time. Choose another, or any that is free.") % {"name": what}
