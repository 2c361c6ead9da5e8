"""The two silence rules: no check-in when one was to be expected. Silence is not reassurance.

Source: PROTOCOL.md, "Reading the clocks", `no-check-in-48h` and `no-check-in-day-8`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from aftercare.domain.clinical_time import Duration, local_date, start_of_day
from aftercare.domain.findings import Findings, RaisedFlag, Watch
from aftercare.domain.history import Entry, History
from aftercare.domain.protocol import SilenceRule


@dataclass(frozen=True, slots=True)
class _Deadline:
    """A time by which a check-in was to come; `answered`: one did. `episode` names what it counts from."""

    at: datetime
    session: int
    onset: datetime
    episode: str
    answered: bool


def read_silence(rule: SilenceRule, history: History, entries: Sequence[Entry]) -> Findings:
    """The flags and watches of one silence rule over every performed session."""
    read = _every_so_often if rule.every else _by_a_day
    unanswered = [one for one in read(rule, history, entries) if not one.answered]
    return Findings(
        tuple(_flag(rule, one, entries) for one in unanswered if one.at < history.now),
        tuple(_watch(rule, one) for one in unanswered if one.at >= history.now),
    )


def _every_so_often(rule: SilenceRule, history: History, entries: Sequence[Entry]) -> Iterator[_Deadline]:
    """One deadline after the session and one after each check-in, while the rule looks after that session."""
    every, within = rule.every or Duration(), rule.within or Duration()
    for session, start, following in _performed(history):
        end = within.after(start, history.zone)
        end = min(end, following or end)
        asked = [entry for entry in entries if start <= entry.at < end]
        counted_from_check_ins = ((entry.at, f"{_key(history, session)}/{entry.name}") for entry in asked)
        bases = [(start, _instant_key(history, session)), *counted_from_check_ins]
        for place, (base, episode) in enumerate(bases):
            due_at = every.after(base, history.zone)
            answered = any(later.at <= due_at for later in asked[place:])
            if due_at < end:
                yield _Deadline(due_at, session, base, episode, answered)


def _by_a_day(rule: SilenceRule, history: History, entries: Sequence[Entry]) -> Iterator[_Deadline]:
    """One deadline for each session that no later one has taken over from."""
    asked_from, by = rule.asked_from or Duration(), rule.by or Duration()
    for session, start, following in _performed(history):
        due_at = by.after(start, history.zone)
        if following is not None and following <= due_at:
            continue
        opens = start_of_day(asked_from.after_date(local_date(start, history.zone)), history.zone)
        answered = any(opens <= entry.at <= due_at for entry in entries)
        yield _Deadline(due_at, session, start, _instant_key(history, session), answered)


def _performed(history: History) -> Iterator[tuple[int, datetime, datetime | None]]:
    """Each performed session: its index, its `at`, and the `at` of the next one performed."""
    starts = [history.sessions[i].at for i in history.performed]
    yield from zip(history.performed, starts, [*starts[1:], None], strict=False)


def _key(history: History, session: int) -> str:
    return history.sessions[session].key or str(session)


def _instant_key(history: History, session: int) -> str:
    """The session at its instant: a session that is moved is waited for anew."""
    return f"{_key(history, session)}@{history.sessions[session].at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _flag(rule: SilenceRule, deadline: _Deadline, entries: Sequence[Entry]) -> RaisedFlag:
    return RaisedFlag(
        rule=rule.id,
        severity=rule.severity,
        raised_at=deadline.at,
        session=deadline.session,
        onset=deadline.onset,
        ended_at=next((entry.at for entry in entries if entry.at > deadline.at), None),
        episode=deadline.episode,
        told_by=(),
    )


def _watch(rule: SilenceRule, deadline: _Deadline) -> Watch:
    return Watch(rule.id, rule.severity, deadline.at, deadline.session, deadline.episode, deadline.onset)
