"""Which messages a patient is sent, and when. Source: PROTOCOL.md, "Reminders"."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from aftercare.domain.clinical_time import QuietHours
from aftercare.domain.reminder_reasons import PlannedReason, reasons_of
from aftercare.domain.timeline import Timeline

__all__ = ["PlannedReason", "PlannedReminder", "plan", "plan_reasons"]


@dataclass(frozen=True, slots=True)
class PlannedReminder:
    """One message: all that is due at one instant, ordered by reason, then key."""

    due_at: datetime
    reasons: tuple[PlannedReason, ...]

    @property
    def expires_at(self) -> datetime:
        """When the last of its reasons expires."""
        return max(reason.expires_at for reason in self.reasons)


def plan(timeline: Timeline, quiet_hours: QuietHours, now: datetime) -> tuple[PlannedReminder, ...]:
    """The messages not expired at `now`, in order, one for each instant; `due_at` may be past."""
    slots: dict[datetime, list[PlannedReason]] = defaultdict(list)
    for reason in plan_reasons(timeline, quiet_hours, now):
        if not reason.expired(now):
            slots[reason.due_at].append(reason)
    return tuple(PlannedReminder(due_at, tuple(reasons)) for due_at, reasons in slots.items())


def plan_reasons(timeline: Timeline, quiet_hours: QuietHours, now: datetime) -> tuple[PlannedReason, ...]:
    """Every reason of the plan as it is at `now`, expired ones too; ordered by due time, reason and key."""
    reasons = [
        reason.outside(quiet_hours, timeline.zone) for reason in reasons_of(timeline, quiet_hours, now)
    ]
    return tuple(sorted(reasons, key=lambda reason: (reason.due_at, reason.reason, reason.key)))
