"""What is known of one patient at one time: the sessions performed, and the check-ins in reading order."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from aftercare.domain.check_in import CheckIn
from aftercare.domain.sessions import Session


@dataclass(frozen=True, slots=True)
class Entry:
    """A check-in in reading order: `position` counts from 0 in that order, `index` in the check-ins given.

    `first_at` is the `at` of the first performed session, None for a check-in before it (or without any).
    """

    position: int
    index: int
    check_in: CheckIn
    first_at: datetime | None

    @property
    def at(self) -> datetime:
        """When the check-in was made."""
        return self.check_in.at

    @property
    def name(self) -> str:
        """What names the check-in in the identity of an episode: its key, or its time when it has none."""
        return self.check_in.key or self.at.isoformat()


@dataclass(frozen=True, slots=True)
class History:
    """One patient's sessions and check-ins as known at `now`, days read in `zone`."""

    sessions: Sequence[Session]
    now: datetime
    zone: ZoneInfo
    performed: tuple[int, ...] = field(init=False)
    """Indexes of the performed sessions, in order of time."""

    def __post_init__(self) -> None:
        performed = [i for i, session in enumerate(self.sessions) if session.performed(self.now)]
        object.__setattr__(self, "performed", tuple(sorted(performed, key=lambda i: self.sessions[i].at)))

    def entries(self, check_ins: Sequence[CheckIn]) -> tuple[Entry, ...]:
        """`check_ins` made by `now`, read by time; equal times in the order given."""
        made = [(i, check_in) for i, check_in in enumerate(check_ins) if check_in.at <= self.now]
        made.sort(key=lambda pair: pair[1].at)
        return tuple(
            Entry(position, index, check_in, self._first_before(check_in.at))
            for position, (index, check_in) in enumerate(made)
        )

    def session_of(self, onset: datetime, told_first: Entry) -> int | None:
        """The session of an episode: the latest performed one at or before its onset, at least the first.

        None for an episode first told before the first performed session.
        """
        if told_first.first_at is None:
            return None
        begun = [i for i in self.performed if self.sessions[i].at <= onset]
        return begun[-1] if begun else self.performed[0]

    def _first_before(self, instant: datetime) -> datetime | None:
        first_at = self.sessions[self.performed[0]].at if self.performed else None
        return first_at if first_at is not None and first_at <= instant else None
