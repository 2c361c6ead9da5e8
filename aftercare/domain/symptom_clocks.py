"""The clocks of the symptom rules: when an episode's limit has passed on what was known.

Source: PROTOCOL.md, "Reading the clocks".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from aftercare.domain.episodes import Chart, Episode, Mark
from aftercare.domain.findings import Findings, RaisedFlag, Watch
from aftercare.domain.history import Entry, History
from aftercare.domain.protocol import Clock, SymptomRule
from aftercare.domain.stretches import StretchReader


def read_symptoms(rule: SymptomRule, history: History, entries: Sequence[Entry]) -> Findings:
    """The flags and the watch of one symptom rule: every check-in read with what was known by then."""
    clock = _SymptomClock(rule, history)
    chart = clock.run(entries)
    return Findings(tuple(clock.flags(chart)), tuple(clock.watches(chart)))


@dataclass(frozen=True, slots=True)
class _SymptomClock:
    rule: SymptomRule
    history: History

    def run(self, entries: Sequence[Entry]) -> Chart:
        reader = StretchReader(self.rule, entries)
        chart = Chart()
        for entry in entries:
            if entry.first_at is None and not self.rule.at_once:
                continue
            chart = self._run_until(chart, entry.at)
            running_onset = chart.running.onset if chart.running else None
            chart = chart.after(entry, reader.read(entry, running_onset), self.rule.at_once)
            chart = self._marked(chart, entry)
        return self._run_until(chart, self.history.now)

    def _run_until(self, chart: Chart, instant: datetime) -> Chart:
        """Between check-ins the clock runs by itself: the flag rises once the limit lies strictly before."""
        running = chart.running
        if running is None or running.marks or self._limit(running) >= instant:
            return chart
        return replace(chart, running=_raised(running, self._limit(running)))

    def _marked(self, chart: Chart, entry: Entry) -> Chart:
        """The flags that rise with a check-in: the limit had passed before it, or the rule is at once."""
        running = chart.running and self._marked_if_passed(chart.running, entry)
        return Chart(running, tuple(self._marked_if_passed(one, entry) for one in chart.ended))

    def _marked_if_passed(self, episode: Episode, entry: Entry) -> Episode:
        if episode.marks:
            return episode
        passed = self.rule.at_once or self._limit(episode) < (episode.end or entry.at)
        return _raised(episode, entry.at) if passed else episode

    def _limit(self, episode: Episode) -> datetime:
        """The instant that must be strictly passed."""
        start = episode.onset
        session = self._session(episode)
        if self.rule.clock is Clock.SESSION and session is not None:
            start = self.history.sessions[session].at
        return self.rule.longer_than.after(start, self.history.zone) if self.rule.longer_than else start

    def _session(self, episode: Episode) -> int | None:
        return self.history.session_of(episode.onset, episode.first_told)

    def flags(self, chart: Chart) -> Iterator[RaisedFlag]:
        for episode in filter(None, (*chart.ended, chart.running)):
            for mark in episode.marks:
                yield RaisedFlag(
                    rule=self.rule.id,
                    severity=self.rule.severity,
                    raised_at=mark.raised_at,
                    session=self._session(episode),
                    onset=episode.onset,
                    ended_at=episode.end,
                    episode=mark.episode,
                    told_by=tuple(entry.index for entry in episode.told_by),
                )

    def watches(self, chart: Chart) -> Iterator[Watch]:
        episode = chart.running
        if episode is not None and not episode.marks:
            yield Watch(
                rule=self.rule.id,
                severity=self.rule.severity,
                due_at=self._limit(episode),
                session=self._session(episode),
                episode=episode.identity,
                onset=episode.onset,
            )


def _raised(episode: Episode, at: datetime) -> Episode:
    return replace(episode, marks=(Mark(episode.identity, at),))
