"""The history of a patient's record, or of one flag: who looked, who did what, and when, newest first.

A page begins where the one before ended, by the instant and not by a number: what happens meanwhile moves
nothing, and the last page of thousands costs what the first one does.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from aftercare.models import Flag, Patient, User
from aftercare.queries.history_sources import KINDS, SOURCES, Source, people_named
from aftercare.queries.history_told import Reader, Told
from aftercare.queries.wording import When, format_date, format_time
from aftercare.queries.zones import zone_name

LINES_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Found:
    """A row of a source, by which it is sorted: the newest first, of one instant in the order of SOURCES."""

    at: datetime
    number: int
    row: Any

    @property
    def place(self) -> tuple[datetime, int, Any]:
        """What sorts it, and names it in the address of the page after it."""
        return self.at, -self.number, self.row.pk


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line. `role` says who that is, or that it came by itself; `times`: the same again and again."""

    when: When
    who: str
    role: str
    by_itself: bool
    told: Told
    times: int = 1


@dataclass(frozen=True, slots=True)
class Tab:
    """One kind of lines to be shown alone."""

    href: str
    text: str
    current: bool


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Everything of the page. `as_of` is when it was read; `older` and `newest` are addresses, or empty."""

    name: str
    zone: str
    as_of: str
    tabs: tuple[Tab, ...]
    lines: tuple[HistoryLine, ...]
    newest: str
    older: str


def history_page(
    *, user: User, patient: Patient, kind: str, before: str, now: datetime, flag: Flag | None = None
) -> HistoryPage:
    """A page of the history of `patient`, or of that `flag` alone, in the clinic's time.

    One query for each source that may tell something, and one for whom the triggers name; never more.
    """
    kind = kind if kind in KINDS else ""
    found = _found(patient, flag, kind, before)
    shown = found[:LINES_A_PAGE]
    zone = patient.clinic.tz
    reader = Reader(user, patient, zone, now, people_named([one.row for one in shown]))
    older = {"before": _name(shown[-1])} if len(found) > LINES_A_PAGE else {}
    return HistoryPage(
        name=patient.user.full_name,
        zone=zone_name(zone),
        as_of=_with_year(now, zone),
        tabs=tuple(_tabs(kind)),
        lines=tuple(_folded(_line(one, reader) for one in shown)),
        newest=_address(kind=kind) if before else "",
        older=_address(kind=kind, **older) if older else "",
    )


def _found(patient: Patient, flag: Flag | None, kind: str, before: str) -> Sequence[Found]:
    """The newest rows before that place, at most one more than a page shows."""
    place = _place(before, patient)
    found = []
    for number, source in enumerate(SOURCES):
        if (kind and source.kind != kind) or (flag and not source.flag):
            continue
        rows = source.rows(patient)
        if flag:
            rows = rows.filter(**{source.flag: flag.pk})
        if place:
            rows = rows.filter(_older(source, number, place))
        newest = rows.order_by(f"-{source.at}", "-pk")[: LINES_A_PAGE + 1]
        found += [Found(getattr(row, source.at), number, row) for row in newest]
    return sorted(found, key=lambda one: one.place, reverse=True)[: LINES_A_PAGE + 1]


def _older(source: Source, number: int, place: tuple[datetime, int, Any]) -> Q:
    """Rows of a source that come after that place."""
    at, number_there, key = place
    earlier = Q(**{f"{source.at}__lt": at})
    if number < number_there:
        return earlier
    same = Q(**{source.at: at})
    return earlier | (same if number > number_there else same & Q(pk__lt=key))


def _name(one: Found) -> str:
    return f"{one.at.isoformat()}~{one.number}~{one.row.pk}"


def _place(name: str, patient: Patient) -> tuple[datetime, int, Any] | None:
    """The place that `_name` names; None for any other text, which begins with the newest."""
    at, number, key = [*name.split("~"), "", ""][:3]
    try:
        instant, source = parse_datetime(at), SOURCES[int(number)]
        pk = source.rows(patient).model._meta.pk.to_python(key)
    except (ValueError, IndexError, ValidationError):
        return None
    return (instant, int(number), pk) if instant and instant.tzinfo and int(number) >= 0 else None


def _address(**asked: str) -> str:
    return "?" + urlencode({name: value for name, value in asked.items() if value})


def _tabs(kind: str) -> Iterator[Tab]:
    words = {
        "": _("All"),
        "seen": _("Seen"),
        "changed": _("Done and changed"),
        "reported": _("Reported"),
        "sent": _("Sent"),
    }
    for one, text in words.items():
        yield Tab(_address(kind=one), text, one == kind)


def _line(one: Found, reader: Reader) -> HistoryLine:
    told = SOURCES[one.number].tell(one.row, reader)
    who = told.who
    return HistoryLine(
        when=_when(one.at, reader),
        who=_("The portal") if who is None else who.full_name,
        role=_("by itself") if who is None else str(who.get_role_display()),
        by_itself=who is None,
        told=told,
    )


def _when(at: datetime, reader: Reader) -> When:
    """Its date by name, today's too: the page is printed, and read on another day."""
    words = {"date": format_date(at, reader.zone, reader.now), "time": format_time(at, reader.zone)}
    return When(at.astimezone(reader.zone).isoformat(timespec="minutes"), _("%(date)s, %(time)s") % words)


def _with_year(now: datetime, zone: ZoneInfo) -> str:
    """When the page was read, so that its dates have a year: "Mon 2 Mar 2026, 8:00 pm"."""
    words = {
        "date": format_date(now, zone),
        "year": now.astimezone(zone).year,
        "time": format_time(now, zone),
    }
    return _("%(date)s %(year)d, %(time)s") % words


def _folded(lines: Iterable[HistoryLine]) -> Iterator[HistoryLine]:
    """The same by the same person in the same minute, line by line, is one."""
    for line, again in groupby(lines):
        yield replace(line, times=len(list(again)))
