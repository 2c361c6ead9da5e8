"""The queue of a nurse's clinic: one row a patient, most pressing first, and messages that wait; all as final
strings.

Three queries whatever the number of rows: the clinic with its counts, the flags, their check-ins. Two for the
messages: the clinic with its counts, the messages. One more for who is on call, and another where somebody is
named.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from aftercare.domain.protocol import Protocol
from aftercare.models import User
from aftercare.queries.grammar import capitalized
from aftercare.queries.nurse_escalations import out_of_reach
from aftercare.queries.nurse_queue_parts import (
    CLOSED,
    MESSAGES,
    OPEN,
    ROWS_A_PAGE,
    Asked,
    ask_for,
    clinic_with_counts,
    closed_flags_of_page,
    open_flags_of_page,
)
from aftercare.queries.nurse_queue_row import QueueRow, Reader
from aftercare.queries.nurse_queue_state import QueueState
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
from aftercare.queries.records import NoProtocolPublished, pinned_protocol
from aftercare.queries.wording import format_instant


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
    rows: Sequence[QueueRow]
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


def load_queue(
    *, user: User, show: str, page: int, rule: str = "", now: datetime, state: QueueState | None = None
) -> QueuePage:
    """One page of `user`'s clinic: the patients with open flags that are not put off, a part of them, the
    flags closed today, or the messages that wait (`show`; else open); of one rule alone where it is given.

    Where its `state` is known the rows are not loaded before they are looked at.
    """
    asked = ask_for(user=user, show=show, page=page, rule=rule, now=now)
    clinic = clinic_with_counts(asked)
    rules: tuple[tuple[str, str], ...] = ()
    rows: Any = ()
    waiting: tuple[WaitingRow, ...] = ()
    if asked.show == MESSAGES:
        waiting = tuple(waiting_row(message, clinic, now) for message in oldest_waiting(clinic)[asked.shown])
        found = len(waiting)
    else:
        protocol = _protocol(clinic)
        rules = _rules(protocol)
        rows = SimpleLazyObject(partial(_rows, asked, Reader(user, protocol, clinic.tz, now)))
        found = state.found if state else len(rows)
    of_page: Any = SimpleLazyObject(lambda: rows[:ROWS_A_PAGE])
    count = getattr(clinic, f"part_{asked.show}")
    return QueuePage(
        show=asked.show,
        caption=caption(asked.show),
        counted=counted_words(asked.show, count, clinic.flag_count),
        updated=capitalized(_("%(time)s, updated just now") % {"time": format_instant(now, clinic.tz)}),
        tabs=_tabs(asked, clinic),
        rules=rules,
        rule=rule,
        rows=of_page,
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
