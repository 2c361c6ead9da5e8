"""The two medicine rules: too much acetaminophen, and what was used while it was to be avoided.

Source: PROTOCOL.md, "Reading the clocks", `taken` and `acetaminophen-over-limit`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from aftercare.domain.findings import Findings, RaisedFlag
from aftercare.domain.history import Entry, History
from aftercare.domain.projection import pause_start
from aftercare.domain.protocol import MedicineRule, Protocol, Status
from aftercare.domain.timeline import Timeline, resolve


def read_medicines(protocol: Protocol, history: History, entries: Sequence[Entry]) -> Iterator[Findings]:
    """The flags of each medicine rule: one for every unbroken row of check-ins that meet it."""
    ledger = _Ledger(protocol, history, entries)
    for rule in protocol.medicine_rules:
        yield Findings(tuple(_flags(rule, history, ledger)))


@dataclass(frozen=True)
class _Ledger:
    """What was told as taken, and the plan that it is held against."""

    protocol: Protocol
    history: History
    entries: Sequence[Entry]

    @cached_property
    def timeline(self) -> Timeline:
        """The plan, resolved only where something was taken."""
        return resolve(self.protocol, self.history.sessions, self.history.zone)

    @cached_property
    def first_pause(self) -> datetime | None:
        """The start of the first live session's pause, if any."""
        live = [session.at for session in self.history.sessions if session.live]
        return pause_start(self.protocol, min(live), self.history.zone) if live else None

    def meets(self, rule: MedicineRule, entry: Entry) -> bool:
        if rule.limit_mg is not None:
            return entry.check_in.acetaminophen_mg_24h > rule.limit_mg
        return any(
            self._avoided(topic, entry, taken_at)
            for topic, taken_at in entry.check_in.taken.items()
            if topic in rule.topics
        )

    def _avoided(self, topic: str, entry: Entry, taken_at: datetime | None) -> bool:
        """Whether the topic was to be avoided when it was used, or at any time at which it may have been."""
        start, end = (taken_at, taken_at) if taken_at else (self._last_asked(entry), entry.at)
        return self.timeline.strictest_in(topic, start, end) is Status.AVOID

    def _last_asked(self, entry: Entry) -> datetime:
        """The previous check-in, else the start of the first pause, never later than the check-in itself."""
        if entry.position:
            return self.entries[entry.position - 1].at
        return min(self.first_pause or entry.at, entry.at)


def _flags(rule: MedicineRule, history: History, ledger: _Ledger) -> Iterator[RaisedFlag]:
    row: list[Entry] = []
    for entry in ledger.entries:
        if ledger.meets(rule, entry):
            row.append(entry)
        elif row:
            yield _flag(rule, history, row, ended_at=entry.at)
            row = []
    if row:
        yield _flag(rule, history, row, ended_at=None)


def _flag(
    rule: MedicineRule, history: History, row: Sequence[Entry], ended_at: datetime | None
) -> RaisedFlag:
    first = row[0]
    return RaisedFlag(
        rule=rule.id,
        severity=rule.severity,
        raised_at=first.at,
        session=history.session_of(first.at, first),
        onset=first.at,
        ended_at=ended_at,
        episode=first.name,
        told_by=tuple(entry.index for entry in row),
    )
