"""The queue of a nurse's clinic: one row a patient, most pressing first, and messages that wait; all as final
strings.

Three queries whatever the number of rows: the clinic with its counts, the flags, their check-ins. Two for the
messages: the clinic with its counts, the messages. One more for who is on call, and another where somebody is
named.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import local_date, start_of_day
from aftercare.domain.protocol import Protocol
from aftercare.models import CheckIn, Clinic, Flag, Message, User
from aftercare.queries.grammar import capitalized
from aftercare.queries.nurse_escalations import out_of_reach
from aftercare.queries.nurse_queue_parts import (
    CLOSED,
    MESSAGES,
    OPEN,
    PARTS,
    ROWS_A_PAGE,
    Asked,
    clinic_with_counts,
    closed_flags_of_page,
    open_flags_of_page,
)
from aftercare.queries.nurse_queue_row import QueueRow, Reader
from aftercare.queries.nurse_queue_waiting import WaitingRow, is_overdue, oldest_waiting, waiting_row
from aftercare.queries.nurse_queue_words import (
    Empty,
    caption,
    count_text,
    counted_words,
    nothing_here,
    part_names,
    range_text,
)
from aftercare.queries.prepared import prepared
from aftercare.queries.records import NoProtocolPublished, pinned_protocol
from aftercare.queries.wording import format_instant

LATEST = 20
"""How many of the latest changes tell one state of the queue from another: one that was begun earlier may be
finished after others."""


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
class QueuePage:
    """The queue: `rows` of flags, or of patients who are `waiting` for an answer. `range_text` is empty while
    all fit on one page; `address` asks for this page again, `query` is what follows its question mark.

    `rules` are the kinds of flags by id and name, `rule` the one that is shown alone. `emergencies` are the
    ids of those that wait, and `out_of_reach` says that the on-call contact is.
    """

    show: str
    caption: str
    counted: str
    updated: str
    tabs: tuple[Tab, ...]
    rules: tuple[tuple[str, str], ...]
    rule: str
    rows: tuple[QueueRow, ...]
    waiting: tuple[WaitingRow, ...]
    closed: bool
    range_text: str
    previous_href: str
    next_href: str
    address: str
    query: str
    empty: Empty | None
    emergencies: str
    out_of_reach: str


def load_queue(*, user: User, show: str, page: int, rule: str = "", now: datetime) -> QueuePage:
    """One page of `user`'s clinic: the patients with open flags that are not put off, a part of them, the
    flags closed today, or the messages that wait (`show`; else open); of one rule alone where it is given.
    """
    zone = user.clinic.tz
    asked = Asked(
        clinic=user.clinic_id,
        user=user.pk,
        now=now,
        midnight=start_of_day(local_date(now, zone), zone),
        show=show if show in PARTS else OPEN,
        page=max(page, 1),
        rule=rule,
    )
    clinic = clinic_with_counts(asked)
    rules: tuple[tuple[str, str], ...] = ()
    rows: tuple[QueueRow, ...] = ()
    waiting: tuple[WaitingRow, ...] = ()
    if asked.show == MESSAGES:
        waiting = tuple(waiting_row(message, clinic, now) for message in oldest_waiting(clinic)[asked.shown])
    else:
        protocol = _protocol(clinic)
        rules = _rules(protocol)
        rows = _rows(asked, Reader(user, protocol, zone, now))
    found = len(rows) + len(waiting)
    count = getattr(clinic, f"part_{asked.show}")
    return QueuePage(
        show=asked.show,
        caption=caption(asked.show),
        counted=counted_words(asked.show, count, clinic.flag_count),
        updated=capitalized(_("%(time)s, updated just now") % {"time": format_instant(now, clinic.tz)}),
        tabs=_tabs(asked, clinic),
        rules=rules,
        rule=rule,
        rows=rows[:ROWS_A_PAGE],
        waiting=waiting[:ROWS_A_PAGE],
        closed=asked.show == CLOSED,
        range_text=range_text(asked.page, min(found, ROWS_A_PAGE), count_text(count)),
        previous_href=_address(asked, page=asked.page - 1) if asked.page > 1 else "",
        next_href=_address(asked, page=asked.page + 1) if found > ROWS_A_PAGE else "",
        address=_address(asked),
        query=_query(asked),
        empty=None if found else _empty(asked, dict(rules)),
        emergencies=" ".join(map(str, clinic.emergencies)),
        out_of_reach=out_of_reach(clinic, now),
    )


def queue_state(*, user: User, address: str, now: datetime) -> str:
    """What differs as soon as the page at `address` may: cheap to ask for, one query.

    It names the minute, since what is left of a time is told in minutes, and the latest changes of flags,
    check-ins and messages, of all clinics.
    """
    told = (str(user.pk), get_language(), address, f"{now:%Y-%m-%dT%H:%M}", _latest(user.clinic_id))
    return hashlib.sha256(repr(told).encode()).hexdigest()


@prepared
def _latest(clinic: UUID) -> QuerySet[Clinic, Any]:
    histories: list[Any] = [Flag, CheckIn, Message]
    latest = [
        ArraySubquery(one.pgh_event_models["insert"].objects.order_by("-pgh_id").values("pgh_id")[:LATEST])
        for one in histories
    ]
    return Clinic.objects.filter(pk=clinic).values_list(*latest)


def _protocol(clinic: Any) -> Protocol:
    if clinic.protocol_version_id is None:
        raise NoProtocolPublished("publish a protocol first: manage.py load_protocol")
    return pinned_protocol(clinic.protocol_version_id)


def _rows(asked: Asked, reader: Reader) -> tuple[QueueRow, ...]:
    found = closed_flags_of_page(asked) if asked.show == CLOSED else open_flags_of_page(asked)
    return tuple(map(reader.row, found))


def _rules(protocol: Protocol) -> tuple[tuple[str, str], ...]:
    """The kinds of flags, by name."""
    rules: list[Any] = [*protocol.symptom_rules, *protocol.medicine_rules, *protocol.silence_rules]
    return tuple(sorted(((rule.id, rule.name) for rule in rules), key=lambda rule: rule[1]))


def _tabs(asked: Asked, clinic: Any) -> tuple[Tab, ...]:
    late = sum(is_overdue(since, clinic, asked.now) for since in clinic.waiting_since)
    overdue = {MESSAGES: _("%(count)s overdue") % {"count": count_text(late)} if late else ""}
    return tuple(
        Tab(
            text,
            count_text(getattr(clinic, f"part_{part}")),
            _address(asked, show=part, page=1),
            part == asked.show,
            overdue.get(part, ""),
        )
        for part, text in part_names().items()
    )


def _query(asked: Asked, **other: Any) -> str:
    """What an address of a part and a page of it says after the question mark, the shortest that says so."""
    said = {"show": asked.show, "rule": asked.rule, "page": asked.page} | other
    left_out = {"show": OPEN, "rule": "", "page": 1}
    return urlencode({name: value for name, value in said.items() if value != left_out[name]})


def _address(asked: Asked, **other: Any) -> str:
    query = _query(asked, **other)
    return f"{reverse('queue')}?{query}" if query else reverse("queue")


def _empty(asked: Asked, rules: dict[str, str]) -> Empty:
    if asked.page > 1:
        text = _("The list has become shorter.")
        return Empty(_("Nothing on this page"), text, _address(asked, page=1), _("To the first page"))
    if asked.rule and asked.show != MESSAGES:
        text = _("The protocol has no such kind any more.")
        if asked.rule in rules:
            text = _("Only this kind is shown: %(rule)s.") % {"rule": rules[asked.rule]}
        return Empty(_("No flag of this kind here"), text, _address(asked, rule=""), _("Show all kinds"))
    return nothing_here(asked.show)
