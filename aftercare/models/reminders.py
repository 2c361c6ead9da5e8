"""A reminder: one message to one patient at one instant, from planned to sent, with its reasons."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftercare.models.patients import Patient


class ReminderQuerySet(models.QuerySet["Reminder"]):
    """Reusable filters over reminders."""

    def due(self, at: datetime) -> Self:
        """Planned, their time come, and nobody is sending them."""
        waited = models.Q(retry_at__isnull=True) | models.Q(retry_at__lte=at)
        return self.filter(waited, state=Reminder.State.PLANNED, due_at__lte=at)

    def lapsed(self, at: datetime) -> Self:
        """In hand of a worker that has not come back within its lease."""
        return self.filter(state__in=[Reminder.State.CLAIMED, Reminder.State.SENDING], leased_until__lte=at)


class Reminder(models.Model):
    """One slot: what is due to one patient at one instant, sent as one message.

    `reasons` is a list of `{"reason", "key", "expires_at"}`; a key names a reason for good, so that no
    re-planning repeats what was sent. `plan_revision` is the plan of the patient it belongs to.
    `state_reason` says why it ended so.
    """

    class State(models.TextChoices):
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
        PLAN_CHANGED = "plan-changed", _("The plan changed")
        PLANNED_TOO_LATE = "planned-too-late", _("Its time was over when it was planned")
        TIME_RAN_OUT = "time-ran-out", _("Its time ran out before it could be sent")
        FIRST_TRY_UNKNOWN = "first-try-unknown", _("The outcome of the first try is not known")
        OUTCOME_UNKNOWN = "outcome-unknown", _("The outcome is not known")
        MAIL_HOST_SILENT = "mail-host-silent", _("The mail host did not answer")
        MAIL_HOST_REFUSED = "mail-host-refused", _("The mail host did not take it")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="reminders")
    due_at = models.DateTimeField(_("due at"))
    expires_at = models.DateTimeField(_("expires at"))
    reasons = models.JSONField(_("reasons"))
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.PLANNED)
    state_at = models.DateTimeField(_("in this state since"))
    state_reason = models.CharField(_("why"), max_length=32, choices=Why, blank=True)
    plan_revision = models.PositiveIntegerField(_("plan revision"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    retry_at = models.DateTimeField(_("not again before"), null=True, blank=True)
    leased_until = models.DateTimeField(_("leased until"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "due_at"],
                name="reminder_one_planned_a_slot",
                condition=models.Q(state="planned"),
            ),
            models.CheckConstraint(
                name="reminder_expires_after_it_is_due", condition=models.Q(expires_at__gt=models.F("due_at"))
            ),
            models.CheckConstraint(
                name="reminder_sent_has_its_time",
                condition=models.Q(state="sent", sent_at__isnull=False)
                | (~models.Q(state="sent") & models.Q(sent_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="reminder_leased_while_in_hand",
                condition=models.Q(state__in=["claimed", "sending"], leased_until__isnull=False)
                | (~models.Q(state__in=["claimed", "sending"]) & models.Q(leased_until__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"], name="reminder_planned_by_due", condition=models.Q(state="planned")
            ),
            models.Index(
                fields=["leased_until", "id"],
                name="reminder_in_hand_by_lease",
                condition=models.Q(state__in=["claimed", "sending"]),
            ),
            models.Index(fields=["patient", "due_at", "id"], name="reminder_by_patient_and_due"),
        ]

    def __str__(self) -> str:
        return f"Reminder {self.pk}"

    @property
    def has_not_left(self) -> bool:
        """Whether a change of the plan may still move or drop it."""
        return self.state in (self.State.PLANNED, self.State.CLAIMED) and not self.attempts

    @property
    def keys(self) -> set[str]:
        """What it tells, by key."""
        return {one["key"] for one in self.reasons}

    @property
    def message_id(self) -> str:
        """The stable Message-ID: a second try of the same reminder carries the same one."""
        return f"<reminder-{self.pk}@aftercare.invalid>"

    def live_reasons(self, at: datetime) -> list[str]:
        """The names of the reasons that have not expired at `at`."""
        return [one["reason"] for one in self.reasons if datetime.fromisoformat(one["expires_at"]) > at]
