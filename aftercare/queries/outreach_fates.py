"""What became of messages that another one stands for: told together with it, or moved to it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from aftercare.models import Patient, Reminder
from aftercare.queries.grammar import in_a_row
from aftercare.queries.reminder_words import state_words, why_words
from aftercare.queries.wording import format_instant

State, Why = Reminder.State, Reminder.Why

SESSION_TIME = re.compile(r":\d{4}-\d\d-\d\dT.+$")
"""The session's time at the end of a key: a moved session is told of anew, yet it is the same session."""


def subject_of(key: str) -> str:
    """What a key tells of, whenever that is."""
    return SESSION_TIME.sub("", key)


def is_replaced(row: Reminder) -> bool:
    """Whether a new plan took it back before it had left."""
    return (row.state, row.state_reason) == (State.CANCELLED, Why.PLAN_CHANGED)


@dataclass(frozen=True, slots=True)
class Fates:
    """Which message stands for another one, for some messages of one patient: one query at most."""

    zone: ZoneInfo
    now: datetime
    later: dict[tuple[str, str], list[tuple[int, datetime]]]
    """The later plans that tell a subject on a channel, the earliest first: each with its due time."""

    @classmethod
    def of(cls, patient: Patient, rows: Sequence[Reminder], now: datetime) -> Self:
        """What is needed to tell what became of `rows`."""
        return cls(patient.tz, now, _later(patient, rows))

    def words(self, row: Reminder) -> tuple[str, str]:
        """The state of a message and why, naming the one that stands for it; why may be empty."""
        if row.merged_into is not None:
            time = format_instant(row.merged_into.due_at, self.zone, self.now)
            return state_words(row), _("Joined to the message of %(time)s") % {"time": time}
        times = [self._next(row, key) for key in row.keys] if is_replaced(row) else []
        if not any(times):
            return state_words(row), why_words(row)
        state, why = self._moved(row, {one for one in times if one is not None})
        return state, why if None not in times else _("%(moved)s; the rest was dropped") % {"moved": why}

    def _moved(self, row: Reminder, times: set[datetime]) -> tuple[str, str]:
        """That the messages due at `times` stand for this one."""
        if times == {row.due_at}:
            return _("Replaced"), _("By another message at the same time")
        listed = in_a_row(format_instant(one, self.zone, self.now) for one in sorted(times))
        return _("Moved"), _("Moved to %(times)s") % {"times": listed}

    def _next(self, row: Reminder, key: str) -> datetime | None:
        plans = self.later.get((row.channel, subject_of(key)), ())
        return next((due_at for revision, due_at in plans if revision > row.plan_revision), None)


def _later(patient: Patient, rows: Iterable[Reminder]) -> dict[tuple[str, str], list[tuple[int, datetime]]]:
    revisions = [row.plan_revision for row in rows if is_replaced(row)]
    later: dict[tuple[str, str], list[tuple[int, datetime]]] = defaultdict(list)
    if revisions:
        found = patient.reminders.filter(plan_revision__gt=min(revisions))
        found = found.exclude(state_reason=Why.PLANNED_TOO_LATE).order_by("plan_revision", "due_at", "id")
        for channel, revision, due_at, told in found.values_list(
            "channel", "plan_revision", "due_at", "reasons"
        ):
            for one in told:
                later[channel, subject_of(one["key"])].append((revision, due_at))
    return later
