"""What a nurse must see: conditions on symptoms, on medicines and on silence."""

from dataclasses import dataclass

from aftercare.domain.clinical_time import Duration
from aftercare.domain.vocabulary import Clock, Severity


@dataclass(frozen=True, slots=True)
class SymptomRule:
    """A condition on symptoms that a nurse must see once it has lasted strictly longer than `longer_than`.

    `longer_than` is None for a rule that flags at once. `min_score` is a pain score (0-10) or None.
    """

    id: str
    name: str
    symptoms: tuple[str, ...]
    min_score: int | None
    clock: Clock
    longer_than: Duration | None
    severity: Severity
    source: str
    decision: int | None = None

    @property
    def at_once(self) -> bool:
        """Whether the flag rises with the very check-in that tells of it."""
        return self.longer_than is None


@dataclass(frozen=True, slots=True)
class MedicineRule:
    """A condition on what was taken: more than `limit_mg` in 24 h, or one of `topics` while to be avoided.

    Exactly one of the two is set: `limit_mg` (whole milligrams of acetaminophen) or `topics`.
    """

    id: str
    name: str
    limit_mg: int | None
    topics: tuple[str, ...]
    severity: Severity
    source: str


@dataclass(frozen=True, slots=True)
class SilenceRule:
    """A condition on missing check-ins after a session.

    With `every`: no check-in for that long, within `within` after the session. With `asked_from`: no check-in
    between 00:00 local of that day after the session and `by` after it.
    """

    id: str
    name: str
    every: Duration | None
    within: Duration | None
    asked_from: Duration | None
    by: Duration | None
    severity: Severity
    source: str
