"""`manage.py simulate`: the contract of its lines, and the cases made by hand that its answers must match."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.domain.plan_story import SHIPPED_TEXT

VECTORS = Path(__file__).parent / "vectors"
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


@pytest.mark.parametrize("kind", ["timeline", "triage", "reminders"])
def test_simulate_answers_every_case_as_agreed(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    cases = [json.loads(line) for line in (VECTORS / f"{kind}.jsonl").read_text().splitlines()]
    lines = b"".join(json.dumps(case["asked"]).encode() + b"\n" for case in cases)

    answers, status = ask(monkeypatch, kind, lines)

    assert answers == [case["answer"] for case in cases]
    assert status == 0


def test_simulate_timeline_names_the_rules_of_the_collision(monkeypatch: pytest.MonkeyPatch) -> None:
    answers, _ = ask_one(monkeypatch, "timeline", TIMELINE)

    assert answers[0]["topics"]["fish-oil"] == [
        {
            "status": "avoid",
            "start": "2026-03-02T00:00:00-05:00",
            "end": "2026-03-14T10:00:00-04:00",
            "rules": ["fish-oil-first-days", "fish-oil-pause"],
        },
        {
            "status": "allowed",
            "start": "2026-03-14T10:00:00-04:00",
            "end": "2026-04-15T00:00:00-04:00",
            "rules": [],
        },
    ]


def test_simulate_triage_raises_the_flag_that_nobody_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    answers, _ = ask_one(monkeypatch, "triage", TRIAGE)

    assert answers == [
        {
            "flags": [
                {
                    "rule": "anti-inflammatory-taken",
                    "severity": "routine",
                    "raised_at": "2026-03-02T14:00:00-05:00",
                    "session": 0,
                },
                {
                    "rule": "heat-or-redness-over-6h",
                    "severity": "urgent",
                    "raised_at": "2026-03-02T17:00:00-05:00",
                    "session": 0,
                },
            ],
            "watches": [
                {"rule": "no-check-in-48h", "due_at": "2026-03-04T14:00:00-05:00", "session": 0},
                {"rule": "pain-over-7d", "due_at": "2026-03-09T10:00:00-04:00", "session": 0},
                {"rule": "no-check-in-day-8", "due_at": "2026-03-10T10:00:00-04:00", "session": 0},
            ],
            "advice": "urgent",
        }
    ]


def test_simulate_triage_answers_without_any_session(monkeypatch: pytest.MonkeyPatch) -> None:
    question = {**TRIAGE, "sessions": [], "check_ins": [{"at": "2026-03-02T14:00", "symptoms": {}}]}

    assert ask_one(monkeypatch, "triage", question) == ([{"flags": [], "watches": [], "advice": "none"}], 0)


def test_simulate_reminders_merges_reasons_and_keeps_the_latest_expiry(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers, _ = ask_one(
        monkeypatch, "reminders", {**REMINDERS, "sessions": [SESSION], "now": "2026-03-05T23:00"}
    )

    assert answers[0]["reminders"][:2] == [
        {
            "due_at": "2026-03-05T09:00:00-05:00",
            "expires_at": "2026-03-06T00:00:00-05:00",
            "reasons": ["check-in", "plan-change"],
        },
        {
            "due_at": "2026-03-06T09:00:00-05:00",
            "expires_at": "2026-03-07T00:00:00-05:00",
            "reasons": ["check-in"],
        },
    ]


def test_simulate_reminders_keeps_the_protocols_quiet_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    given, _ = ask_one(monkeypatch, "reminders", REMINDERS)
    usual, _ = ask_one(monkeypatch, "reminders", without(REMINDERS, "quiet_hours"))

    assert usual == given


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2026-03-08T02:30", "2026-03-08T03:30:00-04:00"),  # skipped
        ("2026-11-01T01:30", "2026-11-01T01:30:00-04:00"),  # comes twice: the first
        ("2026-03-05T10:00:59", "2026-03-05T10:00:59-05:00"),
    ],
)
def test_simulate_reads_and_shows_local_times(monkeypatch: pytest.MonkeyPatch, text: str, shown: str) -> None:
    question = {**TIMELINE, "sessions": [], "to": "2027-01-01T00:00", "from": text}

    answers, _ = ask_one(monkeypatch, "timeline", question)

    assert answers[0]["topics"]["ice"][0]["start"] == shown


def test_simulate_goes_on_after_a_bad_line_and_ends_with_status_2(monkeypatch: pytest.MonkeyPatch) -> None:
    good = json.dumps(TIMELINE).encode()

    answers, status = ask(monkeypatch, "timeline", b"{}\n" + good + b"\r\n\n" + good)

    assert [list(answer) for answer in answers] == [["error"], ["topics"], ["error"], ["topics"]]
    assert status == 2


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"  ",
        b"nonsense",
        b"null",
        b"true",
        b"[]",
        b'"text"',
        b"12",
        b"\xff\xfe",
        b"\xef\xbb\xbf{}",
        b"NaN",
        b'{"time_zone": Infinity}',
        b"{",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"now": ' + b"9" * 5_000 + b"}",
    ],
    ids=range(16),
)
def test_simulate_refuses_a_line_that_is_no_object(monkeypatch: pytest.MonkeyPatch, raw: bytes) -> None:
    answers, status = ask(monkeypatch, "triage", raw + b"\n")

    assert [answer["error"].split(":")[0] for answer in answers] == ["line"]
    assert status == 2


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (b'{"time_zone": "UTC", "time_zone": "UTC"}', "time_zone: given twice"),
        (b'{"time_zone": "UTC", "sessions": [{"at": "x", "at": "y"}]}', "sessions[0].at: given twice"),
        (b'{"time_zone": "UTC", "sessions": [], "\\ud800": 1}', "from: missing"),
    ],
)
def test_simulate_refuses_keys_that_json_would_swallow(
    monkeypatch: pytest.MonkeyPatch, raw: bytes, error: str
) -> None:
    assert ask(monkeypatch, "timeline", raw) == ([{"error": error}], 2)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"surprise": 1}, "surprise: unknown key"),
        ({"now": "2026-03-02T21:00"}, "now: unknown key"),
        (
            {"time_zone": "Mars/Olympus"},
            "time_zone: 'Mars/Olympus' is not a time zone such as America/New_York",
        ),
        ({"time_zone": "../UTC"}, "time_zone: '../UTC' is not a time zone such as America/New_York"),
        ({"time_zone": "America"}, "time_zone: 'America' is not a time zone such as America/New_York"),
        ({"time_zone": None}, "time_zone: must be a text"),
        ({"sessions": SESSION}, "sessions: must be a list"),
        ({"sessions": ["x"]}, "sessions[0]: must be an object with named values"),
        ({"sessions": [{**SESSION, "key": "x"}]}, "sessions[0].key: unknown key"),
        ({"sessions": [without(SESSION, "at")]}, "sessions[0].at: missing"),
        (
            {"sessions": [SESSION, {**SESSION, "status": "done"}]},
            "sessions[1].status: 'done' is not one of scheduled, completed, cancelled, missed",
        ),
        (
            {"sessions": [SESSION, {**SESSION, "status": "scheduled"}]},
            "sessions[1].at: another session is at this time",
        ),
        (
            {"sessions": [{**SESSION, "at": "2026-03-08T02:30"}, {**SESSION, "at": "2026-03-08T03:30"}]},
            "sessions[1].at: another session is at this time",
        ),
        ({"from": "2026-04-15T00:00"}, "to: must be later than from"),
        ({"from": "2026-04-15T00:01"}, "to: must be later than from"),
        ({"from": 20260302}, "from: must be a text"),
        ({"from": "2026-03-02"}, "from: '2026-03-02' is not a local time such as 2026-03-02T10:00"),
        (
            {"from": "2026-03-02T10:00Z"},
            "from: '2026-03-02T10:00Z' is not a local time such as 2026-03-02T10:00",
        ),
        (
            {"from": "2026-03-02T10:00-05:00"},
            "from: '2026-03-02T10:00-05:00' is not a local time such as 2026-03-02T10:00",
        ),
        ({"from": "2026-02-29T10:00"}, "from: '2026-02-29T10:00' is not on the calendar or the clock"),
        ({"from": "2026-03-02T24:00"}, "from: '2026-03-02T24:00' is not on the calendar or the clock"),
        ({"from": "0001-01-01T00:00"}, "from: the year must be from 1900 to 2999"),
        ({"to": "9999-12-31T23:59"}, "to: the year must be from 1900 to 2999"),
    ],
)
def test_simulate_timeline_names_what_it_refuses(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], error: str
) -> None:
    assert ask_one(monkeypatch, "timeline", {**TIMELINE, **change}) == ([{"error": error}], 2)


@pytest.mark.parametrize(
    ("kind", "question", "key"),
    [
        (kind, question, key)
        for kind, question, optional in (
            ("timeline", TIMELINE, ()),
            ("triage", TRIAGE, ()),
            ("reminders", REMINDERS, ("quiet_hours",)),
        )
        for key in question
        if key not in optional
    ],
)
def test_simulate_asks_for_every_required_key(
    monkeypatch: pytest.MonkeyPatch, kind: str, question: dict[str, Any], key: str
) -> None:
    assert ask_one(monkeypatch, kind, without(question, key)) == ([{"error": f"{key}: missing"}], 2)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"extra": 1}, "check_ins[0].extra: unknown key"),
        ({"symptoms": None}, "check_ins[0].symptoms: must be an object with named values"),
        ({"symptoms": {"heat": None}}, "check_ins[0].symptoms.heat: must be an object with named values"),
        ({"symptoms": {"heat": {"when": 1}}}, "check_ins[0].symptoms.heat.when: unknown key"),
        ({"symptoms": {"heat": {"since": None}}}, "check_ins[0].symptoms.heat.since: must be a text"),
        ({"symptoms": {"heat": {"since": "2026-03-02T14:01"}}}, "check_ins[0].symptoms.heat.since: *"),
        ({"symptoms": {"heat": {"until": "2026-03-02T14:01"}}}, "check_ins[0].symptoms.heat.until: *"),
        (
            {"symptoms": {"heat": {"since": "2026-03-02T13:00", "until": "2026-03-02T12:59"}}},
            "check_ins[0].symptoms.heat.until: *",
        ),
        ({"symptoms": {"heat": {"score": 3}}}, "check_ins[0].symptoms.heat.score: *"),
        ({"symptoms": {"pain": {}}}, "check_ins[0].symptoms.pain.score: *"),
        ({"symptoms": {"pain": {"score": 11}}}, "check_ins[0].symptoms.pain.score: *"),
        ({"symptoms": {"pain": {"score": -1}}}, "check_ins[0].symptoms.pain.score: *"),
        ({"symptoms": {"pain": {"score": 5.0}}}, "check_ins[0].symptoms.pain.score: must be a whole number"),
        ({"symptoms": {"pain": {"score": True}}}, "check_ins[0].symptoms.pain.score: must be a whole number"),
        ({"symptoms": {"pain": {"score": "5"}}}, "check_ins[0].symptoms.pain.score: must be a whole number"),
        ({"symptoms": {"pain": {"score": 10**4000}}}, "check_ins[0].symptoms.pain.score: *"),
        ({"symptoms": {"cough": {}}}, "check_ins[0].symptoms.cough: *"),
        ({"acetaminophen_mg_24h": -1}, "check_ins[0].acetaminophen_mg_24h: *"),
        ({"acetaminophen_mg_24h": 2.5}, "check_ins[0].acetaminophen_mg_24h: must be a whole number"),
        ({"acetaminophen_mg_24h": None}, "check_ins[0].acetaminophen_mg_24h: must be a whole number"),
        ({"taken": []}, "check_ins[0].taken: must be an object with named values"),
        ({"taken": {"nsaids": {"dose": 1}}}, "check_ins[0].taken.nsaids.dose: unknown key"),
        ({"taken": {"nsaids": {"at": "2026-03-02T14:01"}}}, "check_ins[0].taken.nsaids.at: *"),
        ({"taken": {"acetaminophen": {}}}, "check_ins[0].taken.acetaminophen: unknown key"),
        ({"at": "2026-03-02T21:01"}, "now: is before check_ins[0]"),
    ],
)
def test_simulate_triage_names_what_it_refuses(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], error: str
) -> None:
    answers, status = ask_one(monkeypatch, "triage", {**TRIAGE, "check_ins": [{**CHECK_IN, **change}]})

    told = answers[0]["error"]
    assert (told.split(": ")[0] + ": *" if error.endswith("*") else told, status) == (error, 2)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"now": "2026-03-02T09:59:59"}, "now: is before sessions[0], which is completed"),
        ({"quiet_hours": "21:00-08:00"}, "quiet_hours: must be a list"),
        ({"quiet_hours": ["21:00"]}, 'quiet_hours: must be a pair of times such as ["21:00", "08:00"]'),
        ({"quiet_hours": ["21:00", "8:00"]}, "quiet_hours[1]: must be a time of day such as 09:00"),
        ({"quiet_hours": [21, "08:00"]}, "quiet_hours[0]: must be a time of day such as 09:00"),
        ({"quiet_hours": ["24:00", "08:00"]}, "quiet_hours[0]: must be a time of day such as 09:00"),
        ({"quiet_hours": None}, "quiet_hours: must be a list"),
        ({"check_ins": []}, "check_ins: unknown key"),
    ],
)
def test_simulate_reminders_names_what_it_refuses(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], error: str
) -> None:
    assert ask_one(monkeypatch, "reminders", {**REMINDERS, **change}) == ([{"error": error}], 2)


def test_simulate_takes_a_now_at_the_time_of_a_session_or_check_in(monkeypatch: pytest.MonkeyPatch) -> None:
    at_session = ask_one(monkeypatch, "reminders", {**REMINDERS, "now": SESSION["at"]})
    at_check_in = ask_one(monkeypatch, "triage", {**TRIAGE, "now": CHECK_IN["at"]})

    assert (at_session[1], at_check_in[1]) == (0, 0)


def test_simulate_asks_another_protocol(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stricter = tmp_path / "stricter.toml"
    stricter.write_text(SHIPPED_TEXT.replace('lasts = "P5D"', 'lasts = "P6D"'), encoding="utf-8")
    question = json.dumps({**TIMELINE, "sessions": [SESSION]}).encode()

    answers, _ = ask(monkeypatch, "timeline", question, f"--protocol={stricter}")

    assert answers[0]["topics"]["fish-oil"][0]["end"] == "2026-03-08T10:00:00-04:00"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "No such file"),
        (b"\xff", "utf-8"),
        (b"id = ", "document: is no TOML"),
        (b'id = "x"', "sources: missing"),
    ],
)
def test_simulate_refuses_a_protocol_that_cannot_be_read(
    tmp_path: Path, content: bytes | None, message: str
) -> None:
    file = tmp_path / "protocol.toml"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(CommandError, match=message):
        call_command("simulate", "timeline", f"--protocol={file}")


def test_simulate_runs_as_a_program_without_any_server() -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        "REDIS_URL": "redis://127.0.0.1:1",
    }

    done = subprocess.run(
        [sys.executable, "manage.py", "simulate", "timeline"],
        input=f"{json.dumps(TIMELINE)}\nnonsense\n",
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )

    assert [list(json.loads(line)) for line in done.stdout.splitlines()] == [["topics"], ["error"]]
    assert (done.returncode, done.stderr) == (2, "CommandError: Lines refused: 1.\n")
