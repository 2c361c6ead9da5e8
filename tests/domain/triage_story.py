"""A patient's course told in short lines, and what triage finds in it.

Times read "2 14:00": day 2 after Monday 2 March 2026, 14:00 on the patient's clock. A report reads
"2 11:00.." for since then, "2 11:00..2 13:00" for over, ".." and "..2 13:00" when the beginning is not known.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from aftercare.domain.clinical_time import from_local, to_local
from aftercare.domain.protocol import Protocol
from aftercare.domain.protocol_document import load_protocol_text
from aftercare.domain.sessions import Session, SessionStatus
from aftercare.domain.triage import Assessment, CheckIn, RaisedFlag, SymptomReport, Watch, assess

PROTOCOL_FILE = Path(__file__).parents[2] / "fixtures" / "protocols" / "regenerative-injection.toml"

Report = str | tuple[int, str]


@cache
def shipped() -> Protocol:
    return load_protocol_text(PROTOCOL_FILE.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Told:
    """A check-in in short lines: symptoms by name (`_` for `-`), pain as (score, report)."""

    at: str
    symptoms: dict[str, Report]
    mg: int = 0
    taken: dict[str, str] = field(default_factory=dict)


def told(at: str, *, mg: int = 0, taken: dict[str, str] | None = None, **symptoms: Report) -> Told:
    named = {name.replace("_", "-"): report for name, report in symptoms.items()}
    return Told(at, named, mg, taken or {})


@dataclass(frozen=True)
class Story:
    sessions: Sequence[str]
    check_ins: Sequence[Told] = ()
    zone: str = "UTC"
    day_0: date = date(2026, 3, 2)

    def instant(self, text: str) -> datetime:
        day, clock = text.split()
        local = datetime.combine(self.day_0 + timedelta(days=int(day)), time.fromisoformat(clock))
        return from_local(local, ZoneInfo(self.zone))

    def text(self, instant: datetime) -> str:
        local = to_local(instant, ZoneInfo(self.zone))
        clock = local.strftime("%H:%M:%S" if local.second else "%H:%M")
        return f"{(local.date() - self.day_0).days} {clock}"

    def session(self, text: str) -> Session:
        """A completed session "0 10:00", or with what became of it: "7 10:00 scheduled"."""
        parts = text.split()
        status = SessionStatus(parts[2]) if len(parts) > 2 else SessionStatus.COMPLETED
        return Session(self.instant(" ".join(parts[:2])), status, key=f"session of {text}")

    def check_in(self, one: Told) -> CheckIn:
        return CheckIn(
            self.instant(one.at),
            {name: self._report(report) for name, report in one.symptoms.items()},
            one.mg,
            {topic: self.instant(at) if at else None for topic, at in one.taken.items()},
            key=f"told {one.at}",
        )

    def _report(self, report: Report) -> SymptomReport:
        score, span = report if isinstance(report, tuple) else (None, report)
        since, until = (self.instant(part) if part else None for part in span.split(".."))
        return SymptomReport(since, until, score)

    def assess(self, now: str) -> Assessment:
        sessions = [self.session(one) for one in self.sessions]
        check_ins = [self.check_in(one) for one in self.check_ins]
        return assess(shipped(), sessions, check_ins, self.instant(now), ZoneInfo(self.zone))

    def raised(self, rule: str, now: str) -> list[tuple[str, int | None]]:
        """When flags of `rule` rose, and for which session."""
        return [(self.text(flag.raised_at), flag.session) for flag in self.flags(rule, now)]

    def due(self, rule: str, now: str) -> list[tuple[str, int | None]]:
        """When the clocks of `rule` that run at `now` run out, and for which session."""
        return [(self.text(watch.due_at), watch.session) for watch in self.watches(rule, now)]

    def flags(self, rule: str, now: str) -> list[RaisedFlag]:
        return [flag for flag in self.assess(now).flags if flag.rule == rule]

    def watches(self, rule: str, now: str) -> list[Watch]:
        return [watch for watch in self.assess(now).watches if watch.rule == rule]
