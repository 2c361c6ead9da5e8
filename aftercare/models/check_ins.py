"""A check-in: the patient's full report of one moment, kept as it was told."""

import uuid

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from aftercare.models.history import tracked
from aftercare.models.patients import Patient

PAIN = "pain"
"""The one symptom that is stored with a score, in `pain_score`."""


@tracked
class CheckIn(models.Model):
    """One report. Never changed once stored.

    `symptoms` maps a symptom's id to `{"since": instant | null, "until": instant | null}`, `taken` a topic's
    id to the instant of use or null; instants are ISO 8601 in UTC. `submission` names the form that was sent:
    the same form sent again is the same check-in. `advice` is the severity the patient was shown, or empty.
    `limitation_score` is how much the treated area keeps the patient from what is usual, null where that was
    left out; no rule reads it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="check_ins")
    submission = models.UUIDField(_("submission"))
    at = models.DateTimeField(_("at"))
    symptoms = models.JSONField(_("symptoms"), default=dict, blank=True)
    pain_score = models.PositiveSmallIntegerField(_("worst pain since the last check-in, 0-10"))
    limitation_score = models.PositiveSmallIntegerField(
        _("kept from what is usual, 0-10"), null=True, blank=True
    )
    acetaminophen_mg_24h = models.PositiveIntegerField(_("acetaminophen in 24 hours, mg"), default=0)
    taken = models.JSONField(_("taken"), default=dict, blank=True)
    note = models.TextField(_("note"), blank=True)
    advice = models.CharField(_("advice shown"), max_length=16, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "submission"], name="check_in_submitted_once"),
            models.CheckConstraint(name="check_in_pain_0_to_10", condition=models.Q(pain_score__lte=10)),
            models.CheckConstraint(
                name="check_in_limitation_0_to_10",
                condition=models.Q(limitation_score__isnull=True) | models.Q(limitation_score__lte=10),
            ),
        ]
        indexes = [models.Index(fields=["patient", "at", "id"], name="check_in_by_patient_and_time")]
        triggers = [pgtrigger.Protect(name="as_it_was_told", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"Check-in {self.pk}"
