"""When the portal writes to a patient, as the protocol says it. Source: PROTOCOL.md, "Reminders"."""

from dataclasses import dataclass
from datetime import time

from aftercare.domain.clinical_time import Duration
from aftercare.domain.vocabulary import Reason

_UNUSED = Duration()


@dataclass(frozen=True, slots=True)
class ReminderRule:
    """When a kind of reminder is due. Only the fields that its reason needs say anything.

    `clock` is a local time of day; `days` and `months` count from the session's local date, `days_before`
    back from the pause or the session; `delay` and `earliest` count from the session, `expires_after` from
    the due time (of a `check-in`: in its months only); `settled_for` is how long a lift must last to be told.
    """

    reason: Reason
    source: str
    clock: time = time()
    delay: Duration = _UNUSED
    earliest: Duration = _UNUSED
    expires_after: Duration = _UNUSED
    settled_for: Duration = _UNUSED
    days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    days_before: int = 0
    minutes_before_quiet: int = 0
