"""Re-planning: what a patient is to be told, reconciled with what is stored and what was already told.

One function, `replan`, whatever changed: a booking, a move, a cancellation, a completion, a zone, quiet
hours, a protocol version. It moves only what has not left yet, so running it twice changes nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from aftercare.domain.reminders import plan_reasons
from aftercare.models import Patient, Reminder
from aftercare.queries.records import load_record

OUTSIDE_THE_PLAN = frozenset({"session-changed", "recheck", "message"})
"""Reasons that an event gives, not the plan: a re-planning keeps them."""


@dataclass(frozen=True, slots=True)
class News:
    """One reason to write to a patient, as a reminder stores it. The same `key` is never told twice."""

    reason: str
    key: str
    expires_at: datetime

    @classmethod
    def read(cls, stored: dict[str, str]) -> "News":
        """The reason a reminder holds."""
        return cls(stored["reason"], stored["key"], datetime.fromisoformat(stored["expires_at"]))

    def to_store(self) -> dict[str, str]:
        """The reason as JSON."""
        return {"reason": self.reason, "key": self.key, "expires_at": self.expires_at.isoformat()}


Slots = defaultdict[datetime, list[News]]


def announcement(reason: str, about: object, at: datetime, hours: int = 24) -> News:
    """A reason outside the plan, told from `at` on; it expires `hours` later."""
    return News(reason, f"{reason}:{about}", at + timedelta(hours=hours))


@transaction.atomic
def replan(
    *,
    patient: Patient,
    at: datetime,
    announce: Iterable[News] = (),
    announce_now: Iterable[News] = (),
) -> None:
    """Make the stored reminders of `patient` say what the plan says at `at`, and announce news besides.

    `announce` is told at `at`, or at the end of the patient's quiet hours; `announce_now` in quiet hours too.
    Serialized per patient.
    """
    locked = Patient.objects.select_for_update().get(pk=patient.pk)
    locked.plan_revision += 1
    locked.save(update_fields=["plan_revision"])
    patient.plan_revision = locked.plan_revision
    unsent, told = _stored(locked)
    wanted, missed = _plan(locked, at, told)
    _gather_overdue(wanted, unsent, patient=locked, at=at)
    for news in announce:
        wanted[_now_or_after_quiet_hours(locked, news, at)].append(news)
    wanted[at].extend(announce_now)
    _reconcile(locked, unsent, wanted, at)
    _record_missed(locked, missed, at)


def _stored(patient: Patient) -> tuple[list[Reminder], set[str]]:
    """The reminders that have not left yet, locked, and the keys of what those that left have told."""
    live = patient.reminders.exclude(state=Reminder.State.CANCELLED)
    rows = list(live.order_by("due_at", "id").select_for_update())
    told = {one["key"] for row in rows if not row.has_not_left for one in row.reasons}
    return [row for row in rows if row.has_not_left], told


def _plan(patient: Patient, at: datetime, told: set[str]) -> tuple[Slots, Slots]:
    """What the plan wants to tell that was not told yet, by slot; and what it is too late for."""
    record = load_record(patient=patient, with_check_ins=False)
    wanted, missed = Slots(list), Slots(list)
    for reason in plan_reasons(record.timeline, patient.quiet_hours, at):
        if reason.key not in told:
            slots = missed if reason.expired(at) else wanted
            slots[reason.due_at].append(News(str(reason.reason), reason.key, reason.expires_at))
    return wanted, missed


def _gather_overdue(wanted: Slots, unsent: list[Reminder], *, patient: Patient, at: datetime) -> None:
    """Fold what is already due into one message: the stored one where it says the same, else one now.

    What an event gave and has not left is kept where it is.
    """
    overdue = [news for due_at in sorted(wanted) if due_at <= at for news in wanted[due_at]]
    for due_at in [due_at for due_at in wanted if due_at <= at]:
        del wanted[due_at]
    waiting = {key: row.due_at for row in unsent if row.due_at <= at for key in row.keys}
    for news in overdue:
        slot = waiting.get(news.key) or _now_or_after_quiet_hours(patient, news, at)
        wanted[slot].append(news)
    for row in unsent:
        kept = [News.read(one) for one in row.reasons if one["reason"] in OUTSIDE_THE_PLAN]
        if kept:
            wanted[row.due_at].extend(kept)


def _now_or_after_quiet_hours(patient: Patient, news: News, at: datetime) -> datetime:
    quiet_end = patient.quiet_hours.end_after(at, patient.tz)
    return quiet_end if quiet_end < news.expires_at else at


def _reconcile(patient: Patient, unsent: list[Reminder], wanted: Slots, at: datetime) -> None:
    """Keep the rows that say what is wanted, end the others, add what is missing."""
    kept = {
        row.due_at: row for row in unsent if row.keys == {news.key for news in wanted.get(row.due_at, ())}
    }
    rows = [row.pk for row in kept.values()]
    Reminder.objects.filter(pk__in=rows).update(plan_revision=patient.plan_revision)
    patient.reminders.filter(pk__in=[row.pk for row in unsent]).exclude(pk__in=rows).update(
        state=Reminder.State.CANCELLED, state_at=at, state_reason=Reminder.Why.PLAN_CHANGED, leased_until=None
    )
    Reminder.objects.bulk_create(
        _row(patient, due_at, news, at)
        for due_at, news in sorted(wanted.items())
        if news and due_at not in kept
    )


def _record_missed(patient: Patient, missed: Slots, at: datetime) -> None:
    """What came too late to be told is on record too."""
    Reminder.objects.bulk_create(
        _row(
            patient,
            due_at,
            news,
            at,
            state=Reminder.State.SKIPPED,
            state_reason=Reminder.Why.PLANNED_TOO_LATE,
        )
        for due_at, news in sorted(missed.items())
    )


def _row(patient: Patient, due_at: datetime, news: list[News], at: datetime, **state: str) -> Reminder:
    return Reminder(
        patient=patient,
        due_at=due_at,
        expires_at=max(one.expires_at for one in news),
        reasons=[one.to_store() for one in sorted(news, key=lambda one: one.key)],
        state_at=at,
        plan_revision=patient.plan_revision,
        **state,
    )
