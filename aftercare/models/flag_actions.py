"""What nurses do about a flag: one row for each thing done, none ever changed but by being undone."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftercare.models.flags import Flag
from aftercare.models.users import User

UNDO_FOR = timedelta(minutes=10)
"""How long what was done about a flag can be taken back (clinic default)."""


class FlagActionQuerySet(models.QuerySet["FlagAction"]):
    """Reusable filters over what was done."""

    def done_in(self, start: datetime, end: datetime) -> Self:
        """What was done in `[start, end)` and not taken back."""
        return self.filter(at__gte=start, at__lt=end, undone_at__isnull=True)

    def changes(self) -> Self:
        """What changed the flag and was not undone, in the order it was done."""
        undoable = self.filter(kind__in=FlagAction.UNDOABLE, undone_at__isnull=True)
        return undoable.order_by("at", "id")


class FlagAction(models.Model):
    """One thing that was done about a flag.

    `holder_before` had the flag until then, `to` has it since it was handed over; `until` is when a flag
    that was put off comes back, or when the patient is asked again. That took the place of asking at
    `until_before`, and no answer had come by `unanswered_at`. `submission` names the form that was sent, so
    that sent twice it is done once. What was undone (`undone_at`) stays on record.
    """

    class Kind(models.TextChoices):
        CLAIMED = "claimed", _("Claimed")
        ACKNOWLEDGED = "acknowledged", _("Acknowledged")
        TAKEN_OVER = "taken-over", _("Took it over")
        HANDED_OVER = "handed-over", _("Handed it over")
        SNOOZED = "snoozed", _("Put it off")
        ASKED_AGAIN = "asked-again", _("Asked for a re-check")
        CALLED = "called", _("Called the patient")
        REPLIED = "replied", _("Wrote to the patient")
        RESOLVED = "resolved", _("Resolved")

    UNDOABLE = (
        Kind.CLAIMED,
        Kind.ACKNOWLEDGED,
        Kind.TAKEN_OVER,
        Kind.HANDED_OVER,
        Kind.SNOOZED,
        Kind.ASKED_AGAIN,
        Kind.RESOLVED,
    )

    class CallOutcome(models.TextChoices):
        REACHED = "reached", _("Spoke with the patient")
        OTHER_PERSON = "other-person", _("Spoke with somebody else")
        VOICEMAIL = "voicemail", _("Left a message")
        NO_ANSWER = "no-answer", _("No answer")
        WRONG_NUMBER = "wrong-number", _("The number is wrong")

    flag = models.ForeignKey(Flag, on_delete=models.PROTECT, related_name="actions")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(_("note"), blank=True)
    holder_before = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    to = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    until_before = models.DateTimeField(_("until, before that"), null=True, blank=True)
    unanswered_at = models.DateTimeField(_("no answer had come by"), null=True, blank=True)
    outcome = models.CharField(_("outcome of the call"), max_length=16, choices=CallOutcome, blank=True)
    disposition = models.CharField(_("disposition"), max_length=32, choices=Flag.Disposition, blank=True)
    submission = models.UUIDField(_("submission"), null=True, blank=True, unique=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    objects = FlagActionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="flag_action_kind_known",
                condition=models.Q(
                    kind__in=[
                        "claimed",
                        "acknowledged",
                        "taken-over",
                        "handed-over",
                        "snoozed",
                        "asked-again",
                        "called",
                        "replied",
                        "resolved",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="flag_action_handed_over_to_somebody",
                condition=models.Q(kind="handed-over", to__isnull=False)
                | (~models.Q(kind="handed-over") & models.Q(to__isnull=True)),
            ),
            models.CheckConstraint(
                name="flag_action_put_off_or_asked_again_at_a_time",
                condition=models.Q(kind__in=["snoozed", "asked-again"], until__isnull=False)
                | (~models.Q(kind__in=["snoozed", "asked-again"]) & models.Q(until__isnull=True)),
            ),
            models.CheckConstraint(
                name="flag_action_answer_is_of_asking_again",
                condition=models.Q(kind="asked-again")
                | models.Q(until_before__isnull=True, unanswered_at__isnull=True),
            ),
            models.CheckConstraint(
                name="flag_action_called_with_an_outcome",
                condition=(models.Q(kind="called") & ~models.Q(outcome=""))
                | (~models.Q(kind="called") & models.Q(outcome="")),
            ),
            models.CheckConstraint(
                name="flag_action_resolved_with_a_disposition",
                condition=(models.Q(kind="resolved") & ~models.Q(disposition=""))
                | (~models.Q(kind="resolved") & models.Q(disposition="")),
            ),
            models.CheckConstraint(
                name="flag_action_undone_can_be",
                condition=models.Q(undone_at__isnull=True) | ~models.Q(kind__in=["called", "replied"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.flag_id}"

    def is_fresh(self, at: datetime) -> bool:
        """Whether it can still be taken back."""
        return at - self.at <= UNDO_FOR
