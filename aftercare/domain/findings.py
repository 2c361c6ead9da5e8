"""What triage finds: flags that a nurse must see, clocks that still run, and what to tell the patient now."""

from dataclasses import dataclass
from datetime import datetime

from aftercare.domain.protocol import Severity


@dataclass(frozen=True, slots=True)
class RaisedFlag:
    """A condition past its limit. Neither `episode` nor `raised_at` ever changes once raised.

    `session` is an index in the sessions given, None for an episode first told before the first performed
    one. `episode` names the episode among those of its rule. `told_by` holds the indexes of the check-ins
    that tell of it, in time order; nothing tells of silence. `ended_at` is None while the episode is open.
    """

    rule: str
    severity: Severity
    raised_at: datetime
    session: int | None
    onset: datetime | None
    ended_at: datetime | None
    episode: str
    told_by: tuple[int, ...]

    @property
    def open(self) -> bool:
        """Whether the episode goes on, as known now."""
        return self.ended_at is None


@dataclass(frozen=True, slots=True)
class Watch:
    """A clock that runs: unless something is told before, its flag rises the moment `due_at` has passed."""

    rule: str
    severity: Severity
    due_at: datetime
    session: int | None
    episode: str
    onset: datetime | None


@dataclass(frozen=True, slots=True)
class Assessment:
    """Flags by `raised_at`, watches by `due_at`, then rule and session.

    No `advice` never means that all is well.
    """

    flags: tuple[RaisedFlag, ...]
    watches: tuple[Watch, ...]
    advice: Severity | None


@dataclass(frozen=True, slots=True)
class Findings:
    """What one rule found."""

    flags: tuple[RaisedFlag, ...] = ()
    watches: tuple[Watch, ...] = ()
