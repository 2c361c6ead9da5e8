"""A treatment session as the plan sees it: one instant and what became of it. Source: PROTOCOL.md, "Time"."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SessionStatus(StrEnum):
    """What became of a session. Live means completed or scheduled."""

    SCHEDULED = "scheduled"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Session:
    """One treatment session. `at` is its one instant, in UTC; `key` names it to the caller (a record's id).

    `booked_at` is when it was booked for this `at`; only a reminder of its pause asks for it.
    """

    at: datetime
    status: SessionStatus
    key: str = ""
    booked_at: datetime | None = None

    @property
    def live(self) -> bool:
        """Completed or scheduled: it projects windows onto the plan."""
        return self.status in (SessionStatus.COMPLETED, SessionStatus.SCHEDULED)

    def performed(self, now: datetime) -> bool:
        """Completed, or scheduled with its time reached: a forgotten click does not stop a clock."""
        return self.status is SessionStatus.COMPLETED or (
            self.status is SessionStatus.SCHEDULED and self.at <= now
        )

    def upcoming(self, now: datetime) -> bool:
        """Scheduled and later than `now`."""
        return self.status is SessionStatus.SCHEDULED and self.at > now
