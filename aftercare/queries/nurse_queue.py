"""The queue of a nurse's clinic: flags, most pressing first, and messages that wait; all as final strings.

Five queries whatever the number of rows: the clinic with its counts, the flags, their areas, their check-ins,
the protocol's names. Two for the messages: the clinic with its counts, the messages. One more where there
is an on-call contact.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateTimeField, Func, IntegerField, Min, OuterRef, Prefetch, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import local_date, start_of_day
from aftercare.models import CheckIn, Clinic, Flag, Holiday, Message, User
from aftercare.models.flags import FlagQuerySet
from aftercare.queries.grammar import capitalized
from aftercare.queries.nurse_escalations import out_of_reach
from aftercare.queries.nurse_queue_row import QueueRow, queue_row
from aftercare.queries.nurse_queue_waiting import WaitingRow, is_overdue, oldest_waiting, waiting_row
from aftercare.queries.records import current_version
from aftercare.queries.wording import format_instant

ROWS_A_PAGE = 50
COUNTED_AT_MOST = 1000
"""Counting stops here, so that a long queue is not slower to open than a short one."""

OPEN, MINE, FREE, OVERDUE, SNOOZED = "open", "mine", "unclaimed", "overdue", "snoozed"
CLOSED, MESSAGES = "closed", "messages"
PARTS = (OPEN, MINE, FREE, OVERDUE, SNOOZED, CLOSED, MESSAGES)


@dataclass(frozen=True, slots=True)
class Tab:
    """One part of the queue, with how many there are: "999+" for more than are counted. `late` says how many
    of them wait past their time, empty for none.
    """

    text: str
    count: str
    href: str
    current: bool
    late: str = ""


@dataclass(frozen=True, slots=True)
class Empty:
    """What stands where there is no flag; `first_href` leads back to the first page."""

    title: str
    text: str
    first_href: str = ""


@dataclass(frozen=True, slots=True)
class QueuePage:
    """The queue: `rows` of flags, or of patients who are `waiting` for an answer. `range_text` is empty while
    all fit on one page; `address` asks for this page again; `out_of_reach` says that the on-call contact is.
    """

    caption: str
    updated: str
    tabs: tuple[Tab, ...]
    rows: tuple[QueueRow, ...]
    waiting: tuple[WaitingRow, ...]
    closed: bool
    range_text: str
    previous_href: str
    next_href: str
    address: str
    empty: Empty | None
    out_of_reach: str


def load_queue(*, user: User, show: str, page: int, now: datetime) -> QueuePage:
    """One page of `user`'s clinic: the open flags that are not put off, a part of the open ones, those closed
    today, or the messages that wait (`show`; else open).
    """
    show = show if show in PARTS else OPEN
    page = max(page, 1)
    clinic = _clinic_with_counts(user, now)
    user.clinic = clinic  # the frame of every page names it: no second query
    shown = slice((page - 1) * ROWS_A_PAGE, page * ROWS_A_PAGE + 1)
    rows: tuple[QueueRow, ...] = ()
    waiting: tuple[WaitingRow, ...] = ()
    if show == MESSAGES:
        waiting = _waiting(clinic, shown, now)
    else:
        rows = _rows(_part(show, user, clinic, now)[shown], user, clinic, now)
    found = len(rows) + len(waiting)
    count = min(found, ROWS_A_PAGE)
    return QueuePage(
        caption=_caption(show),
        updated=capitalized(_("%(time)s, updated just now") % {"time": format_instant(now, clinic.tz)}),
        tabs=_tabs(clinic, show, now),
        rows=rows[:ROWS_A_PAGE],
        waiting=waiting[:ROWS_A_PAGE],
        closed=show == CLOSED,
        range_text=_range_text(page, count, _count_text(getattr(clinic, show))),
        previous_href=_address(show, page - 1) if page > 1 else "",
        next_href=_address(show, page + 1) if found > ROWS_A_PAGE else "",
        address=_address(show, page),
        empty=None if found else _empty(show, page),
        out_of_reach=out_of_reach(clinic, now),
    )


def _rows(flags: FlagQuerySet, user: User, clinic: Clinic, now: datetime) -> tuple[QueueRow, ...]:
    protocol = current_version().protocol
    return tuple(queue_row(flag, user, protocol, clinic.tz, now) for flag in flags)


def _waiting(clinic: Clinic, shown: slice, now: datetime) -> tuple[WaitingRow, ...]:
    return tuple(waiting_row(message, clinic, now) for message in oldest_waiting(clinic)[shown])


def _clinic_with_counts(user: User, now: datetime) -> Clinic:
    """The clinic with the flags of each part counted, since when patients wait, its holidays: one query."""
    flags = Flag.objects.filter(clinic=OuterRef("pk"))
    opened = _open_parts(flags, user, now)
    today = Func(
        Value("day"), Value(now), OuterRef("zone"), function="DATE_TRUNC", output_field=DateTimeField()
    )
    parts = {
        **{name: part.values("pk") for name, part in opened.items()},
        CLOSED: flags.filter(resolved_at__gte=today).values("pk"),
    }
    counts = {
        name: Func(
            ArraySubquery(part[:COUNTED_AT_MOST]),
            function="CARDINALITY",
            output_field=IntegerField(),
        )
        for name, part in parts.items()
    }
    waiting = Message.objects.waiting().of_clinic(OuterRef("pk")).order_by().values("patient")
    since = waiting.annotate(since=Min("written_at")).order_by("since").values("since")[:COUNTED_AT_MOST]
    holidays = Holiday.objects.filter(clinic=OuterRef("pk")).order_by("date").values("date")
    asked = {"waiting_since": ArraySubquery(since), "off": ArraySubquery(holidays), **counts}
    clinic = Clinic.objects.annotate(**asked).get(pk=user.clinic_id)
    clinic.holiday_dates = frozenset(clinic.off)  # type: ignore[attr-defined]  # annotated
    setattr(clinic, MESSAGES, len(clinic.waiting_since))  # type: ignore[attr-defined]  # annotated
    return clinic


def _part(show: str, user: User, clinic: Clinic, now: datetime) -> FlagQuerySet:
    """The flags of one part in their order, with everything a row shows."""
    flags = (
        Flag.objects.filter(clinic=clinic)
        .select_related("patient__user", "session", "holder", "resolved_by")
        .prefetch_related("session__areas", Prefetch("evidence", CheckIn.objects.order_by("at", "id")))
    )
    if show == CLOSED:
        midnight = start_of_day(local_date(now, clinic.tz), clinic.tz)
        return flags.filter(resolved_at__gte=midnight).order_by("-resolved_at", "id")
    return _open_parts(flags, user, now)[show].most_pressing_first()


def _open_parts(flags: FlagQuerySet, user: User, now: datetime) -> dict[str, FlagQuerySet]:
    """The open ones of `flags`, by part."""
    return {
        OPEN: flags.at_hand(now),
        MINE: flags.open().filter(holder=user),
        FREE: flags.at_hand(now).filter(holder__isnull=True),
        OVERDUE: flags.overdue(now),
        SNOOZED: flags.snoozed(now),
    }


def _tabs(clinic: Any, show: str, now: datetime) -> tuple[Tab, ...]:
    texts = {
        OPEN: _("Open"),
        MINE: _("Mine"),
        FREE: _("Nobody's"),
        OVERDUE: _("Overdue"),
        SNOOZED: _("Put off"),
        CLOSED: _("Closed today"),
        MESSAGES: _("Messages"),
    }
    late = sum(is_overdue(since, clinic, now) for since in clinic.waiting_since)
    overdue = {MESSAGES: _("%(count)s overdue") % {"count": _count_text(late)} if late else ""}
    return tuple(
        Tab(text, _count_text(getattr(clinic, part)), _address(part, 1), part == show, overdue.get(part, ""))
        for part, text in texts.items()
    )


def _count_text(count: int) -> str:
    """A capped count: "12", "999+"."""
    return str(count) if count < COUNTED_AT_MOST else f"{COUNTED_AT_MOST - 1}+"


def _range_text(page: int, rows: int, count: str) -> str:
    """Which of them are shown: "51 to 73 of 73"; empty while all fit on one page."""
    first = (page - 1) * ROWS_A_PAGE + 1
    if not rows or count == str(rows):
        return ""
    return _("%(first)d to %(last)d of %(count)s") % {
        "first": first,
        "last": first + rows - 1,
        "count": count,
    }


def _address(show: str, page: int) -> str:
    """The address of a part and a page of it, the shortest that says so."""
    asked = {"show": show if show != OPEN else "", "page": str(page) if page > 1 else ""}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('queue')}?{query}" if query else reverse("queue")


def _caption(show: str) -> str:
    return {
        OPEN: _("Open flags, most pressing first"),
        MINE: _("Open flags that you have in hand, most pressing first"),
        FREE: _("Open flags that nobody has in hand, most pressing first"),
        OVERDUE: _("Flags that nobody acknowledged in time, most pressing first"),
        SNOOZED: _("Flags that were put off, most pressing first"),
        CLOSED: _("Flags closed today, the latest first"),
        MESSAGES: _("Patients who wait for an answer, the longest first"),
    }[show]


def _empty(show: str, page: int) -> Empty:
    """Calm words where there is nothing; never that all is well."""
    if page > 1:
        return Empty(_("Nothing on this page"), _("The list has become shorter."), _address(show, 1))
    texts = {
        OPEN: (_("No open flags"), _("New ones appear here by themselves, also when a clock runs out.")),
        MINE: (
            _("None of the open flags is yours"),
            _("A flag is yours once you have claimed or acknowledged it."),
        ),
        FREE: (_("Somebody has each of the open flags"), _("What nobody has in hand stands here.")),
        OVERDUE: (_("No flag is overdue"), _("What nobody acknowledges in time stands here.")),
        SNOOZED: (_("No flag is put off"), _("What was put off comes back to the open ones by itself.")),
        CLOSED: (_("No flag was closed today"), _("What you resolve stands here until midnight.")),
        MESSAGES: (_("No message waits"), _("What patients write stands here until it is answered.")),
    }
    return Empty(*texts[show])
