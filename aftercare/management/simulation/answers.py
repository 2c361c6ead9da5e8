"""The three questions of `manage.py simulate` and their answers, as the pages would give them."""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from aftercare.domain.document import Table
from aftercare.domain.protocol import Protocol
from aftercare.domain.reminders import plan
from aftercare.domain.timeline import resolve
from aftercare.domain.triage import assess
from aftercare.management.simulation.cases import (
    read_check_ins,
    read_now,
    read_quiet_hours,
    read_sessions,
    read_time,
    read_zone,
)

Answer = dict[str, object]


def answer_timeline(protocol: Protocol, line: Table) -> Answer:
    """Each topic's segments from `from` to `to`."""
    zone = read_zone(line)
    sessions = read_sessions(line, zone)
    start, end = read_time(line, "from", zone), read_time(line, "to", zone)
    line.close()
    if start >= end:
        line.refuse("to", "must be later than from")
    timeline = resolve(protocol, sessions, zone)
    return {
        "topics": {
            topic.id: [
                {
                    "status": segment.status,
                    "start": _local(segment.start, zone),
                    "end": _local(segment.end, zone),
                    "rules": segment.rules,
                }
                for segment in timeline.clipped(topic.id, start, end)
            ]
            for topic in protocol.topics
        }
    }


def answer_triage(protocol: Protocol, line: Table) -> Answer:
    """The flags, the watches and the advice at `now`."""
    zone = read_zone(line)
    sessions = read_sessions(line, zone)
    check_ins = read_check_ins(line, protocol, zone)
    now = read_now(line, zone, sessions, check_ins)
    line.close()
    found = assess(protocol, sessions, check_ins, now, zone)
    return {
        "flags": [
            {
                "rule": flag.rule,
                "severity": flag.severity,
                "raised_at": _local(flag.raised_at, zone),
                "session": flag.session,
            }
            for flag in found.flags
        ],
        "watches": [
            {"rule": watch.rule, "due_at": _local(watch.due_at, zone), "session": watch.session}
            for watch in found.watches
        ],
        "advice": found.advice or "none",
    }


def answer_reminders(protocol: Protocol, line: Table) -> Answer:
    """The reminders that are not expired at `now`."""
    zone = read_zone(line)
    sessions = read_sessions(line, zone)
    quiet_hours = read_quiet_hours(line, protocol)
    now = read_now(line, zone, sessions, check_ins=())
    line.close()
    return {
        "reminders": [
            {
                "due_at": _local(reminder.due_at, zone),
                "expires_at": _local(reminder.expires_at, zone),
                "reasons": sorted({reason.reason for reason in reminder.reasons}),
            }
            for reminder in plan(resolve(protocol, sessions, zone), quiet_hours, now)
        ]
    }


ANSWERS: Final[dict[str, Callable[[Protocol, Table], Answer]]] = {
    "timeline": answer_timeline,
    "triage": answer_triage,
    "reminders": answer_reminders,
}


def _local(instant: datetime | None, zone: ZoneInfo) -> str | None:
    return None if instant is None else instant.astimezone(zone).isoformat(timespec="seconds")
