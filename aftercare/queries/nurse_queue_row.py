"""One row of the queue: a flag in final strings."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import local_date
from aftercare.domain.protocol import Protocol
from aftercare.models import Flag, User
from aftercare.queries.flag_words import flag_detail
from aftercare.queries.session_words import areas_words
from aftercare.queries.time_left import TimeLeft, time_left
from aftercare.queries.wording import When, format_brief, when_brief


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One flag. `left` is None once a nurse has seen it; then `state` says so. `nurse` may be empty."""

    id: UUID
    href: str
    severity: str
    severity_text: str
    patient: str
    where: str
    rule: str
    detail: str
    raised: When
    left: TimeLeft | None
    state: str
    nurse: str
    closed: bool


def queue_row(flag: Flag, user: User, protocol: Protocol, zone: ZoneInfo, now: datetime) -> QueueRow:
    """The row of `flag` for the nurse `user`; its session's areas and its evidence are at hand."""
    waits = flag.acknowledged_at is None
    return QueueRow(
        id=flag.pk,
        href=reverse("flag", args=[flag.pk]),
        severity=flag.severity,
        severity_text=str(flag.get_severity_display()),
        patient=flag.patient.user.full_name,
        where=_where(flag, now),
        rule=flag.rule_name,
        detail=flag_detail(flag, list(flag.evidence.all()), protocol, zone, now),
        raised=when_brief(flag.raised_at, zone, now),
        left=time_left(flag.raised_at, flag.due_at, now) if waits else None,
        state=_state(flag, zone, now),
        nurse=_nurse(flag, user),
        closed=flag.resolved_at is not None,
    )


def _where(flag: Flag, now: datetime) -> str:
    """The treated area and the day after its session: "Right hip, day 1"."""
    if flag.session is None:
        return _("before the first session")
    zone = flag.patient.tz
    day = (local_date(now, zone) - local_date(flag.session.at, zone)).days
    return _("%(area)s, day %(day)d") % {"area": areas_words(flag.session.areas.all()), "day": day}


def _nurse(flag: Flag, user: User) -> str:
    """Who has it, or had it; whoever was let go since looks after no open flag."""
    nurse = flag.resolved_by or flag.holder
    if nurse is None:
        return ""
    if flag.resolved_at is None and not nurse.is_active:
        return _("%(name)s, no longer here") % {"name": nurse.full_name}
    return _("You") if nurse == user else nurse.full_name


def _state(flag: Flag, zone: ZoneInfo, now: datetime) -> str:
    """What has been done: "Seen", or what became of it and when."""
    if flag.resolved_at is None:
        if flag.snoozed_until is not None and flag.snoozed_until > now:
            return _("Put off until %(time)s") % {"time": format_brief(flag.snoozed_until, zone, now)}
        return "" if flag.acknowledged_at is None else _("Seen")
    closed = {"what": flag.get_disposition_display(), "time": format_brief(flag.resolved_at, zone, now)}
    return _("%(what)s, %(time)s") % closed
