"""A check-in that was begun and is not sent yet."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftercare.models.patients import Patient

DRAFT_LASTS = timedelta(hours=6)
"""So long a draft may be gone on with: what was true so many hours ago must not be sent as true now.

No longer than the shortest clock of the protocol runs (clinic default).
"""


class CheckInDraft(models.Model):
    """What a patient has answered so far: one draft a patient, gone once the check-in is stored.

    `submission` is the name under which it will be stored, `opened_at` the time that "just now" means.
    `answers` maps a step to its fields as they were typed, readable or not. `turn` counts the steps sent by
    hand: what saved itself before, and arrives later, is older. `advice` is the gravest card shown so far.

    No clinical evidence, so without a history: it would outlive what the patient took back before sending.
    """

    patient = models.OneToOneField(
        Patient, primary_key=True, on_delete=models.CASCADE, related_name="check_in_draft"
    )
    submission = models.UUIDField(_("submission"), default=uuid.uuid4)
    opened_at = models.DateTimeField(_("opened at"))
    updated_at = models.DateTimeField(_("updated at"))
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    turn = models.PositiveIntegerField(_("steps sent by hand"), default=0)
    advice = models.CharField(_("advice shown"), max_length=16, blank=True)

    def __str__(self) -> str:
        return f"Draft of a check-in of {self.patient_id}"

    @property
    def told(self) -> dict[str, str]:
        """The answers of all steps together."""
        return {name: text for step in self.answers.values() for name, text in step.items()}

    def is_open(self, at: datetime) -> bool:
        """Whether it may still be gone on with."""
        return at < self.opened_at + DRAFT_LASTS
