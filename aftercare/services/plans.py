"""Re-planning: what a patient is to be told, reconciled with what is stored and what was already told.

One function, `replan`, whatever changed: a booking, a move, a cancellation, a completion, a zone, quiet
hours, the channels, a protocol version, the end of care. It moves only what has not left yet, so running it
twice changes nothing.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import transaction

from aftercare.domain.reminders import PlannedReason, plan_reasons
from aftercare.models import Channel, Patient, Reminder
from aftercare.models.reminders import OUTSIDE_THE_PLAN
from aftercare.queries.records import load_record
from aftercare.services.news import News, Slots, StoredReminders, announcement

State, Why = Reminder.State, Reminder.Why

__all__ = ["News", "announcement", "replan"]


@transaction.atomic
def replan(
    *,
    patient: Patient,
    at: datetime,
    announce: Iterable[News] = (),
    announce_now: Iterable[News] = (),
    withdraw: Collection[str] = (),
) -> None:
    """Make the stored reminders of `patient` say what the plan says at `at`, and announce news besides.

    `announce` is told at `at`, or at the end of the patient's quiet hours; `announce_now` in quiet hours too.
    What was announced under the keys `withdraw` is not told any more, where it has not left.
    Serialized per patient. Nothing is announced to somebody who is no longer in the clinic's care.
    """
    locked = Patient.objects.locked(patient.pk)
    locked.plan_revision += 1
    locked.replan_at = None
    locked.save(update_fields=["plan_revision", "replan_at"])
    patient.plan_revision = locked.plan_revision
    rows = list(locked.reminders.order_by("due_at", "id").select_for_update())
    reasons = _reasons(locked, at)
    _settle_unknown(locked, rows, {reason.key for reason in reasons if not reason.expired(at)}, at)
    stored = StoredReminders(rows, email_works=locked.user.email_undeliverable_at is None)
    wanted = _wanted(locked, reasons, stored, withdraw, at)
    if locked.in_care:
        for news in announce:
            wanted[_now_or_after_quiet_hours(locked, news, at)].append(news)
        wanted[at].extend(announce_now)
    for channel in Channel:
        _reconcile(locked, channel, stored, wanted, at)
    _record_missed(locked, reasons, stored, at)


def _reasons(patient: Patient, at: datetime) -> tuple[PlannedReason, ...]:
    """What the plan tells, over or not; nothing to somebody who is no longer in care."""
    if not patient.in_care:
        return ()
    record = load_record(patient=patient, with_check_ins=False)
    return plan_reasons(record.timeline, patient.quiet_hours, at)


def _wanted(
    patient: Patient,
    reasons: Iterable[PlannedReason],
    stored: StoredReminders,
    withdraw: Collection[str],
    at: datetime,
) -> Slots:
    """What is to be told, by slot: the plan's, and what events gave and has not left.

    What is already due is one message: the stored one where it says the same, else one now.
    """
    wanted = Slots(list)
    waiting = {one.key: row.due_at for row in stored.unsent if row.due_at <= at for one in stored.says(row)}
    for reason in reasons:
        if reason.expired(at):
            continue
        news = News(str(reason.reason), reason.key, reason.expires_at)
        slot = reason.due_at
        if slot <= at:
            slot = waiting.get(news.key) or _now_or_after_quiet_hours(patient, news, at)
        wanted[slot].append(news)
    if patient.in_care:
        for row in stored.unsent:
            kept = {one for one in stored.says(row) if not one.is_routine and one.key not in withdraw}
            wanted[row.due_at].extend(kept.difference(wanted[row.due_at]))
        for news in stored.to_tell_again(at, withdraw):
            wanted[_now_or_after_quiet_hours(patient, news, at)].append(news)
    return wanted


def _now_or_after_quiet_hours(patient: Patient, news: News, at: datetime) -> datetime:
    quiet_end = patient.quiet_hours.end_after(at, patient.tz)
    return quiet_end if quiet_end < news.expires_at else at


def _reconcile(
    patient: Patient,
    channel: Channel,
    stored: StoredReminders,
    wanted: Mapping[datetime, list[News]],
    at: datetime,
) -> None:
    """Of one channel: keep the rows that say what is wanted, end the others, add what is missing."""
    unsent = stored.of_channel(channel)
    here: dict[datetime, list[News]] = {}
    for due_at, news in wanted.items():
        told_here = [
            one
            for one in news
            if _goes_by(patient, channel, one, stored) and not stored.is_told(one.key, channel)
        ]
        if told_here:
            here[due_at] = told_here
    kept = {row.due_at: row for row in unsent if stored.says(row) == {*here.get(row.due_at, ())}}
    rows = [row.pk for row in kept.values()]
    Reminder.objects.filter(pk__in=rows).update(plan_revision=patient.plan_revision)
    patient.reminders.filter(pk__in=[row.pk for row in unsent]).exclude(pk__in=rows).update(
        **_dropped(patient, channel, at)
    )
    Reminder.objects.bulk_create(
        _row(patient, channel, due_at, news, at, next_at=due_at)
        for due_at, news in sorted(here.items())
        if due_at not in kept
    )


def _to_store(news: Iterable[News]) -> list[dict[str, str]]:
    """The reasons of one message, in the order in which they are stored."""
    return [one.to_store() for one in sorted(news, key=lambda one: one.key)]


def _goes_by(patient: Patient, channel: Channel, news: News, stored: StoredReminders) -> bool:
    """Whether `news` goes out on `channel`; what must be told goes by e-mail where no channel is chosen, or
    where one that is chosen refused it.
    """
    channels = patient.channels
    if channel in channels:
        return True
    by_email_anyway = not channels or stored.goes_by_email_instead(news)
    return channel == Channel.EMAIL and not news.is_routine and by_email_anyway


def _settle_unknown(patient: Patient, rows: Iterable[Reminder], planned: set[str], at: datetime) -> None:
    """What may have left is tried once more only while the plan still says all of it."""
    for row in rows:
        if not row.unknowns or (row.state != State.CLAIMED and row.next_at is None):
            continue
        outside = {one["key"] for one in row.reasons if one["reason"] in OUTSIDE_THE_PLAN}
        if patient.in_care and row.keys <= planned | outside:
            Reminder.objects.filter(pk=row.pk).update(plan_revision=patient.plan_revision)
        else:
            dropped = _dropped(patient, Channel(row.channel), at)
            Reminder.objects.filter(pk=row.pk).update(**dropped)
            row.state = State.CANCELLED


def _dropped(patient: Patient, channel: Channel, at: datetime) -> dict[str, object]:
    """What a row becomes that is not wanted any more."""
    why = Why.PLAN_CHANGED
    if not patient.in_care:
        why = Why.CARE_ENDED
    elif channel not in patient.channels:
        why = Why.CHANNEL_OFF
    ended: dict[str, object] = {"state": State.CANCELLED, "state_at": at, "state_reason": why}
    return ended | {"leased_until": None, "next_at": None}


def _record_missed(
    patient: Patient, reasons: Iterable[PlannedReason], stored: StoredReminders, at: datetime
) -> None:
    """What came too late to be told is on record too, once."""
    missed = Slots(list)
    told = stored.told_anywhere
    for reason in reasons:
        if reason.expired(at) and reason.key not in told:
            missed[reason.due_at].append(News(str(reason.reason), reason.key, reason.expires_at))
    channel = next(iter(patient.channels), Channel.EMAIL)
    Reminder.objects.bulk_create(
        _row(patient, channel, due_at, news, at, state=State.SKIPPED, state_reason=Why.PLANNED_TOO_LATE)
        for due_at, news in sorted(missed.items())
    )


def _row(
    patient: Patient, channel: Channel, due_at: datetime, news: list[News], at: datetime, **more: object
) -> Reminder:
    return Reminder(
        patient=patient,
        channel=channel,
        due_at=due_at,
        expires_at=max(one.expires_at for one in news),
        reasons=_to_store(news),
        state_at=at,
        plan_revision=patient.plan_revision,
        **more,
    )
