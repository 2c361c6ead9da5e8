"""The history of a session: booked, moved, ended; by whom, when and why."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from aftercare.models.providers import Provider
from aftercare.models.rooms import Room
from aftercare.models.treatment_sessions import TreatmentSession
from aftercare.models.users import User


class SessionChange(models.Model):
    """One thing that was done with a session. Never changed.

    `session_at`, `provider` and `room` are the session's after it; what they were before stands in the one
    before.
    """

    class Kind(models.TextChoices):
        BOOKED = "booked", _("Booked")
        MOVED = "moved", _("Moved")
        CANCELLED = "cancelled", _("Cancelled")
        MISSED = "missed", _("Missed")
        COMPLETED = "completed", _("Completed")

    session = models.ForeignKey(TreatmentSession, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    session_at = models.DateTimeField(_("time of the session"))
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="session_change_kind_known",
                condition=models.Q(kind__in=["booked", "moved", "cancelled", "missed", "completed"]),
            ),
            models.UniqueConstraint(
                fields=["session"],
                name="session_change_ends_once",
                condition=~models.Q(kind__in=["booked", "moved"]),
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.session_id}"
