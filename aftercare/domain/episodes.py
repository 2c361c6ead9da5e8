"""Episodes of one symptom rule: stretches of time that belong together, as known after each check-in.

Source: PROTOCOL.md, "Reading the clocks". Nothing here knows a limit; flags are only carried along.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce

from aftercare.domain.history import Entry
from aftercare.domain.stretches import Stretch


@dataclass(frozen=True, slots=True)
class Mark:
    """A flag on an episode: the identity it was raised under, and when. Neither ever changes."""

    episode: str
    raised_at: datetime


@dataclass(frozen=True, slots=True)
class Episode:
    """A time in which a rule's symptoms were there, told of by one check-in or more.

    `end` is None while it runs. `ended_by` is the time of the check-in that ended it; for one first told
    as over, of that one; of joined ones, the latest. `first_told` and its stretch, `origin`, identify it.
    """

    onset: datetime
    end: datetime | None
    first_told: Entry
    origin: Stretch
    ended_by: datetime
    told_by: tuple[Entry, ...]
    marks: tuple[Mark, ...] = ()

    @classmethod
    def begun(cls, stretch: Stretch, entry: Entry) -> "Episode":
        """A new episode that `entry` first tells of."""
        return cls(stretch.start, stretch.end, entry, stretch, entry.at, (entry,))

    @property
    def identity(self) -> str:
        """The check-in that first told of it and its place in it."""
        return f"{self.first_told.name}:{self.origin.symptom}"

    def meets(self, stretch: Stretch) -> bool:
        """Whether `stretch` overlaps or touches it."""
        return Stretch(self.onset, self.end, "").meets(stretch)

    def owns(self, stretch: Stretch, end: datetime, at_once: bool) -> bool:
        """Whether `stretch`, over at `end`, belongs to this ended episode.

        Under an at-once rule what lasted past the check-in that ended it is an episode of its own.
        """
        return self.meets(stretch) and not (at_once and end > self.ended_by)

    def told(self, stretch: Stretch, entry: Entry) -> "Episode":
        """The episode with `stretch` taken in, which may widen it at either end."""
        ends = [end for end in (self.end, stretch.end) if end is not None]
        told_by = self.told_by if entry in self.told_by else (*self.told_by, entry)
        return replace(
            self, onset=min(self.onset, stretch.start), end=max(ends, default=None), told_by=told_by
        )

    def joined(self, other: "Episode") -> "Episode":
        """The two as one: earliest onset, latest end, all flags, the identity of the one first told of."""
        pair = sorted((self, other), key=lambda one: (one.first_told.position, one.origin.start))
        told_by = {entry.position: entry for one in pair for entry in one.told_by}
        return replace(
            pair[0],
            onset=min(one.onset for one in pair),
            end=max((one.end for one in pair if one.end is not None), default=None),
            told_by=tuple(told_by[position] for position in sorted(told_by)),
            ended_by=max(one.ended_by for one in pair),
            marks=pair[0].marks + pair[1].marks,
        )


@dataclass(frozen=True, slots=True)
class Chart:
    """All episodes of one rule as known after some check-in: the one that runs and those that ended."""

    running: Episode | None = None
    ended: tuple[Episode, ...] = ()

    def after(self, entry: Entry, stretches: list[Stretch], at_once: bool) -> "Chart":
        """The chart once `entry` is read. `stretches` are what it tells of, apart, earliest first."""
        chart = self
        for stretch in stretches:
            if stretch.end is None:
                chart = chart._with_present(stretch, entry)
            else:
                chart = chart._with_past(stretch, stretch.end, entry, at_once)
        if chart.running is None:
            return chart
        running = chart.running
        if self.running is None or running.onset < self.running.onset:
            running = replace(running, onset=chart._onset_taken(running.onset))
        if stretches and stretches[-1].end is None:
            return Chart(replace(running, end=None), chart.ended)
        ended = replace(running, end=running.end or entry.at, ended_by=entry.at)
        return Chart(None, (*chart.ended, ended))

    def _with_past(self, stretch: Stretch, end: datetime, entry: Entry, at_once: bool) -> "Chart":
        """A stretch that is over joins the episodes it belongs to, or is one of its own.

        A running episode it reaches keeps the latest end told until the whole check-in is read.
        """
        owners = [one for one in self.ended if one.owns(stretch, end, at_once)]
        others = tuple(one for one in self.ended if one not in owners)
        if self.running is not None and end >= self.running.onset:
            return Chart(reduce(Episode.joined, owners, self.running).told(stretch, entry), others)
        new = [] if owners else [Episode.begun(stretch, entry)]
        return Chart(self.running, (*others, reduce(Episode.joined, owners + new).told(stretch, entry)))

    def _with_present(self, stretch: Stretch, entry: Entry) -> "Chart":
        """A present stretch belongs to the running episode, or begins one; it never joins."""
        running = self.running.told(stretch, entry) if self.running else Episode.begun(stretch, entry)
        return replace(self, running=running)

    def _onset_taken(self, onset: datetime) -> datetime:
        """The earliest of `onset` and those of the ended episodes that what runs since then reaches."""
        runs = Stretch(onset, None, "")
        return min([onset, *(one.onset for one in self.ended if one.meets(runs))])
