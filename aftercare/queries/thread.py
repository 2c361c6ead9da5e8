"""The thread between a patient and the clinic as either side reads it, the newest message first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, prefetch_related_objects
from django.utils.translation import gettext as _

from aftercare.models import Clinic, Message, Patient, User
from aftercare.queries.grammar import capitalized
from aftercare.queries.photos import PHOTOS, PhotoLine, photo_lines
from aftercare.queries.time_left import TimeLeft, time_left
from aftercare.queries.wording import When, format_instant, when
from aftercare.services.deadlines import next_working_day

MESSAGES_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message. `own`: written by the reader's side; `new`: not read by that side until now; `waits`: a
    patient's that nobody has settled, then `left` tells a nurse how long there is to answer, and `late` that
    the clinic owes the patient one. `state` says what became of it.
    """

    id: UUID
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


@dataclass(frozen=True, slots=True)
class Thread:
    """One page of the thread, the latest messages on the first."""

    lines: tuple[MessageLine, ...]
    page: Page[Message]


def read_thread(
    *, patient: Patient, reader: User, page: str | None = None, zone: ZoneInfo, now: datetime
) -> Thread:
    """A page of the thread for `reader`, the patient or one of the clinic, in times of `zone`; a page that is
    none gives the nearest. Four queries.
    """
    answer = Message.objects.filter(patient=patient, from_patient=False, written_at=OuterRef("answered_at"))
    found = patient.messages.select_related("written_by", "read_by", "answered_by")
    newest_first = found.annotate(replied=Exists(answer)).prefetch_related(PHOTOS)
    shown = Paginator(newest_first.order_by("-written_at", "-id"), MESSAGES_A_PAGE).get_page(page)
    words = _Words(with_holidays(patient.clinic), reader, zone, now)
    return Thread(tuple(words.line(row) for row in shown), shown)


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
    """What every line needs."""

    clinic: Clinic
    reader: User
    zone: ZoneInfo
    now: datetime

    def line(self, row: Any) -> MessageLine:
        own = row.from_patient == self.reader.is_patient
        waits = row.from_patient and row.answered_at is None
        by = next_working_day(clinic=self.clinic, at=row.written_at) if waits else None
        left = None if by is None or own else time_left(row.written_at, by, self.now)
        return MessageLine(
            id=row.pk,
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

    def _answer(self, row: Any, by: datetime | None) -> str:
        """Until when it waits, or who said that it needs no answer; an answer is seen in the thread."""
        if by is not None:
            return self._promise(by)
        if row.answered_at is None or row.answered_by is None or row.replied:
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
