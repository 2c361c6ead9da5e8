"""A reminder: one message to one patient at one instant on one channel, with its reasons."""

from typing import Final, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftercare.models.history import states_tracked
from aftercare.models.outgoing import Outgoing, OutgoingQuerySet, only_known_transitions
from aftercare.models.patients import Patient

INTEND: Final = """
    UPDATE {table} AS reminder SET
        state = 'sending', state_reason = '', state_at = %(at)s, leased_until = %(until)s,
        attempts = reminder.attempts + 1
    FROM (
        SELECT held.id, held.plan_revision, person.email_undeliverable_at IS NULL AS email_works
        FROM aftercare_patient AS held JOIN aftercare_user AS person ON person.id = held.user_id
        WHERE held.id = (SELECT patient_id FROM {table} WHERE id = %(id)s) FOR SHARE OF held
    ) AS patient
    WHERE reminder.id = %(id)s AND reminder.state = 'claimed' AND reminder.expires_at > %(at)s
        AND reminder.plan_revision = patient.plan_revision
        AND (reminder.channel <> 'email' OR patient.email_works)
    RETURNING reminder.attempts
"""
"""The patient is locked before the reminder, as by a re-planning: whichever is second sees the first."""


class ReminderQuerySet(OutgoingQuerySet):
    """Reusable filters over reminders."""

    def unreached(self) -> Self:
        """Those that could not be brought to the patient, whatever was tried: somebody has to phone."""
        return self.filter(
            models.Q(state=Reminder.State.FAILED)
            | models.Q(state=Reminder.State.UNKNOWN, next_at__isnull=True)
            | models.Q(state=Reminder.State.EXPIRED, state_reason__in=TRIED_IN_VAIN)
        )


@states_tracked("ReminderTransition")
class Reminder(Outgoing):
    """One slot of one channel: what is due to one patient at one instant, sent as one message.

    `reasons` is a list of `{"reason", "key", "expires_at"}`; a key names a reason for good, so that no
    re-planning repeats what was sent. `plan_revision` is the plan of the patient it belongs to.
    """

    addressee = "patient_id"
    intend_sql = INTEND

    # no index of its own: reminder_by_patient_and_due begins with it
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="reminders", db_index=False)
    reasons = models.JSONField(_("reasons"))
    plan_revision = models.PositiveIntegerField(_("plan revision"))

    objects = ReminderQuerySet.as_manager()

    class Meta(Outgoing.Meta):
        constraints = [
            *Outgoing.Meta.constraints,
            models.UniqueConstraint(
                fields=["patient", "due_at", "channel"],
                name="reminder_one_planned_a_slot",
                condition=models.Q(state="planned"),
            ),
        ]
        indexes = [
            *Outgoing.Meta.indexes,
            models.Index(fields=["patient", "due_at", "id"], name="reminder_by_patient_and_due"),
            models.Index(fields=["due_at"], name="reminder_sent", condition=models.Q(state="sent")),
            models.Index(
                fields=["state_at", "id"],
                name="reminder_unreached",
                condition=models.Q(state__in=["failed", "unknown", "expired"]),
            ),
        ]
        triggers = [only_known_transitions()]

    @property
    def keys(self) -> set[str]:
        """What it tells, by key."""
        return {one["key"] for one in self.reasons}

    @property
    def is_routine(self) -> bool:
        """Whether the plan gave all its reasons: a patient may do without it."""
        return not any(one["reason"] in OUTSIDE_THE_PLAN for one in self.reasons)


TRIED_IN_VAIN: Final = (
    Outgoing.Why.OUTCOME_UNKNOWN,
    Outgoing.Why.PROVIDER_SILENT,
    Outgoing.Why.PROVIDER_REFUSED,
    Outgoing.Why.NOT_WRITTEN,
)
"""Why a message that expired did not arrive, though it was tried in time."""

OUTSIDE_THE_PLAN: Final = frozenset({"session-changed", "recheck", "message", "how-are-you"})
"""Reasons that an event gives, not the plan: a re-planning keeps them, and nobody can do without them."""
