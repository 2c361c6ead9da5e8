"""Re-planning: what a patient is to be told, reconciled with what is stored and what was already told.

One function, `replan`, whatever changed: a booking, a move, a cancellation, a completion, a zone, quiet hours, a
protocol version. It moves only what has not left yet, so running it twice changes nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from aftercare.domain.reminders import PlannedReason, plan
from aftercare.models import Patient, Reminder
from aftercare.queries.records import load_record

OUTSIDE_THE_PLAN = frozenset({"session-changed", "recheck", "message"})
"""Reasons that an event gives, not the plan: a re-planning keeps them."""

Slots = dict[datetime, list[PlannedReason]]


@transaction.atomic
def replan(
    *,
    patient: Patient,
    at: datetime,
    announce: Iterable[PlannedReason] = (),
    announce_now: Iterable[PlannedReason] = (),
) -> None:
    """Make the stored reminders of `patient` say what the plan says at `at`, and announce news besides.

    `announce` is told at `at`, or at the end of the patient's quiet hours; `announce_now` in quiet hours too.
    Serialized per patient.
    """
    locked = Patient.objects.select_for_update().get(pk=patient.pk)
    locked.plan_revision += 1
    locked.save(update_fields=["plan_revision"])
    patient.plan_revision = locked.plan_revision
    stored = list(locked.reminders.order_by("due_at", "id").select_for_update())
    unsent = [row for row in stored if _has_not_left(row)]
    told = {
        one["key"] for row in stored if row not in unsent and row.state != "cancelled" for one in row.reasons
    }
    wanted, missed = _wanted(locked, at, told)
    for row in unsent:
        for reason in _kept(row):
            wanted[row.due_at].append(reason)
    _gather_overdue(wanted, unsent, patient=locked, at=at)
    for reason in announce:
        wanted[_due_now(locked, reason.expires_at, at)].append(reason)
    for reason in announce_now:
        wanted[at].append(reason)
    _reconcile(locked, unsent, wanted, at)
    _record_missed(locked, missed, at)


def announcement(reason: str, key: str, at: datetime, hours: int = 24) -> PlannedReason:
    """A reason outside the plan, told at once; it expires `hours` after `at`."""
    return PlannedReason(
        reason=reason, key=f"{reason}:{key}", expires_at=at + timedelta(hours=hours), session=None
    )


def _has_not_left(row: Reminder) -> bool:
    return row.state in (Reminder.State.PLANNED, Reminder.State.CLAIMED) and row.attempts == 0


def _wanted(patient: Patient, at: datetime, told: set[str]) -> tuple[Slots, Slots]:
    """What the plan wants to tell that was not told yet, by slot; and what it is too late for."""
    record = load_record(patient=patient, with_check_ins=False)
    wanted: Slots = defaultdict(list)
    missed: Slots = defaultdict(list)
    for reminder in plan(record.timeline, patient.quiet_hours, at):
        for reason in reminder.reasons:
            if reason.key not in told:
                (missed if reason.expires_at <= at else wanted)[reminder.due_at].append(reason)
    return wanted, missed


def _kept(row: Reminder) -> list[PlannedReason]:
    return [_from_stored(one) for one in row.reasons if one["reason"] in OUTSIDE_THE_PLAN]


def _gather_overdue(wanted: Slots, unsent: list[Reminder], *, patient: Patient, at: datetime) -> None:
    """Fold everything already due into one message: the stored one where it says the same, else one now."""
    overdue = sorted(due for due in wanted if due <= at)
    reasons = [reason for due in overdue for reason in wanted.pop(due)]
    reasons = [reason for reason in reasons if reason.expires_at > at]
    if not reasons:
        return
    same = [row for row in unsent if row.due_at <= at and _keys(row) == {reason.key for reason in reasons}]
    if same:
        wanted[same[0].due_at].extend(reasons)
        return
    for reason in reasons:
        wanted[_due_now(patient, reason.expires_at, at)].append(reason)


def _due_now(patient: Patient, expires_at: datetime, at: datetime) -> datetime:
    quiet_end = patient.quiet_hours.end_after(at, patient.tz)
    return quiet_end if quiet_end < expires_at else at


def _reconcile(patient: Patient, unsent: list[Reminder], wanted: Slots, at: datetime) -> None:
    kept: set[datetime] = set()
    for row in unsent:
        reasons = wanted.get(row.due_at)
        if reasons and row.due_at not in kept and _keys(row) == {reason.key for reason in reasons}:
            kept.add(row.due_at)
            Reminder.objects.filter(pk=row.pk).update(plan_revision=patient.plan_revision)
        else:
            _end(row, Reminder.State.CANCELLED, "the plan changed", at)
    Reminder.objects.bulk_create(
        _row(patient, due_at, reasons, at) for due_at, reasons in sorted(wanted.items()) if due_at not in kept
    )


def _record_missed(patient: Patient, missed: Slots, at: datetime) -> None:
    for due_at, reasons in sorted(missed.items()):
        row = _row(patient, due_at, reasons, at)
        row.state = Reminder.State.SKIPPED
        row.state_reason = "its time was over when it was planned"
        row.save(force_insert=True)


def _row(patient: Patient, due_at: datetime, reasons: list[PlannedReason], at: datetime) -> Reminder:
    ordered = sorted(reasons, key=lambda reason: reason.key)
    return Reminder(
        patient=patient,
        due_at=due_at,
        expires_at=max(reason.expires_at for reason in ordered),
        reasons=[_to_stored(reason) for reason in ordered],
        state_at=at,
        plan_revision=patient.plan_revision,
    )


def _end(row: Reminder, state: str, why: str, at: datetime) -> None:
    row.state, row.state_at, row.state_reason, row.leased_until = state, at, why, None
    row.save(update_fields=["state", "state_at", "state_reason", "leased_until"])


def _keys(row: Reminder) -> set[str]:
    return {one["key"] for one in row.reasons}


def _to_stored(reason: PlannedReason) -> dict[str, str]:
    return {"reason": reason.reason, "key": reason.key, "expires_at": reason.expires_at.isoformat()}


def _from_stored(stored: dict[str, str]) -> PlannedReason:
    return PlannedReason(
        reason=stored["reason"],
        key=stored["key"],
        expires_at=datetime.fromisoformat(stored["expires_at"]),
        session=None,
    )
