"""What changes next in a patient's plan, read off the resolved timeline: nothing ends inside a pause."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils.translation import gettext as _

from aftercare.domain.protocol import Status
from aftercare.domain.timeline import Segment
from aftercare.queries.grammar import capitalized, in_a_row, within
from aftercare.queries.lane_words import RESTRICTIVE
from aftercare.queries.patient_words import areas_of
from aftercare.queries.records import ClinicalRecord
from aftercare.queries.session_words import live_numbers
from aftercare.queries.wording import When, format_instant, when


@dataclass(frozen=True, slots=True)
class Step:
    """One change: when, the words in bold, the rest; `session` for a session."""

    when: When
    title: str
    text: str
    session: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """A topic's turn from one status to another."""

    name: str
    after: Segment
    looser: bool


def next_steps(record: ClinicalRecord, now: datetime, most: int = 5) -> tuple[Step, ...]:
    """At most `most` changes after `now`, in order of time."""
    turns = _turns(record, now)
    sessions = {row.at: row for row in record.session_rows if row.as_domain.upcoming(now)}
    pauses = {window.start for _index, window in record.timeline.pauses if window.end in sessions}
    begins = {start for start in pauses if start is not None and start > now}
    steps: list[Step] = []
    for at in sorted({*turns, *sessions, *begins}):
        steps += _steps_at(record, at, turns.get(at, []), at in begins, now)
        if len(steps) >= most:
            break
    return tuple(steps[:most])


def lift_words(status: Status, until: str) -> str:
    """What a topic becomes when a restriction ends, and until when; never advice to take something."""
    words = {
        Status.ENCOURAGED: (_("good for you again"), _("good for you until %(time)s")),
        Status.ASK: (_("ask us first"), _("ask us first until %(time)s")),
    }
    free = (_("no longer restricted by your treatment"), _("not restricted by your treatment until %(time)s"))
    for_good, for_a_time = words.get(status, free)
    return for_a_time % {"time": until} if until else for_good


def if_it_goes_ahead(record: ClinicalRecord, at: datetime, now: datetime) -> str:
    """The condition on a change at `at`: that the sessions before it take place; empty if none is to come."""
    numbers = live_numbers(record.session_rows)
    coming = [
        numbers[str(row.pk)] for row in record.session_rows if row.as_domain.upcoming(now) and row.at <= at
    ]
    if not coming:
        return ""
    return _("if session %(number)d goes ahead as planned") % {"number": coming[-1]}


def _turns(record: ClinicalRecord, now: datetime) -> dict[datetime, list[Turn]]:
    turns: dict[datetime, list[Turn]] = defaultdict(list)
    for topic in record.protocol.topics:
        segments = record.timeline.segments(topic.id)
        for before, after in pairwise(segments):
            if after.start is not None and after.start > now:
                looser = after.status.strictness < before.status.strictness
                turns[after.start].append(Turn(topic.short_name, after, looser))
    return turns


def _steps_at(
    record: ClinicalRecord, at: datetime, turns: Sequence[Turn], pause_begins: bool, now: datetime
) -> Iterator[Step]:
    shown = when(at, record.patient.tz, now)
    yield from _lifts(record, at, [turn for turn in turns if turn.looser], now)
    stricter = [turn for turn in turns if not turn.looser]
    if pause_begins:
        yield Step(shown, _("The pause before your session begins."), _begin_words(stricter))
    for row in record.session_rows:
        if row.at == at and row.as_domain.upcoming(now):
            number = live_numbers(record.session_rows)[str(row.pk)]
            text = " ".join(filter(None, [f"{capitalized(areas_of(row))}.", _from_then(stricter)]))
            yield Step(shown, _("Session %(number)d.") % {"number": number}, text, session=True)


def _lifts(record: ClinicalRecord, at: datetime, turns: Iterable[Turn], now: datetime) -> Iterator[Step]:
    """One step for all that become the same and stay so equally long."""
    alike: dict[tuple[Status, datetime | None], list[str]] = defaultdict(list)
    for turn in turns:
        alike[turn.after.status, turn.after.end].append(turn.name)
    for (status, end), names in alike.items():
        until = "" if end is None else format_instant(end, record.patient.tz, now)
        title = capitalized(in_a_row([names[0], *map(within, names[1:])]))
        rest = [lift_words(status, until), if_it_goes_ahead(record, at, now)]
        yield Step(when(at, record.patient.tz, now), f"{title}:", " ".join(filter(None, rest)) + ".")


def _begin_words(turns: Iterable[Turn]) -> str:
    names = [within(turn.name) for turn in turns if turn.after.status in RESTRICTIVE]
    if not names:
        return _("You are already avoiding all it covers.")
    return _("Leave off now: %(what)s.") % {"what": in_a_row(names)}


def _from_then(turns: Iterable[Turn]) -> str:
    names = [within(turn.name) for turn in turns if turn.after.status == Status.AVOID]
    return _("From then on avoid: %(what)s.") % {"what": in_a_row(names)} if names else ""
