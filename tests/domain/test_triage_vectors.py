"""Cases that two independent readings of the protocol agreed on, asked of the domain itself."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from aftercare.domain.clinical_time import from_local
from aftercare.domain.sessions import Session, SessionStatus
from aftercare.domain.triage import CheckIn, SymptomReport, assess, check_report
from tests.domain.triage_story import shipped

VECTORS = Path(__file__).parent / "vectors" / "triage.jsonl"
CASES = [json.loads(line) for line in VECTORS.read_text(encoding="utf-8").splitlines()]


def instant(text: str | None, zone: ZoneInfo) -> datetime | None:
    return None if text is None else known_instant(text, zone)


def known_instant(text: str, zone: ZoneInfo) -> datetime:
    return from_local(datetime.fromisoformat(text), zone)


def read_check_in(told: dict[str, Any], zone: ZoneInfo) -> CheckIn:
    symptoms = {
        name: SymptomReport(
            instant(report.get("since"), zone), instant(report.get("until"), zone), report.get("score")
        )
        for name, report in told["symptoms"].items()
    }
    taken = {topic: instant(use.get("at"), zone) for topic, use in told.get("taken", {}).items()}
    return CheckIn(known_instant(told["at"], zone), symptoms, told.get("acetaminophen_mg_24h", 0), taken)


@pytest.mark.parametrize("case", CASES, ids=[f"line {number}" for number in range(1, len(CASES) + 1)])
def test_case_comes_out_as_agreed(case: dict[str, Any]) -> None:
    asked = case["asked"]
    zone = ZoneInfo(asked["time_zone"])
    sessions = [
        Session(known_instant(one["at"], zone), SessionStatus(one["status"])) for one in asked["sessions"]
    ]
    check_ins = [read_check_in(told, zone) for told in asked["check_ins"]]

    for check_in in check_ins:
        check_report(shipped(), check_in)
    found = assess(shipped(), sessions, check_ins, known_instant(asked["now"], zone), zone)

    def local(moment: datetime) -> str:
        return moment.astimezone(zone).isoformat()

    answer = {
        "flags": [
            {
                "rule": flag.rule,
                "severity": flag.severity.value,
                "raised_at": local(flag.raised_at),
                "session": flag.session,
            }
            for flag in found.flags
        ],
        "watches": [
            {"rule": watch.rule, "due_at": local(watch.due_at), "session": watch.session}
            for watch in found.watches
        ],
        "advice": found.advice.value if found.advice else "none",
    }
    assert answer == case["answer"]
