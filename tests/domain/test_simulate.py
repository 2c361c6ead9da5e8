"""`manage.py simulate`: its answers, among them those of the cases agreed on."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.domain.plan_story import SHIPPED_TEXT
from tests.domain.simulated import CHECK_IN, REMINDERS, SESSION, TIMELINE, TRIAGE, ask, ask_one, without

VECTORS = Path(__file__).parent / "vectors"


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


def test_simulate_ends_quietly_when_its_reader_has_had_enough() -> None:
    argv = [sys.executable, "manage.py", "simulate", "timeline"]
    pipe = subprocess.PIPE

    with subprocess.Popen(argv, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as program:
        assert program.stdin and program.stdout and program.stderr
        program.stdin.write(f"{json.dumps(TIMELINE)}\n")
        program.stdin.flush()
        program.stdout.readline()
        program.stdout.close()
        program.stdin.write(f"{json.dumps(TIMELINE)}\n")
        program.stdin.close()
        said = program.stderr.read()

    assert (program.returncode, said) == (0, "")
