"""What a line asks about: a zone, sessions, check-ins, quiet hours. Refusals are DocumentErrors by path."""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from aftercare.domain.clinical_time import QuietHours, from_local
from aftercare.domain.document import Table, read_clock
from aftercare.domain.protocol import Protocol
from aftercare.domain.sessions import Session, SessionStatus
from aftercare.domain.triage import CheckIn, CheckInError, SymptomReport, check_report

_LOCAL_TIME = re.compile("([0-9]{4})-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?")
_FIRST_YEAR, _LAST_YEAR = (
    1900,
    2999,
)  # far from the ends of the calendar, so that days and months can be counted


def read_zone(line: Table) -> ZoneInfo:
    """The `time_zone` of a line, a key of the IANA database."""
    name = line.text("time_zone")
    if name not in _zone_names():
        line.refuse("time_zone", f"{name!r} is not a time zone such as America/New_York")
    return ZoneInfo(name)


@cache
def _zone_names() -> frozenset[str]:
    return frozenset(available_timezones())


def read_time(table: Table, key: str, zone: ZoneInfo) -> datetime:
    """A local time without offset, such as 2026-03-02T10:00, as an instant in UTC."""
    text = table.text(key)
    shape = _LOCAL_TIME.fullmatch(text)
    if shape is None:
        table.refuse(key, f"{text!r} is not a local time such as 2026-03-02T10:00")
    if not _FIRST_YEAR <= int(shape[1]) <= _LAST_YEAR:
        table.refuse(key, f"the year must be from {_FIRST_YEAR} to {_LAST_YEAR}")
    try:
        return from_local(datetime.fromisoformat(text), zone)
    except ValueError:
        table.refuse(key, f"{text!r} is not on the calendar or the clock")


def read_optional_time(table: Table, key: str, zone: ZoneInfo) -> datetime | None:
    """The same, or None where the key is not given."""
    return read_time(table, key, zone) if table.has(key) else None


def read_sessions(line: Table, zone: ZoneInfo) -> tuple[Session, ...]:
    """The `sessions` of a line, in the order given; no two live ones are at one instant."""
    sessions: list[Session] = []
    taken: set[datetime] = set()
    for table in line.listed_tables("sessions"):
        session = Session(read_time(table, "at", zone), table.choice("status", SessionStatus))
        table.close()
        if session.live and session.at in taken:
            table.refuse("at", "another session is at this time")
        taken |= {session.at} if session.live else set()
        sessions.append(session)
    return tuple(sessions)


def read_now(
    line: Table, zone: ZoneInfo, sessions: Sequence[Session], check_ins: Sequence[CheckIn]
) -> datetime:
    """The `now` of a line: not before a session that is completed, nor before a check-in."""
    now = read_time(line, "now", zone)
    for index, session in enumerate(sessions):
        if session.status is SessionStatus.COMPLETED and session.at > now:
            line.refuse("now", f"is before sessions[{index}], which is completed")
    for index, check_in in enumerate(check_ins):
        if check_in.at > now:
            line.refuse("now", f"is before check_ins[{index}]")
    return now


def read_quiet_hours(line: Table, protocol: Protocol) -> QuietHours:
    """The `quiet_hours` of a line, a pair of times of day, or the protocol's."""
    if not line.has("quiet_hours"):
        return protocol.quiet_hours
    clocks = line.items("quiet_hours")
    if len(clocks) != 2:
        line.refuse("quiet_hours", 'must be a pair of times such as ["21:00", "08:00"]')
    start, end = (
        read_clock(clock, line.path_of(f"quiet_hours[{index}]")) for index, clock in enumerate(clocks)
    )
    return QuietHours(start, end)


def read_check_ins(line: Table, protocol: Protocol, zone: ZoneInfo) -> tuple[CheckIn, ...]:
    """The `check_ins` of a line, in the order given, each of them possible."""
    check_ins = []
    for table in line.listed_tables("check_ins"):
        check_in = CheckIn(
            at=read_time(table, "at", zone),
            symptoms={name: _read_symptom(told, zone) for name, told in table.tables("symptoms")},
            acetaminophen_mg_24h=_read_optional_integer(table, "acetaminophen_mg_24h") or 0,
            taken=_read_taken(table, protocol, zone),
        )
        table.close()
        try:
            check_report(protocol, check_in)
        except CheckInError as error:
            table.refuse(error.field, error.reason)
        check_ins.append(check_in)
    return tuple(check_ins)


def _read_symptom(table: Table, zone: ZoneInfo) -> SymptomReport:
    report = SymptomReport(
        since=read_optional_time(table, "since", zone),
        until=read_optional_time(table, "until", zone),
        score=_read_optional_integer(table, "score"),
    )
    table.close()
    return report


def _read_taken(check_in: Table, protocol: Protocol, zone: ZoneInfo) -> dict[str, datetime | None]:
    if not check_in.has("taken"):
        return {}
    asked_about = {topic for rule in protocol.medicine_rules for topic in rule.topics}
    taken = {}
    for topic, table in check_in.tables("taken"):
        if topic not in asked_about:
            check_in.refuse(f"taken.{topic}", "unknown key")
        taken[topic] = read_optional_time(table, "at", zone)
        table.close()
    return taken


def _read_optional_integer(table: Table, key: str) -> int | None:
    return table.integer(key) if table.has(key) else None
