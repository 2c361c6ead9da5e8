"""How the tests of the plan tell a story: sessions by local time, segments and messages as short lines."""

import tomllib
from collections.abc import Sequence
from copy import deepcopy
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aftercare.domain.clinical_time import QuietHours
from aftercare.domain.protocol_document import load_protocol_text
from aftercare.domain.reminders import plan, plan_reasons
from aftercare.domain.timeline import Session, SessionStatus, Timeline, resolve

SHIPPED_TEXT = Path("fixtures/protocols/regenerative-injection.toml").read_text(encoding="utf-8")
SHIPPED_DOCUMENT = tomllib.loads(SHIPPED_TEXT)
PROTOCOL = load_protocol_text(SHIPPED_TEXT)
NEW_YORK = ZoneInfo("America/New_York")
LONDON = ZoneInfo("Europe/London")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
APIA = ZoneInfo("Pacific/Apia")
SAO_PAULO = ZoneInfo("America/Sao_Paulo")
USUAL_QUIET = PROTOCOL.quiet_hours
MONDAY = "2026-06-01T10:00"
NO_QUIET = QuietHours(time(), time())


def shipped_document() -> dict[str, Any]:
    """A fresh copy of the shipped document, to be spoilt."""
    return deepcopy(SHIPPED_DOCUMENT)


def instant(local: str, zone: ZoneInfo = NEW_YORK) -> datetime:
    """The UTC instant of a local time that exists once."""
    return datetime.fromisoformat(local).replace(tzinfo=zone).astimezone(UTC)


def local(moment: datetime | None, zone: ZoneInfo = NEW_YORK) -> str | None:
    """An instant as local time with offset."""
    return None if moment is None else moment.astimezone(zone).isoformat(timespec="minutes")


def session(at: str, status: str = "completed", zone: ZoneInfo = NEW_YORK, key: str = "") -> Session:
    """A session at a local time; its key is that time unless another is given."""
    return Session(instant(at, zone), SessionStatus(status), key or at)


def timeline(*sessions: Session, zone: ZoneInfo = NEW_YORK) -> Timeline:
    """The shipped protocol resolved."""
    return resolve(PROTOCOL, sessions, zone)


def told_segments(resolved: Timeline, topic: str) -> list[tuple[str, str | None]]:
    """The topic's statuses over all time, each with its local end."""
    return [(segment.status.value, local(segment.end, resolved.zone)) for segment in resolved.segments(topic)]


def told_reminders(
    sessions: Sequence[Session], now: str, quiet_hours: QuietHours = USUAL_QUIET, zone: ZoneInfo = NEW_YORK
) -> list[tuple[str | None, str | None, list[str]]]:
    """The plan at the local time `now`: due, expires and reasons of each message."""
    reminders = plan(resolve(PROTOCOL, sessions, zone), quiet_hours, instant(now, zone))
    return [
        (
            local(reminder.due_at, zone),
            local(reminder.expires_at, zone),
            [reason.reason.value for reason in reminder.reasons],
        )
        for reminder in reminders
    ]


def quiet(start: str, end: str) -> QuietHours:
    """Quiet hours by their clock times."""
    return QuietHours(time.fromisoformat(start), time.fromisoformat(end))


def reason_of(
    reason: str, at: str, quiet_hours: QuietHours = USUAL_QUIET, zone: ZoneInfo = NEW_YORK
) -> tuple[str | None, str | None]:
    """When the only reason of that kind of one completed session is due and expires."""
    resolved = timeline(session(at, zone=zone), zone=zone)
    found = [told for told in plan_reasons(resolved, quiet_hours, instant(at, zone)) if told.reason == reason]
    assert len(found) == 1
    return local(found[0].due_at, zone), local(found[0].expires_at, zone)


def dates_of(
    reason: str, sessions: list[Session], now: str, quiet_hours: QuietHours = USUAL_QUIET
) -> list[str]:
    """When the reasons of one kind are due, the expired ones too."""
    resolved = resolve(PROTOCOL, sessions, NEW_YORK)
    told = plan_reasons(resolved, quiet_hours, instant(now))
    return [str(local(planned.due_at)) for planned in told if planned.reason == reason]
