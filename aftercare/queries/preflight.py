"""What a date for a session would do, before anybody books it: pure, from the record; nothing is stored."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from aftercare.domain.timeline import Session, SessionStatus, Timeline, resolve
from aftercare.models import TreatmentSession
from aftercare.queries.asked import Asked
from aftercare.queries.desk import Desk
from aftercare.queries.plan_moves import Move, Told, Untold, find_moves, find_told, find_untold, news_at
from aftercare.queries.preflight_remarks import (
    Remark,
    clock_remarks,
    closed_remarks,
    gap_remarks,
    interval_remarks,
    is_too_close,
    past_remark,
    pause_remarks,
    place_remarks,
    zone_remarks,
)
from aftercare.queries.records import ClinicalRecord
from aftercare.queries.wording import format_instant, when

NEW = "new"
"""The key of a session that is not stored yet."""


@dataclass(frozen=True, slots=True)
class Preflight:
    """A change of the sessions as staff see it before it is made. `too_close`: it needs a reason.

    `told`, `untold`, `moves`: the difference to the plan that stands; `column` heads the plan that would.
    """

    title: str
    column: str
    remarks: tuple[Remark, ...]
    told: tuple[Told, ...]
    untold: tuple[Untold, ...]
    moves: tuple[Move, ...]
    too_close: bool = False


def preflights(record: ClinicalRecord, desk: Desk, asked: Asked, now: datetime) -> tuple[Preflight, ...]:
    """What each session that is asked for would do, the earlier ones booked; the desk is looked up."""
    found = []
    for at in asked.times:
        found.append(preflight(record, desk, asked, at, now))
        record = record.with_session(TreatmentSession(at=at, scheduled_at=at))
    return tuple(found)


def preflight(record: ClinicalRecord, desk: Desk, asked: Asked, at: datetime, now: datetime) -> Preflight:
    """What one session would do at `at`, new or moved there."""
    clinic_zone = record.patient.clinic.tz
    words = _("If you move it to %(time)s") if asked.moved else _("If you book %(time)s")
    title = words % {"time": format_instant(at, clinic_zone, now)}
    column = _("If moved") if asked.moved else _("If booked")
    if at <= now:
        return Preflight(title, column, remarks=(past_remark(),), told=(), untold=(), moves=())
    others = live_others(record, asked.moved)
    candidate = Session(at=at, status=SessionStatus.SCHEDULED, key=str(asked.moved or NEW), booked_at=now)
    after = resolve(record.protocol, _in_order([*others, candidate]), record.patient.tz)
    number = sum(other.at < at for other in others) + 1
    slot = desk.slot(at, asked.treatment)
    stays = any(row.pk == asked.moved and row.scheduled_at == at for row in record.session_rows)
    no_place = place_remarks(desk, slot, record.patient.pk, asked.wish)
    session = Told(when(at, after.zone, now), _("Session %(number)d") % {"number": number}, session=True)
    return Preflight(
        title=title,
        column=column,
        remarks=(
            *no_place,
            *_remarks(record, others, after, at, now),
            *([] if no_place else closed_remarks(desk, slot)),
        ),
        told=_in_time(
            *([] if stays else [news(record, now)]),
            *find_told(record.timeline, after, record.patient.quiet_hours, now),
            session,
        ),
        untold=find_untold(record.timeline, after, record.patient.quiet_hours, now),
        moves=find_moves(record.timeline, after, now),
        too_close=is_too_close(record, others, at),
    )


def preflight_without(record: ClinicalRecord, dropped: UUID, now: datetime, *, tell: bool) -> Preflight:
    """What the plan becomes without one session; with `tell` the patient hears of it at once.

    Nobody hears anything who is out of care.
    """
    after = resolve(record.protocol, live_others(record, dropped), record.patient.tz)
    quiet, hears = record.patient.quiet_hours, record.patient.in_care
    told = find_told(record.timeline, after, quiet, now) if hears else []
    return Preflight(
        title=_("What it does to the plan"),
        column=_("If cancelled") if tell else _("If missed"),
        remarks=(),
        told=_in_time(news(record, now), *told) if tell and hears else tuple(told),
        untold=find_untold(record.timeline, after, quiet, now) if hears else (),
        moves=find_moves(record.timeline, after, now),
    )


def news(record: ClinicalRecord, now: datetime) -> Told:
    """What the patient is told of any change: at once, or when the quiet hours end."""
    told_at = news_at(record.patient.quiet_hours, record.patient.tz, now)
    return Told(when(told_at, record.patient.tz, now), _("Your sessions have changed"))


def live_others(record: ClinicalRecord, without: UUID | None) -> list[Session]:
    """The live sessions of the record but one, in order of time."""
    return _in_order([one for one in record.sessions if one.live and one.key != str(without)])


def _remarks(
    record: ClinicalRecord, others: list[Session], after: Timeline, at: datetime, now: datetime
) -> tuple[Remark, ...]:
    earlier = [other.at for other in others if other.at <= at]
    return (
        *zone_remarks(record, at, now),
        *interval_remarks(record, others, at),
        *pause_remarks(record, at, now),
        *gap_remarks(record, others, after, at, now),
        *clock_remarks(max([*earlier, now]), at, after.zone),
    )


def _in_order(sessions: list[Session]) -> list[Session]:
    return sorted(sessions, key=lambda session: session.at)


def _in_time(*told: Told) -> tuple[Told, ...]:
    return tuple(sorted(told, key=lambda step: datetime.fromisoformat(step.when.datetime_attr)))
