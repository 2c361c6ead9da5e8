"""A watch: a triage clock that is running, and when it runs out."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftercare.models.patients import Patient


class WatchQuerySet(models.QuerySet["Watch"]):
    """Reusable filters over watches."""

    def run_out(self, at: datetime) -> Self:
        """Watches whose time has strictly passed."""
        return self.filter(due_at__lt=at)

    def due_between(self, start: datetime, end: datetime) -> Self:
        """Watches that run out after `start`, at `end` at the latest."""
        return self.filter(due_at__gt=start, due_at__lte=end)

    def unclaimed(self, at: datetime) -> Self:
        """Watches nobody is looking at, or whose lease has run out."""
        return self.filter(Q(leased_until__isnull=True) | Q(leased_until__lte=at))


class Watch(models.Model):
    """One running clock of one patient; gone once it is answered, has become a flag, or has run out."""

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="watches")
    rule = models.CharField(_("rule"), max_length=64)
    episode = models.CharField(_("episode"), max_length=160)
    due_at = models.DateTimeField(_("due at"))
    onset_at = models.DateTimeField(_("onset at"), null=True, blank=True)
    leased_until = models.DateTimeField(_("leased until"), null=True, blank=True)

    objects = WatchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("watches")
        constraints = [
            models.UniqueConstraint(fields=["patient", "rule", "episode"], name="watch_one_an_episode")
        ]
        indexes = [models.Index(fields=["due_at", "patient"], name="watch_by_due")]

    def __str__(self) -> str:
        return f"Watch {self.pk}"
