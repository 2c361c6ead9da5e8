"""From what a check-in tells of a rule's symptoms to stretches of time.

Source: PROTOCOL.md, "Reading the clocks".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from aftercare.domain.check_in import SymptomReport, counts
from aftercare.domain.history import Entry
from aftercare.domain.protocol import SymptomRule


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time in which one of a rule's symptoms was there, both ends included; `end` None while it still is.

    `symptom` is the alphabetically first that tells of it: it tells apart the stretches of one check-in,
    whatever becomes of the others.
    """

    start: datetime
    end: datetime | None
    symptom: str

    def meets(self, other: "Stretch") -> bool:
        """Whether the two overlap or touch."""
        return (self.end is None or other.start <= self.end) and (
            other.end is None or self.start <= other.end
        )

    def united(self, other: "Stretch") -> "Stretch":
        """One stretch from the earlier start to the later end."""
        end = None if self.end is None or other.end is None else max(self.end, other.end)
        return Stretch(min(self.start, other.start), end, min(self.symptom, other.symptom))


@dataclass(frozen=True, slots=True)
class StretchReader:
    """Reads what the check-ins tell of one rule's symptoms."""

    rule: SymptomRule
    entries: Sequence[Entry]

    def read(self, entry: Entry, running_onset: datetime | None) -> list[Stretch]:
        """The stretches `entry` tells of, apart from one another, earliest first.

        `running_onset` is the onset of the episode that was running until this check-in.
        """
        apart: list[Stretch] = []
        for stretch in sorted(self._told(entry, running_onset), key=lambda one: one.start):
            if apart and apart[-1].meets(stretch):
                apart[-1] = apart[-1].united(stretch)
            else:
                apart.append(stretch)
        return apart

    def _told(self, entry: Entry, running_onset: datetime | None) -> list[Stretch]:
        told = []
        for symptom in self.rule.symptoms:
            report = entry.check_in.symptoms.get(symptom)
            if report is None or not counts(self.rule, symptom, report):
                continue
            since = report.since or self._missing_since(entry, symptom, report.until, running_onset)
            stretch = self._counted(Stretch(since, report.until, symptom), entry.first_at)
            if stretch is not None:
                told.append(stretch)
        return told

    def _counted(self, stretch: Stretch, first_at: datetime | None) -> Stretch | None:
        """The stretch cut at the first performed session; None for one over before it that does not count."""
        if first_at is None or stretch.start >= first_at:
            return stretch
        if stretch.end is None or stretch.end >= first_at:
            return Stretch(first_at, stretch.end, stretch.symptom)
        return stretch if self.rule.at_once else None

    def _missing_since(
        self, entry: Entry, symptom: str, until: datetime | None, running_onset: datetime | None
    ) -> datetime:
        if running_onset is not None and (until is None or until >= running_onset):
            return running_onset
        latest = until or entry.at
        for earlier in reversed(self.entries[: entry.position]):
            if earlier.at <= latest and not self._present(symptom, earlier):
                return earlier.at
        return latest if entry.first_at is None else min(entry.first_at, latest)

    def _present(self, symptom: str, entry: Entry) -> bool:
        report = entry.check_in.symptoms.get(symptom, SymptomReport(until=entry.at))
        return report.until is None and counts(self.rule, symptom, report)
