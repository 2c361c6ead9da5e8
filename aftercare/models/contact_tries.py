"""What staff did to hear from a patient who went silent: each question and each call, on record."""

from datetime import timedelta
from typing import Final, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftercare.models.flag_actions import FlagAction
from aftercare.models.history import tracked
from aftercare.models.patients import Patient
from aftercare.models.users import User

ASKED_EVERY: Final = timedelta(hours=24)
"""How often a patient is asked how it goes at the most, whoever asks (clinic default)."""


class ContactTryQuerySet(models.QuerySet["ContactTry"]):
    """Reusable filters over what was done."""

    def asked(self) -> Self:
        """Questions how it goes."""
        return self.filter(kind=ContactTry.Kind.ASKED)

    def latest_first(self) -> Self:
        """What was done last comes first."""
        return self.order_by("-at", "-id")


@tracked
class ContactTry(models.Model):
    """A question how it goes that was sent to a patient, or a call with its outcome.

    `submission` names the form of a call, so that sent twice it is one call.
    """

    class Kind(models.TextChoices):
        ASKED = "asked", _("Asked how it goes")
        CALLED = "called", _("Called the patient")

    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="contact_tries", db_index=False
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(
        _("outcome of the call"), max_length=16, choices=FlagAction.CallOutcome, blank=True
    )
    submission = models.UUIDField(_("submission"), null=True, blank=True)

    objects = ContactTryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("contact tries")
        constraints = [
            models.UniqueConstraint(fields=["patient", "submission"], name="contact_try_submitted_once"),
            models.CheckConstraint(
                name="contact_try_asked_or_called_with_an_outcome",
                condition=models.Q(kind="asked", outcome="", submission__isnull=True)
                | (models.Q(kind="called", submission__isnull=False) & ~models.Q(outcome="")),
            ),
        ]
        indexes = [models.Index(fields=["patient", "-at", "-id"], name="contact_try_latest")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"
