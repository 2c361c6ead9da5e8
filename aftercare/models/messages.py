"""A note from the clinic to a patient, read in the portal."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftercare.models.flags import Flag
from aftercare.models.history import tracked
from aftercare.models.patients import Patient
from aftercare.models.users import User


@tracked
class Message(models.Model):
    """A note from a nurse to a patient, usually about a flag. By `submission` a double submit is one note."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="messages")
    flag = models.ForeignKey(Flag, on_delete=models.PROTECT, related_name="messages", null=True, blank=True)
    submission = models.UUIDField(_("submission"))
    body = models.TextField(_("text"))
    written_at = models.DateTimeField(_("written at"))
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "submission"], name="message_submitted_once"),
            models.CheckConstraint(name="message_says_something", condition=~models.Q(body="")),
        ]
        indexes = [models.Index(fields=["patient", "written_at", "id"], name="message_by_patient_and_time")]

    def __str__(self) -> str:
        return f"Message {self.pk}"
