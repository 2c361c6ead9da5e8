"""`manage.py simulate`: what it refuses, each by its path."""

import json
from typing import Any

import pytest

from tests.domain.simulated import CHECK_IN, REMINDERS, SESSION, TIMELINE, TRIAGE, ask, ask_one, without


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
