"""Questions for `manage.py simulate` and what it answers and ends with."""

import io
import json
import sys
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

SESSION = {"at": "2026-03-02T10:00", "status": "completed"}
NEXT = {"at": "2026-03-09T10:00", "status": "scheduled"}
PLACE = {"time_zone": "America/New_York", "sessions": [SESSION, NEXT]}
TIMELINE = {**PLACE, "from": "2026-03-02T00:00", "to": "2026-04-15T00:00"}
CHECK_IN = {
    "at": "2026-03-02T14:00",
    "symptoms": {"heat": {"since": "2026-03-02T11:00"}, "pain": {"score": 5}},
    "acetaminophen_mg_24h": 1000,
    "taken": {"nsaids": {"at": "2026-03-02T12:00"}, "ice": {}},
}
TRIAGE = {**PLACE, "check_ins": [CHECK_IN], "now": "2026-03-02T21:00"}
REMINDERS = {**PLACE, "quiet_hours": ["21:00", "08:00"], "now": "2026-03-03T10:00"}

Simulated = tuple[list[dict[str, Any]], int]


def ask(monkeypatch: pytest.MonkeyPatch, kind: str, lines: bytes, *options: str) -> Simulated:
    """The answers to some lines of standard input, and the exit status."""
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
    status = 0
    try:
        call_command("simulate", kind, *options, stdout=out)
    except CommandError as error:
        status = error.returncode
    return [json.loads(line) for line in out.getvalue().splitlines()], status


def ask_one(monkeypatch: pytest.MonkeyPatch, kind: str, question: object) -> Simulated:
    return ask(monkeypatch, kind, json.dumps(question).encode())


def without(question: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in question.items() if name != key}
