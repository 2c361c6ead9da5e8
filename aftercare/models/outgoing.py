"""What leaves the portal: one message on one channel, from planned to sent, and how it may get there.

Every transition is one set-based statement, takes only rows that are in the state it begins from, and leaves
its instant and its reason. The database refuses every other one.
"""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final, Self
from uuid import UUID

import pgtrigger
from django.db import connection, models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """A way to reach a person."""

    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")
    PUSH = "push", _("Notification")


class State(models.TextChoices):
    """Where a message is. Waiting: planned, or unknown with a `next_at`. In hand: claimed, sending."""

    PLANNED = "planned", _("Planned")
    CLAIMED = "claimed", _("Claimed")
    SENDING = "sending", _("Sending")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    UNKNOWN = "unknown", _("Unknown")
    EXPIRED = "expired", _("Expired")
    SKIPPED = "skipped", _("Skipped")
    CANCELLED = "cancelled", _("Cancelled")


class Why(models.TextChoices):
    """Why a message is in its state."""

    PLAN_CHANGED = "plan-changed", _("The plan changed")
    CARE_ENDED = "care-ended", _("The patient is no longer in the clinic's care")
    CHANNEL_OFF = "channel-off", _("The patient no longer wants this kind of message")
    PLANNED_TOO_LATE = "planned-too-late", _("Its time was over when it was planned")
    TIME_RAN_OUT = "time-ran-out", _("Its time ran out before it could be sent")
    MERGED = "merged", _("A later message to the same person was due too, and says the same")
    ANSWERED = "answered", _("Somebody has taken it on in the meantime")
    GIVEN_BACK = "given-back", _("The worker had no time left for it")
    WORKER_LOST = "worker-lost", _("A worker ended in the middle; it may or may not have gone out")
    OUTCOME_UNKNOWN = "outcome-unknown", _("The provider did not say whether it took it")
    PROVIDER_SILENT = "provider-silent", _("The provider did not answer")
    PROVIDER_REFUSED = "provider-refused", _("The provider did not take it")
    NOT_WRITTEN = "not-written", _("The portal could not write it")
    ADDRESS_REFUSED = "address-refused", _("The provider says that this address does not work")


IN_HAND: Final = (State.CLAIMED, State.SENDING)
UNSENT: Final = (State.PLANNED, State.CLAIMED)

TRANSITIONS: Final = [
    (State.PLANNED, (State.CLAIMED, State.EXPIRED, State.SKIPPED, State.CANCELLED)),
    (State.CLAIMED, (State.SENDING, State.PLANNED, State.UNKNOWN, State.EXPIRED)),
    (State.CLAIMED, (State.SKIPPED, State.CANCELLED, State.FAILED)),
    (State.SENDING, (State.SENT, State.PLANNED, State.UNKNOWN, State.FAILED)),
    (State.UNKNOWN, (State.CLAIMED, State.SENT, State.EXPIRED, State.SKIPPED, State.CANCELLED)),
]
"""Which state may follow which; a trigger of the database holds it for raw SQL too."""


def only_known_transitions() -> pgtrigger.FSM:
    """The trigger that refuses any other transition; the known ones pass without calling it."""
    pairs = [(str(old), str(new)) for old, follow in TRANSITIONS for new in follow]
    known = ", ".join(f"'{old}:{new}'" for old, new in pairs)
    unknown = pgtrigger.Condition(f"((OLD.state || ':' || NEW.state) NOT IN ({known}))")
    return pgtrigger.FSM(name="known_transitions", field="state", transitions=pairs, condition=unknown)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one try. `next_at`: when it is tried again, None where it has ended."""

    id: UUID
    attempt: int
    state: State
    at: datetime
    why: Why | str = ""
    next_at: datetime | None = None


class OutgoingQuerySet(models.QuerySet[Any]):
    """Filters over messages, and the transitions that one statement makes for many of them."""

    def due(self, at: datetime) -> Self:
        """Waiting, and their time has come."""
        return self.filter(next_at__lte=at)

    def in_hand(self) -> Self:
        """Claimed for a worker, or being sent: those have a lease, by constraint, and an index goes by it."""
        return self.filter(leased_until__isnull=False)

    def claim(self, *, at: datetime, lease: timedelta, at_most: int) -> list[UUID]:
        """Take up to `at_most` due messages in hand until `at` + `lease`; returns their ids, oldest first.

        Two claims at once share nothing. What has expired ends so. Of several to one addressee on one channel
        only one goes out, that which is of use for longest: the others are merged into it, they say the same.
        """
        sql = """
            WITH due AS (
                SELECT id, {addressee} AS addressee, channel, due_at, next_at, expires_at, unknowns
                FROM {table} WHERE next_at <= %(at)s
                ORDER BY next_at, id LIMIT %(at_most)s FOR UPDATE SKIP LOCKED
            ), ranked AS (
                SELECT *, expires_at <= %(at)s AS late,
                    row_number() OVER same AS place, first_value(id) OVER same AS first
                FROM due WINDOW same AS (
                    PARTITION BY addressee, channel, expires_at <= %(at)s
                    ORDER BY expires_at DESC, due_at DESC, id
                )
            ), moved AS (
                UPDATE {table} AS outgoing SET
                    state = CASE WHEN late THEN 'expired' WHEN place > 1 THEN 'skipped' ELSE 'claimed' END,
                    state_reason = CASE
                        WHEN late AND ranked.unknowns > 0 THEN 'outcome-unknown'
                        WHEN late AND outgoing.state_reason <> '' THEN outgoing.state_reason
                        WHEN late THEN 'time-ran-out'
                        WHEN place > 1 THEN 'merged' ELSE outgoing.state_reason END,
                    merged_into_id = CASE WHEN NOT late AND place > 1 THEN first END,
                    leased_until = CASE WHEN NOT late AND place = 1 THEN %(until)s END,
                    state_at = %(at)s, next_at = NULL
                FROM ranked WHERE outgoing.id = ranked.id
                RETURNING outgoing.id, outgoing.state, ranked.next_at
            )
            SELECT id FROM moved WHERE state = 'claimed' ORDER BY next_at, id
        """
        values = {"at": at, "until": at + lease, "at_most": at_most}
        return [row[0] for row in self._execute(sql, values)]

    def return_lapsed(self, *, at: datetime) -> int:
        """Take back what workers held for too long; returns how many.

        What was being sent may have left: it is unknown, and tried once more. Twice unknown it stays so.
        """
        sql = """
            UPDATE {table} SET
                state = CASE WHEN state = 'claimed' AND unknowns = 0 THEN 'planned' ELSE 'unknown' END,
                state_reason = CASE WHEN state = 'sending' THEN 'worker-lost' ELSE state_reason END,
                next_at = CASE WHEN state = 'claimed' OR unknowns = 0 THEN %(at)s::timestamptz END,
                unknowns = unknowns + CASE WHEN state = 'sending' THEN 1 ELSE 0 END,
                leased_until = NULL, state_at = %(at)s
            WHERE id IN (
                SELECT id FROM {table} WHERE state IN ('claimed', 'sending') AND leased_until <= %(at)s
                ORDER BY leased_until, id FOR UPDATE SKIP LOCKED
            )
            RETURNING id
        """
        return len(self._execute(sql, {"at": at}))

    def give_back(self, *, ids: Collection[UUID], why: Why, next_at: datetime, at: datetime) -> None:
        """Claimed and not begun: let another worker have them from `next_at` on, or when they expire."""
        sql = """
            UPDATE {table} SET
                state = CASE WHEN unknowns = 0 THEN 'planned' ELSE 'unknown' END,
                state_reason = %(why)s, state_at = %(at)s, leased_until = NULL,
                next_at = least(%(next_at)s, expires_at)
            WHERE id = ANY(%(ids)s::uuid[]) AND state = 'claimed' RETURNING id
        """
        self._execute(sql, {"ids": [str(one) for one in ids], "why": str(why), "next_at": next_at, "at": at})

    def intend(
        self, *, message_id: UUID, at: datetime, lease: timedelta, done: Outcome | None = None
    ) -> int | None:
        """Commit that a claimed message is sent now; returns which attempt it is, None if it must not be.

        What became of the message before it travels in the same statement.
        """
        sql, values = self.model.intend_sql, {"id": message_id, "at": at, "until": at + lease}
        if done is not None:
            sql, values = f"WITH done AS ({RECORD} RETURNING id) {sql}", values | recorded(done)
        rows = self._execute(sql, values)
        return int(rows[0][0]) if rows else None

    def record(self, outcome: Outcome) -> None:
        """Keep what became of a try, if the row is still of that try; a late "it was taken" counts too."""
        self._execute(f"{RECORD} RETURNING id", recorded(outcome))

    def _execute(self, sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        """The rows a statement returns; `{table}` and `{addressee}` are the model's own names."""
        names = {"table": self.model._meta.db_table, "addressee": self.model.addressee}
        with connection.cursor() as cursor:
            cursor.execute(sql.format(**names), values)
            rows: Iterable[tuple[Any, ...]] = cursor.fetchall()
            return list(rows)


RECORD: Final = """
    UPDATE {table} SET
        state = %(done_state)s, state_at = %(done_at)s, state_reason = %(done_why)s, leased_until = NULL,
        next_at = CASE WHEN %(done_next_at)s::timestamptz IS NOT NULL
            THEN least(%(done_next_at)s, expires_at) END,
        sent_at = CASE WHEN %(done_state)s = 'sent' THEN %(done_at)s::timestamptz END,
        unknowns = unknowns + CASE WHEN %(done_state)s = 'unknown' THEN 1 ELSE 0 END
    WHERE id = %(done_id)s AND attempts = %(done_attempt)s
        AND (state = 'sending' OR (state = 'unknown' AND %(done_state)s = 'sent'))
"""
"""The statement of `record`, which may travel with the next intent."""


def recorded(outcome: Outcome) -> dict[str, Any]:
    """An outcome as the values of `RECORD`."""
    return {
        "done_id": outcome.id,
        "done_attempt": outcome.attempt,
        "done_state": str(outcome.state),
        "done_why": str(outcome.why),
        "done_at": outcome.at,
        "done_next_at": outcome.next_at,
    }


class Outgoing(models.Model):
    """One message on one channel. `next_at` is when the tick looks at it next, null while nobody has to.

    `attempts` counts the tries that began, `unknowns` those of which nobody knows whether the message left.
    `merged_into` is the message that goes out instead, perhaps merged into another one itself.
    """

    Channel = Channel
    State = State
    Why = Why

    addressee: ClassVar[str]
    """To whom, in SQL: of several messages due at once to the same on one channel only the newest is sent."""
    intend_sql: ClassVar[str]
    """From claimed to sending, returning `attempts`, where nothing speaks against it at `at`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.CharField(_("channel"), max_length=8, choices=Channel, default=Channel.EMAIL)
    due_at = models.DateTimeField(_("due at"))
    expires_at = models.DateTimeField(_("expires at"))
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.PLANNED)
    state_at = models.DateTimeField(_("in this state since"))
    state_reason = models.CharField(_("why"), max_length=32, choices=Why, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    unknowns = models.PositiveSmallIntegerField(_("attempts of unknown outcome"), default=0)
    next_at = models.DateTimeField(_("next looked at"), null=True, blank=True)
    leased_until = models.DateTimeField(_("leased until"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.RESTRICT, related_name="merged", null=True, blank=True, db_index=False
    )

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_expires_after_it_is_due",
                condition=models.Q(expires_at__gt=models.F("due_at")),
            ),
            models.CheckConstraint(
                name="%(class)s_channel_known", condition=models.Q(channel__in=Channel.values)
            ),
            models.CheckConstraint(
                name="%(class)s_sent_has_its_time",
                condition=models.Q(state="sent", sent_at__isnull=False)
                | (~models.Q(state="sent") & models.Q(sent_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="%(class)s_leased_while_in_hand",
                condition=models.Q(state__in=["claimed", "sending"], leased_until__isnull=False)
                | (~models.Q(state__in=["claimed", "sending"]) & models.Q(leased_until__isnull=True)),
            ),
            models.CheckConstraint(
                name="%(class)s_looked_at_while_it_waits",
                condition=models.Q(state="planned", next_at__isnull=False)
                | models.Q(state="unknown")
                | (~models.Q(state__in=["planned", "unknown"]) & models.Q(next_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="%(class)s_merged_into_another",
                condition=models.Q(state="skipped", state_reason="merged", merged_into__isnull=False)
                | (~models.Q(state="skipped", state_reason="merged") & models.Q(merged_into__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at", "id"],
                name="%(class)s_waiting",
                condition=models.Q(next_at__isnull=False),
            ),
            models.Index(
                fields=["leased_until", "id"],
                name="%(class)s_in_hand",
                condition=models.Q(leased_until__isnull=False),
            ),
            models.Index(
                fields=["merged_into"],
                name="%(class)s_merged",
                condition=models.Q(merged_into__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def has_not_left(self) -> bool:
        """Whether no try of it can have reached anybody."""
        return self.state in UNSENT and not self.unknowns

    def pass_to(self, state: State, *, at: datetime, why: str = "") -> None:
        """One transition of this one message, which the caller holds; in hand for no longer than `at`."""
        self.state, self.state_reason, self.state_at = state, why, at
        self.next_at = None
        self.leased_until = at if state in IN_HAND else None
        self.sent_at = at if state == State.SENT else None
        self.attempts += state == State.SENDING
        self.save()

    @property
    def message_id(self) -> str:
        """The stable Message-ID: a second try of the same message carries the same one."""
        return f"<{self._meta.model_name}-{self.pk}@aftercare.invalid>"
