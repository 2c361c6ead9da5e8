"""The thread between a patient and the clinic as either side reads it, the newest message first."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from aftercare.models import Clinic, Message, Patient, User
from aftercare.queries.grammar import capitalized
from aftercare.queries.photos import PHOTOS, PhotoLine, photo_lines
from aftercare.queries.time_left import TimeLeft, time_left
from aftercare.queries.wording import When, format_instant, when
from aftercare.services.deadlines import next_working_day

MESSAGES_SHOWN = 100


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message. `own`: written by the reader's side; `new`: not read by that side until now; `waits`: a
    patient's that nobody has settled, then `left` tells a nurse how long there is to answer, and `late` that
    the clinic owes the patient one. `state` says what became of it.
    """

    by: str
    when: When
    body: str
    photos: tuple[PhotoLine, ...]
    own: bool
    new: bool
    waits: bool
    left: TimeLeft | None
    late: bool
    state: str


def read_thread(*, patient: Patient, reader: User, zone: ZoneInfo, now: datetime) -> tuple[MessageLine, ...]:
    """The latest messages for `reader`, of either side, in times of `zone`. Three queries."""
    found = patient.messages.select_related("written_by", "read_by", "answered_by")
    rows = list(found.prefetch_related(PHOTOS).order_by("-written_at", "-id")[:MESSAGES_SHOWN])
    with_holidays(patient.clinic)
    words = _Words(
        patient.clinic, reader, zone, now, {row.written_at for row in rows if not row.from_patient}
    )
    return tuple(words.line(row) for row in rows)


def with_holidays(clinic: Clinic) -> Clinic:
    """The clinic with its holidays at hand, so that deadlines are counted without further queries."""
    prefetch_related_objects([clinic], "holidays")
    return clinic


def answer_words(clinic: Clinic, zone: ZoneInfo, now: datetime) -> str:
    """By when a message written at `now` is answered."""
    by = format_instant(next_working_day(clinic=with_holidays(clinic), at=now), zone, now)
    return _("A nurse answers by %(time)s.") % {"time": by}


@dataclass(frozen=True, slots=True)
class _Words:
    """What every line needs; `notes` are the times at which the clinic wrote."""

    clinic: Clinic
    reader: User
    zone: ZoneInfo
    now: datetime
    notes: Container[datetime]

    def line(self, row: Message) -> MessageLine:
        own = row.from_patient == self.reader.is_patient
        waits = row.from_patient and row.answered_at is None
        by = next_working_day(clinic=self.clinic, at=row.written_at) if waits else None
        left = None if by is None or own else time_left(row.written_at, by, self.now)
        return MessageLine(
            by=capitalized(self._name(row.written_by)),
            when=when(row.written_at, self.zone, self.now),
            body=row.body,
            photos=photo_lines(row.photos.all(), self.zone, self.now),
            own=own,
            new=not own and row.read_at is None,
            waits=waits,
            left=left,
            late=own and by is not None and self.now >= by,
            state=" ".join(filter(None, [self._read(row, own), self._answer(row, by)])),
        )

    def _read(self, row: Message, own: bool) -> str:
        """Who of the other side has read it; of the others' own messages only that a colleague was first."""
        if row.read_at is None or row.read_by is None:
            return _("Not read yet.") if own else ""
        if not own and row.read_by == self.reader:
            return ""
        return _("Read by %(name)s, %(time)s.") % self._done(row.read_by, row.read_at)

    def _answer(self, row: Message, by: datetime | None) -> str:
        """Until when it waits, or who said that it needs no answer; an answer is seen in the thread."""
        if by is not None:
            return self._promise(by)
        if row.answered_at is None or row.answered_by is None or row.answered_at in self.notes:
            return ""
        if self.reader.is_patient:
            return _("It needs no answer.")
        return _("Needs no answer, said %(name)s, %(time)s.") % self._done(row.answered_by, row.answered_at)

    def _promise(self, by: datetime) -> str:
        time = {"time": format_instant(by, self.zone, self.now)}
        if not self.reader.is_patient:
            return _("To be answered by %(time)s.") % time
        if self.now < by:
            return _("A nurse answers by %(time)s.") % time
        return _("The answer was due by %(time)s. Please call us.") % time

    def _done(self, person: User, at: datetime) -> dict[str, str]:
        return {"name": self._name(person), "time": format_instant(at, self.zone, self.now)}

    def _name(self, person: User) -> str:
        return _("you") if person == self.reader else person.full_name
