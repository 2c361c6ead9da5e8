"""When the portal writes to a patient, read from a protocol document: one table for each reason."""

from collections.abc import Callable
from typing import Any, Final

from aftercare.domain.document import Table
from aftercare.domain.protocol import ReminderRule
from aftercare.domain.protocol_names import Names
from aftercare.domain.vocabulary import Reason

_NEEDED: Final[dict[Reason, tuple[str, ...]]] = {
    Reason.PLAN_READY: ("delay", "expires_after"),
    Reason.HEAT_CHECK: ("delay", "earliest", "expires_after", "minutes_before_quiet"),
    Reason.CHECK_IN: ("clock", "days", "months", "expires_after"),
    Reason.PLAN_CHANGE: ("clock", "settled_for"),
    Reason.PAUSE_TOMORROW: ("clock", "days_before"),
    Reason.PAUSE_START: ("clock",),
    Reason.APPOINTMENT: ("clock", "days_before"),
    Reason.RECHECK: ("expires_after",),
}
_READERS: Final[dict[str, Callable[[Table, str], object]]] = {
    "clock": Table.clock,
    "delay": Table.duration,
    "earliest": Table.duration,
    "expires_after": Table.duration,
    "settled_for": Table.duration,
    "days": lambda table, key: table.integers(key, least=1),
    "months": lambda table, key: table.integers(key, least=1),
    "days_before": lambda table, key: table.integer(key, least=1),
    "minutes_before_quiet": lambda table, key: table.integer(key, least=0),
}


def read_reminder_rules(document: Table, names: Names) -> tuple[ReminderRule, ...]:
    """One rule for each reason, each with just the values its reason needs."""
    group = document.table("reminders")
    rules = tuple(_read_rule(reason, group.table(reason), names) for reason in Reason)
    group.close()
    return rules


def _read_rule(reason: Reason, table: Table, names: Names) -> ReminderRule:
    values: dict[str, Any] = {key: _READERS[key](table, key) for key in _NEEDED[reason]}
    rule = ReminderRule(reason=reason, source=names.source(table), **values)
    table.close()
    return rule
