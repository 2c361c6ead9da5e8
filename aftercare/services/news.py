"""What there is to tell a patient, as reminders store it, and what the stored ones have told already."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from aftercare.models import Channel, Reminder
from aftercare.models.reminders import OUTSIDE_THE_PLAN

State, Why = Reminder.State, Reminder.Why


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

    What could not be told at an address that has been corrected since has not been told.
    """

    def __init__(self, rows: Sequence[Reminder], *, email_works: bool) -> None:
        self.unsent = [row for row in rows if row.has_not_left]
        self.maybe_again = [
            row
            for row in rows
            if row.unknowns and (row.state == State.CLAIMED or (row.state == State.UNKNOWN and row.next_at))
        ]
        self.astray = [
            row
            for row in rows
            if email_works and row.channel == Channel.EMAIL and row.state_reason == Why.ADDRESS_REFUSED
        ]
        self.told: dict[str, set[str]] = {channel: set() for channel in Channel}
        for row in rows:
            dropped = row.state == State.CANCELLED and not row.unknowns
            if not row.has_not_left and not dropped and row not in self.astray:
                self.told[row.channel] |= row.keys

    @property
    def told_anywhere(self) -> set[str]:
        """What was told on any channel."""
        return set().union(*self.told.values())

    def gone_astray(self, at: datetime) -> list[News]:
        """What an event gave and a since corrected address did not take, while it is of use."""
        told = self.told_anywhere.union(*(row.keys for row in self.unsent))
        news = [News.read(one) for row in self.astray for one in row.reasons]
        return [one for one in news if not one.is_routine and one.expires_at > at and one.key not in told]

    def of_channel(self, channel: Channel) -> list[Reminder]:
        """Those of one channel that have not left."""
        return [row for row in self.unsent if row.channel == channel]

    def is_told(self, key: str, channel: Channel) -> bool:
        """Whether `key` needs no telling on `channel`: told there, or elsewhere and not under way there."""
        if key in self.told[channel]:
            return True
        under_way = any(key in row.keys for row in self.of_channel(channel))
        return key in self.told_anywhere and not under_way
