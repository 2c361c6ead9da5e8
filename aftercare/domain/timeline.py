"""The resolved timeline: for each topic, what holds at every instant over all sessions of one patient."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from aftercare.domain.protocol import Anchor, Status


class SessionStatus(StrEnum):
    """What became of a session. Live means completed or scheduled."""

    SCHEDULED = "scheduled"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Session:
    """One treatment session. `at` is its one instant, in UTC; `key` names it to the caller (a record's id)."""

    at: datetime
    status: SessionStatus
    key: str = ""

    @property
    def live(self) -> bool:
        """Completed or scheduled: it projects windows onto the plan."""
        return self.status in (SessionStatus.COMPLETED, SessionStatus.SCHEDULED)

    def performed(self, now: datetime) -> bool:
        """Completed, or scheduled with its time reached: a forgotten click does not stop a clock."""
        return self.status is SessionStatus.COMPLETED or (self.status is SessionStatus.SCHEDULED and self.at <= now)

    def upcoming(self, now: datetime) -> bool:
        """Scheduled and later than `now`."""
        return self.status is SessionStatus.SCHEDULED and self.at > now


@dataclass(frozen=True, slots=True)
class ProjectedWindow:
    """One rule's window over one session: a reason for a status. `session` is the index in the sessions given."""

    rule_id: str
    topic: str
    status: Status
    anchor: Anchor
    start: datetime
    end: datetime
    session: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of one status. None as start or end means without limit. `rules` gave this status in it, sorted."""

    status: Status
    start: datetime | None
    end: datetime | None
    rules: tuple[str, ...]
