"""One column of the schedule's grid: sessions, what is kept free after them, what is free, what is closed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import local_date, to_local
from aftercare.models import Provider, Room, TreatmentSession
from aftercare.queries.schedule_ask import DAY, ScheduleAsk
from aftercare.queries.schedule_free import Openings, away, shortest
from aftercare.queries.schedule_layout import (
    BESIDE,
    BLANK,
    BUFFER,
    SESSION,
    Ground,
    Piece,
    Taken,
    cut,
    lay_out,
)
from aftercare.queries.session_words import State, session_state, treatment_words
from aftercare.queries.spans import Span, without
from aftercare.queries.wording import format_day, format_instant, format_time

CLOSED, OFF, AWAY, FREE = "closed", "off", "away", "free"
STEP = timedelta(minutes=30)
LEGIBLE = timedelta(minutes=20)
"""What is shorter has no words that are seen."""


@dataclass(frozen=True, slots=True)
class Head:
    """Whose column it is: a provider's, a room's, or that of what has none."""

    name: str
    place: Provider | Room | None
    active: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a column. `text` is seen, `spoken` is only read out; `lanes`: blocks side by side.

    `kind`: session, buffer, free, away, off, closed, blank or beside. `void`: missed or cancelled.
    """

    kind: str
    height: str
    text: str = ""
    spoken: str = ""
    name: str = ""
    detail: str = ""
    href: str = ""
    state: State | None = None
    void: bool = False
    lanes: tuple[tuple["Block", ...], ...] = ()


@dataclass(frozen=True)
class ColumnWriter:
    """Writes one column of one day. `em` makes a length of time a height."""

    head: Head
    openings: Openings
    window: Span
    ask: ScheduleAsk
    em: Callable[[timedelta], str]

    def blocks(self, sessions: Sequence[TreatmentSession]) -> tuple[Block, ...]:
        """The column with those of the sessions that belong into it."""
        taken = [
            Taken(
                one.scheduled_at,
                one.slot_ends_at,
                one.slot_ends_at if _is_void(one) else one.buffer_ends_at,
                one,
            )
            for one in sessions
            if self._place_of(one) == self.head.place
        ]
        return tuple(self._write(lay_out(self.window, taken, self._grounds())))

    def _place_of(self, session: TreatmentSession) -> Provider | Room | None:
        return session.provider if self.ask.by_provider else session.room

    def _grounds(self) -> Sequence[Ground]:
        place, openings = self.head.place, self.openings
        grounds: list[Ground] = [(CLOSED, without([self.window], openings.clinic_hours))]
        if not self.head.active:
            return [*grounds, (OFF, [self.window])] if place else grounds
        provider, room = self._wished()
        if isinstance(place, Provider):
            grounds += [(OFF, without([self.window], openings.working(place))), (AWAY, away(place))]
        return [*grounds, (FREE, openings.free(provider, room))]

    def _wished(self) -> tuple[Provider | None, Room | None]:
        """With whom and where a free stretch is booked."""
        place = self.head.place
        if isinstance(place, Provider):
            return place, self.ask.room
        return self.ask.provider, place or self.ask.room

    def _write(self, pieces: Sequence[Piece[TreatmentSession]]) -> Iterator[Block]:
        for piece in pieces:
            if piece.kind == BESIDE:
                lanes = tuple(tuple(self._write(lane)) for lane in piece.lanes)
                yield Block(BESIDE, self.em(piece.end - piece.start), lanes=lanes)
            elif piece.kind == FREE:
                yield from self._free((piece.start, piece.end))
            else:
                yield self._session(piece) if piece.kind == SESSION else self._ground(piece)

    def _session(self, piece: Piece[TreatmentSession]) -> Block:
        session = piece.item
        if session is None:  # pragma: no cover - a session's piece holds it
            raise ValueError(piece)
        zone, start, end = self.openings.desk.clinic.tz, session.scheduled_at, session.slot_ends_at
        one_day = local_date(start, zone) == local_date(end, zone)
        told = format_time if one_day else format_instant
        other = session.room if self.ask.by_provider else session.provider
        return Block(
            SESSION,
            self.em(piece.end - piece.start),
            text=told(start, zone),
            spoken=_("to %(time)s") % {"time": told(end, zone)},
            name=session.patient_name,  # type: ignore[attr-defined]  # annotated
            detail=", ".join([treatment_words(session), *([other.name] if other else [])]),
            href=reverse("session", args=[session.pk]),
            state=session_state(session, self.openings.now),
            void=_is_void(session),
        )

    def _ground(self, piece: Piece[TreatmentSession]) -> Block:
        """What lies where no session is; its words are seen where there is room for them."""
        length = piece.end - piece.start
        words = "" if piece.kind == BLANK else self._words(piece)
        seen = length >= LEGIBLE and piece.kind != BUFFER
        return Block(piece.kind, self.em(length), text=words if seen else "", spoken="" if seen else words)

    def _words(self, piece: Piece[TreatmentSession]) -> str:
        if piece.kind == BUFFER:
            until = format_time(piece.end, self.openings.desk.clinic.tz)
            return _("Kept free until %(time)s") % {"time": until}
        if piece.kind == OFF and not self.head.active:
            return _("Not active any more")
        return {CLOSED: _("Closed"), OFF: _("Not working"), AWAY: _("Away")}[piece.kind]

    def _free(self, span: Span) -> Iterator[Block]:
        """Links that begin a booking: on one day in steps, else one for the whole stretch."""
        slot = timedelta(minutes=self.openings.desk.clinic.slot_minutes)
        step = slot * -(-STEP // slot) if self.ask.view == DAY else span[1] - span[0]
        zone = self.openings.desk.clinic.tz
        for start, end in cut(span, step, shortest(self.openings.desk)):
            until = format_time(end, zone)
            spoken = _("free until %(time)s, %(day)s, %(who)s") % {
                "time": until,
                "day": format_day(self.openings.day),
                "who": self.head.name,
            }
            yield Block(
                FREE,
                self.em(end - start),
                text=format_time(start, zone),
                spoken=spoken,
                detail="" if self.ask.view == DAY else _("to %(time)s") % {"time": until},
                href=self._booking(start),
            )

    def _booking(self, start: datetime) -> str:
        provider, room = self._wished()
        local = to_local(start, self.openings.desk.clinic.tz)
        told = {
            "date": local.date().isoformat(),
            "time": f"{local:%H:%M}",
            "provider": provider and provider.pk,
            "room": room and room.pk,
        }
        return f"{reverse('session_new')}?{urlencode({name: one for name, one in told.items() if one})}"


def _is_void(session: TreatmentSession) -> bool:
    """Whether a session does not take place: nothing is kept free after it."""
    return session.status not in TreatmentSession.LIVE
