"""One row of the queue: a patient with their open flags, or a closed flag, in final strings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.domain.clinical_time import local_date
from aftercare.domain.protocol import Protocol
from aftercare.models import Flag, User
from aftercare.queries.flag_words import Origin, flag_detail, origin_of, seen_words
from aftercare.queries.grammar import capitalized
from aftercare.queries.nurse_queue_heard import Heard, heard
from aftercare.queries.session_words import area_text
from aftercare.queries.time_left import TimeLeft, time_left
from aftercare.queries.wording import When, format_brief, when_brief

OTHERS_AT_MOST = 6
"""Further flags of a patient that a row names; the flag's page has all of them."""


@dataclass(frozen=True, slots=True)
class OtherFlag:
    """A further open flag of the patient. `state` is the time left, or what was done and who has it; `late`
    where time is up, `is_left` where whoever has it is no longer here.
    """

    id: UUID
    href: str
    severity: str
    severity_text: str
    rule: str
    state: str
    late: bool
    is_left: bool


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One patient by their most pressing flag. `left` is None once a nurse has seen it; then `state` says so.
    `nurse` may be empty, `others` are the further flags and `more` says how many are not named.

    `free` are those of the named flags that nobody has in hand, `unseen` those that may be acknowledged: ids
    with spaces between, as the buttons send them; `free_share` and `unseen_share` say how many of the
    patient's flags that is, empty for all. `resolve_href` leads to resolving a seen one of one's own.
    `is_left` is true where whoever has it is no longer here.
    """

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
    heard: Heard | None
    others: tuple[OtherFlag, ...]
    more: str
    free: str
    free_share: str
    unseen: str
    unseen_share: str
    resolve_href: str
    is_left: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the rows, by which protocol's names and which clock."""

    user: User
    protocol: Protocol
    zone: ZoneInfo
    now: datetime

    def row(self, flags: Sequence[Any]) -> QueueRow:
        """The row of a patient's open flags, the one that gives them their place first, or of one closed
        flag.
        """
        flag, *others = named = flags[: OTHERS_AT_MOST + 1]
        more = len(flags) - 1 - len(others)
        closed = flag.resolved_at is not None
        waits = flag.acknowledged_at is None
        free = [one for one in named if one.holder_id is None and not closed]
        waiting = [one for one in named if one.acknowledged_at is None]
        unseen = [one for one in waiting if one.holder_id in (None, self.user.pk)]
        told = partial(self._other, is_told_apart=len(waiting) < len(named))
        href = reverse("flag", args=[flag.pk])
        return QueueRow(
            id=flag.pk,
            href=href,
            severity=flag.severity,
            severity_text=str(Flag.Severity(flag.severity).label),
            patient=flag.patient.user.full_name,
            where=self._where(flag),
            rule=flag.rule_name,
            detail=flag_detail(flag, flag.told, self.protocol, self.zone, self.now),
            raised=when_brief(flag.raised_at, self.zone, self.now),
            left=time_left(flag.raised_at, flag.due_at, self.now) if waits else None,
            state=self._state(flag),
            nurse=self._nurse(flag),
            closed=closed,
            heard=None if closed else self._heard(flags),
            others=tuple(map(told, others)),
            more=ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more} if more else "",
            free=" ".join(str(one.pk) for one in free),
            free_share=_share(free, flags),
            unseen=" ".join(str(one.pk) for one in unseen),
            unseen_share=_share(unseen, flags),
            resolve_href="" if closed or waits or flag.holder != self.user else f"{href}#resolve",
            is_left=_is_left(flag),
        )

    def _where(self, flag: Any) -> str:
        """The treated area and the day after its session: "Right hip, day 1"."""
        if flag.session is None:
            return _("before the first session")
        zone = flag.patient.tz
        day = (local_date(self.now, zone) - local_date(flag.session.at, zone)).days
        areas = sorted(area_text(one["area"], one["side"]) for one in flag.treated)
        return _("%(area)s, day %(day)d") % {"area": capitalized(", ".join(areas)), "day": day}

    def _other(self, flag: Any, *, is_told_apart: bool) -> OtherFlag:
        """`is_told_apart`: some of the row's flags were seen, and this one says whether it was."""
        left = time_left(flag.raised_at, flag.due_at, self.now) if flag.acknowledged_at is None else None
        waits = _("Not seen yet") if left and is_told_apart else ""
        said = [left.text if left and left.late else waits, self._state(flag), self._nurse(flag)]
        return OtherFlag(
            id=flag.pk,
            href=reverse("flag", args=[flag.pk]),
            severity=flag.severity,
            severity_text=str(Flag.Severity(flag.severity).label),
            rule=flag.rule_name,
            state=", ".join(one for one in said if one),
            late=left is not None and left.late,
            is_left=_is_left(flag),
        )

    def _heard(self, flags: Sequence[Any]) -> Heard | None:
        """None where a check-in told of it whose times were not accepted: heard, and not on record yet."""
        protocol = self.protocol
        if any(origin_of(one, one.told, protocol) is Origin.REFUSED for one in flags):
            return None
        raised_at = max(one.raised_at for one in flags)
        return heard(flags[0].heard, raised_at, protocol, self.zone, self.now)

    def _nurse(self, flag: Flag) -> str:
        """Who has it, or had it; whoever was let go since looks after no open flag."""
        nurse = flag.resolved_by or flag.holder
        if nurse is None:
            return ""
        if _is_left(flag):
            return _("%(name)s, no longer here") % {"name": nurse.full_name}
        return _("You") if nurse == self.user else nurse.full_name

    def _state(self, flag: Any) -> str:
        """What has been done: "Seen", until when it is put off, or what became of it and when."""
        if flag.resolved_at is None:
            if flag.snoozed_until is not None and flag.snoozed_until > self.now:
                time = format_brief(flag.snoozed_until, self.zone, self.now)
                return _("Put off until %(time)s") % {"time": time}
            return seen_words(flag, flag.told, self.zone, self.now)
        time = format_brief(flag.resolved_at, self.zone, self.now)
        return _("%(what)s, %(time)s") % {"what": flag.get_disposition_display(), "time": time}


def _is_left(flag: Flag) -> bool:
    """Whoever has this open flag is no longer here."""
    return flag.resolved_at is None and flag.holder is not None and not flag.holder.is_active


def _share(some: Sequence[Any], flags: Sequence[Any]) -> str:
    """Such as "1 of 2"; empty for all of them."""
    if len(some) == len(flags):
        return ""
    return _("%(count)d of %(all)d") % {"count": len(some), "all": len(flags)}
