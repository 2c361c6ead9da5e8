"""Triage: from what a patient told, and from silence, to flags, running clocks and advice.

Source: PROTOCOL.md, "Symptoms and triage".
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from aftercare.domain.check_in import CheckIn, CheckInError, SymptomReport, at_once, check_report
from aftercare.domain.findings import Assessment, RaisedFlag, Watch
from aftercare.domain.history import History
from aftercare.domain.medicines import read_medicines
from aftercare.domain.protocol import Protocol, Severity
from aftercare.domain.sessions import Session
from aftercare.domain.silence import read_silence
from aftercare.domain.symptom_clocks import read_symptoms

__all__ = [
    "Assessment",
    "CheckIn",
    "CheckInError",
    "RaisedFlag",
    "SymptomReport",
    "Watch",
    "assess",
    "at_once",
    "check_report",
]

ADVICE_LASTS = timedelta(hours=24)
"""How long what was told goes on to count for the advice, once it is over (elapsed)."""


def assess(
    protocol: Protocol,
    sessions: Sequence[Session],
    check_ins: Sequence[CheckIn],
    now: datetime,
    zone: ZoneInfo,
) -> Assessment:
    """All flags raised and all clocks running at `now` (UTC), days read in `zone`, and what to advise.

    Check-ins may come in any order; those after `now` are not known yet. Nothing that was stored is refused:
    see `check_report` for what a form must refuse.
    """
    history = History(sessions, now, zone)
    entries = history.entries(check_ins)
    findings = [
        *(read_symptoms(rule, history, entries) for rule in protocol.symptom_rules),
        *read_medicines(protocol, history, entries),
        *(read_silence(rule, history, entries) for rule in protocol.silence_rules),
    ]
    flags = sorted((flag for found in findings for flag in found.flags), key=_flag_order)
    watches = sorted((watch for found in findings for watch in found.watches), key=_watch_order)
    return Assessment(tuple(flags), tuple(watches), _advice(flags, check_ins, now))


def _advice(flags: Sequence[RaisedFlag], check_ins: Sequence[CheckIn], now: datetime) -> Severity | None:
    """The highest severity among what is open now or was told of lately."""
    current = [
        flag.severity
        for flag in flags
        if flag.open or any(now < check_ins[index].at + ADVICE_LASTS for index in flag.told_by)
    ]
    return max(current, key=lambda severity: severity.gravity, default=None)


def _flag_order(flag: RaisedFlag) -> tuple[datetime, str, int, str]:
    return flag.raised_at, flag.rule, _session_order(flag.session), flag.episode


def _watch_order(watch: Watch) -> tuple[datetime, str, int, str]:
    return watch.due_at, watch.rule, _session_order(watch.session), watch.episode


def _session_order(session: int | None) -> int:
    return -1 if session is None else session
