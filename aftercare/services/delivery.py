"""Delivery: a chunk of claimed messages is sent one by one. Intent committed, sent, recorded.

A crash between the intent and the record is seen: the lease brings the message back as unknown, and it is
tried once more. What became of one message is recorded with the intent of the next, in one statement.
"""

import logging
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from aftercare.models import Channel, Escalation, Flag, Patient, Reminder
from aftercare.models.outgoing import Outcome, OutgoingQuerySet, State, Why
from aftercare.notifications.channel import ChannelDown, DeliveryError, Letter
from aftercare.notifications.post import Post
from aftercare.services.letters import escalation_letter, reminder_letter
from aftercare.services.outreach import LEASE
from aftercare.services.undeliverable import give_up_address

logger = logging.getLogger(__name__)

Now = Callable[[], datetime]

ATTEMPTS_AT_MOST = 6
FIRST_PAUSE = timedelta(seconds=settings.OUTREACH_PAUSE_SECONDS)
"""The pause after the first try; it doubles with each, so the last one comes about half an hour later."""
HOST_PAUSE = FIRST_PAUSE
"""The pause where the provider could not be reached at all; that is no try."""
CHUNK_TIME = timedelta(seconds=40)
"""What is not begun by then is given back: the task's time limit must not cut a message in two."""


def pause_after(attempt: int) -> timedelta:
    """How long to wait after a try that was refused for now: twice as long each time, with some jitter."""
    return _jittered(FIRST_PAUSE * 2 ** (attempt - 1))


def _jittered(pause: timedelta) -> timedelta:
    """About `pause`: what failed together must not come back together."""
    return pause * random.uniform(0.8, 1.2)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of message: where it is kept, what it says, what ends one that must not be sent or failed."""

    messages: OutgoingQuerySet
    letter: Callable[[Any, datetime], Letter]
    turn_away: Callable[[UUID, datetime], None]
    fail: Callable[[Any, Outcome], None]


def deliver_reminders(*, ids: Sequence[UUID], post: Post, now: Now) -> Counter[str]:
    """Send claimed reminders; returns what became of how many."""
    found = Reminder.objects.filter(pk__in=ids).select_related("patient__user__clinic")
    rows = {row.pk: row for row in found.prefetch_related("patient__push_subscriptions")}
    kind = Kind(Reminder.objects.all(), reminder_letter, _turn_away_reminder, _fail_reminder)
    return _deliver(kind, rows, ids, post, now)


def deliver_escalations(*, ids: Sequence[UUID], post: Post, now: Now) -> Counter[str]:
    """Send claimed escalations, but not those whose flags have all been taken on. Returns the same."""
    rows = {row.pk: row for row in Escalation.objects.filter(pk__in=ids).select_related("clinic")}
    kind = Kind(Escalation.objects.all(), escalation_letter, _turn_away_escalation, _fail_escalation)
    return _deliver(kind, rows, ids, post, now)


def _deliver(kind: Kind, rows: Mapping[UUID, Any], ids: Sequence[UUID], post: Post, now: Now) -> Counter[str]:
    """Send each row of `rows` in the order of `ids`, for as long as the chunk's time lasts.

    Returns the states that tries ended in (`untold` where that is not known); the others are `not_begun`.
    """
    ends_at = now() + CHUNK_TIME
    left = [rows[one] for one in ids if one in rows]
    done: Outcome | None = None
    became: Counter[str] = Counter()
    while left:
        row, at = left[0], now()
        if at >= ends_at:
            kind.messages.give_back(ids=[one.pk for one in left], why=Why.GIVEN_BACK, next_at=at, at=at)
            break
        try:
            post.ready(Channel(row.channel))
        except ChannelDown:
            waits = [one for one in left if one.channel == row.channel]
            left = [one for one in left if one.channel != row.channel]
            _wait_for_provider(kind, waits, at)
            continue
        left.pop(0)
        attempt = kind.messages.intend(message_id=row.pk, at=at, lease=LEASE, done=done)
        done = None
        if attempt is None:
            kind.turn_away(row.pk, at)
        else:
            done = _try(row, attempt, kind.letter, post, now)
            became[str(done.state) if done else "untold"] += 1
            if done is not None and done.state == State.FAILED:
                kind.fail(row, done)
                done = None
    if done is not None:
        kind.messages.record(done)
    became["not_begun"] = len(ids) - became.total()
    return became


def _wait_for_provider(kind: Kind, rows: Sequence[Any], at: datetime) -> None:
    ids = [one.pk for one in rows]
    next_at = at + _jittered(HOST_PAUSE)
    kind.messages.give_back(ids=ids, why=Why.PROVIDER_SILENT, next_at=next_at, at=at)
    logger.warning("%s messages wait: the provider of %s cannot be reached", len(ids), rows[0].channel)


def _try(
    row: Any, attempt: int, letter: Callable[[Any, datetime], Letter], post: Post, now: Now
) -> Outcome | None:
    """What became of one try; None where that cannot be told: its lease will bring the row back."""
    try:
        post.send(_make(letter, row, now()))
    except DeliveryError as error:
        if error.why == Why.NOT_WRITTEN:  # by its id only: what broke it may hold words of a patient
            kind, cause = row._meta.model_name, type(error.__cause__).__name__
            logger.error("%s %s: cannot be written (%s)", kind, row.pk, cause)
        if error.why == Why.ADDRESS_REFUSED and isinstance(row, Reminder):
            give_up_address(patient=row.patient, channel=Channel(row.channel), at=now())
        return _refused(row, attempt, error, now())
    except Exception:
        # one message that cannot be handed over must not hold up the others
        logger.exception("%s %s: not known whether it left", row._meta.model_name, row.pk)
        return None
    return Outcome(row.pk, attempt, State.SENT, now())


def _make(letter: Callable[[Any, datetime], Letter], row: Any, at: datetime) -> Letter:
    """The letter of a message. Raises DeliveryError where it cannot be made."""
    try:
        return letter(row, at)
    except Exception as error:
        raise DeliveryError(Why.NOT_WRITTEN) from error


def _refused(row: Any, attempt: int, error: DeliveryError, at: datetime) -> Outcome:
    """The outcome of a try that the channel did not confirm."""
    again_at = at + pause_after(attempt)
    if error.unknown:
        next_at = again_at if row.unknowns == 0 else None
        return Outcome(row.pk, attempt, State.UNKNOWN, at, error.why, next_at)
    if error.permanent or attempt >= ATTEMPTS_AT_MOST:
        return Outcome(row.pk, attempt, State.FAILED, at, error.why)
    waiting = State.UNKNOWN if row.unknowns else State.PLANNED
    return Outcome(row.pk, attempt, waiting, at, error.why, again_at)


@transaction.atomic
def _turn_away_reminder(reminder_id: UUID, at: datetime) -> None:
    """End a claimed reminder that must not be sent, and say why.

    One of a plan that has moved on waits until that plan is made again, which knows what becomes of it.
    """
    patient_id = Reminder.objects.values_list("patient_id", flat=True).get(pk=reminder_id)
    patient = Patient.objects.locked(patient_id)
    reminder = Reminder.objects.select_for_update().get(pk=reminder_id)
    if reminder.state != State.CLAIMED:
        return
    if reminder.plan_revision != patient.plan_revision:
        Reminder.objects.give_back(ids=[reminder_id], why=Why.PLAN_CHANGED, next_at=at, at=at)
        Patient.objects.filter(pk=patient_id).update(replan_at=at)
    elif reminder.expires_at <= at:
        reminder.pass_to(State.EXPIRED, at=at, why=Why.TIME_RAN_OUT)
    else:
        reminder.pass_to(State.FAILED, at=at, why=Why.ADDRESS_REFUSED)
        _plan_without(reminder, at)


@transaction.atomic
def _fail_reminder(reminder: Reminder, outcome: Outcome) -> None:
    """Keep that a reminder has failed, and that its patient's plan has to go on without it."""
    Patient.objects.locked(reminder.patient_id)  # first, as a re-planning does
    Reminder.objects.record(outcome)
    _plan_without(reminder, outcome.at)


def _plan_without(reminder: Reminder, at: datetime) -> None:
    """What was merged into a reminder that has failed is planned anew; what must be told may go by e-mail."""
    if (reminder.channel != Channel.EMAIL and not reminder.is_routine) or reminder.merged.exists():
        Patient.objects.filter(pk=reminder.patient_id).update(replan_at=at)


def _fail_escalation(escalation: Escalation, outcome: Outcome) -> None:
    Escalation.objects.record(outcome)


@transaction.atomic
def _turn_away_escalation(escalation_id: UUID, at: datetime) -> None:
    """End a claimed escalation whose flags have been taken on, or whose successor is due."""
    escalation = Escalation.objects.select_for_update().get(pk=escalation_id)
    if escalation.state != State.CLAIMED:
        return
    if Flag.objects.unacknowledged().filter(escalations=escalation).exists():
        escalation.pass_to(State.EXPIRED, at=at, why=Why.TIME_RAN_OUT)
    else:
        escalation.pass_to(State.SKIPPED, at=at, why=Why.ANSWERED)
