"""The fixed words of a protocol: what a status, a severity, a clock or a reminder can be."""

from enum import StrEnum


class Status(StrEnum):
    """What a patient may do about a topic, strictest first."""

    AVOID = "avoid"
    ASK = "ask"
    CONTINUE = "continue"
    ENCOURAGED = "encouraged"
    ALLOWED = "allowed"

    @property
    def strictness(self) -> int:
        """4 for the strictest status, 0 for the mildest."""
        return _STRICTNESS[self]


_STRICTNESS = {status: rank for rank, status in enumerate(reversed(Status))}


class Severity(StrEnum):
    """How soon a person must look, gravest first."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    ROUTINE = "routine"

    @property
    def gravity(self) -> int:
        """3 for an emergency, 1 for routine."""
        return _GRAVITY[self]


_GRAVITY = {severity: rank for rank, severity in enumerate(reversed(Severity), start=1)}


class Anchor(StrEnum):
    """Which window of a session a rule uses: from its instant on, or the pause before it."""

    AFTER = "after"
    PAUSE = "pause"


class Clock(StrEnum):
    """From when a symptom rule counts: the onset of the episode or the session it belongs to."""

    ONSET = "onset"
    SESSION = "session"


class Direction(StrEnum):
    """How a source words a length: between two lengths, at least one, or at most one."""

    BETWEEN = "between"
    AT_LEAST = "at-least"
    AT_MOST = "at-most"


class Reason(StrEnum):
    """Why the portal writes to a patient. `recheck` follows a flag and is no part of a plan."""

    PLAN_READY = "plan-ready"
    HEAT_CHECK = "heat-check"
    CHECK_IN = "check-in"
    PLAN_CHANGE = "plan-change"
    PAUSE_TOMORROW = "pause-tomorrow"
    PAUSE_START = "pause-start"
    APPOINTMENT = "appointment"
    RECHECK = "recheck"
