"""What there is to tell a patient, as reminders store it, and what the stored ones have told already."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from aftercare.models import Channel, Reminder
from aftercare.models.reminders import OUTSIDE_THE_PLAN

State, Why = Reminder.State, Reminder.Why

IN_VAIN: Final = (State.FAILED, State.EXPIRED, State.CANCELLED)
"""How a message ends that tells nothing of what was merged into it."""


@dataclass(frozen=True, slots=True)
class News:
    """One reason to write to a patient, as a reminder stores it. The same `key` is never told twice."""

    reason: str
    key: str
    expires_at: datetime

    @classmethod
    def read(cls, stored: dict[str, str]) -> "News":
        """The reason a reminder holds."""
        return cls(stored["reason"], stored["key"], datetime.fromisoformat(stored["expires_at"]))

    def to_store(self) -> dict[str, str]:
        """The reason as JSON."""
        return {"reason": self.reason, "key": self.key, "expires_at": self.expires_at.isoformat()}

    @property
    def is_routine(self) -> bool:
        """Whether the plan gives it; what an event gives nobody can do without."""
        return self.reason not in OUTSIDE_THE_PLAN


Slots = defaultdict[datetime, list[News]]


def announcement(reason: str, about: object, at: datetime, hours: int = 24) -> News:
    """A reason outside the plan, told from `at` on; it expires `hours` later."""
    return News(reason, f"{reason}:{about}", at + timedelta(hours=hours))


class StoredReminders:
    """The reminders of one patient as they are: which have not left yet, and what the others have told.

    What was merged into another message is told by that one, or has not been told where that one ended in
    vain. Nor has what could not be told at an address that works again. What an event gave and a text message
    or a notification could not tell is `refused` there, and told by e-mail instead while that works.
    """

    def __init__(self, rows: Sequence[Reminder], *, email_works: bool) -> None:
        self.unsent = [row for row in rows if row.has_not_left]
        self.under_way: defaultdict[UUID, dict[str, News]] = defaultdict(dict)
        self.told: dict[str, set[str]] = {channel: set() for channel in Channel}
        self.refused: dict[str, set[str]] = {channel: set() for channel in Channel}
        self.untold: list[News] = []
        by_id = {row.pk: row for row in rows}
        for row in rows:
            told_by = row
            while told_by.merged_into_id is not None:
                told_by = by_id[told_by.merged_into_id]
            if told_by.has_not_left:
                self.under_way[told_by.pk] |= {one.key: one for one in _news(row)}
            elif told_by.state == State.CANCELLED and not told_by.unknowns:
                continue
            elif (row != told_by and told_by.state in IN_VAIN) or (email_works and _address_refused(told_by)):
                self.untold += _news(row)
            elif row.state == State.FAILED and row.channel != Channel.EMAIL:
                refused = [one for one in _news(row) if not one.is_routine]
                self.refused[row.channel] |= {one.key for one in refused}
                self.told[row.channel] |= row.keys - self.refused[row.channel]
                self.untold += refused if email_works else []
            else:
                self.told[row.channel] |= row.keys

    @property
    def told_anywhere(self) -> set[str]:
        """What was told on any channel."""
        return set().union(*self.told.values())

    def to_tell_again(self, at: datetime, withdraw: Collection[str]) -> list[News]:
        """What an event gave and no message has told, while it is of use; but for the keys `withdraw`."""
        known = self.told_anywhere.union(*self.under_way.values(), withdraw)
        news = {one.key: one for one in self.untold if not one.is_routine and one.expires_at > at}
        return [one for key, one in news.items() if key not in known]

    def goes_by_email_instead(self, news: News) -> bool:
        """Whether it could not be told in the way that the patient wanted."""
        return any(news.key in refused for refused in self.refused.values())

    def of_channel(self, channel: Channel) -> list[Reminder]:
        """Those of one channel that have not left."""
        return [row for row in self.unsent if row.channel == channel]

    def says(self, row: Reminder) -> set[News]:
        """What a message that has not left tells, of what was merged into it too."""
        return set(self.under_way[row.pk].values())

    def is_told(self, key: str, channel: Channel) -> bool:
        """Whether `key` needs no telling on `channel`: told there, or elsewhere and not under way there."""
        if key in self.told[channel] | self.refused[channel]:
            return True
        under_way = any(key in self.under_way[row.pk] for row in self.of_channel(channel))
        return key in self.told_anywhere and not under_way


def _news(row: Reminder) -> list[News]:
    return [News.read(one) for one in row.reasons]


def _address_refused(row: Reminder) -> bool:
    return row.channel == Channel.EMAIL and row.state_reason == Why.ADDRESS_REFUSED
