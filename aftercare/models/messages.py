"""One message of the thread between a patient and the clinic, read in the portal."""

import uuid
from typing import Any, Final, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftercare.models.flags import Flag
from aftercare.models.history import tracked
from aftercare.models.patients import Patient
from aftercare.models.users import User

LONGEST_MESSAGE: Final = 4000  # characters


class MessageQuerySet(models.QuerySet["Message"]):
    """Reusable filters over messages."""

    def waiting(self) -> Self:
        """Messages from patients that nobody has answered, nor said to need no answer."""
        return self.filter(from_patient=True, answered_at__isnull=True)

    def of_clinic(self, clinic_id: Any) -> Self:
        """Messages with the patients of one clinic; an OuterRef does too."""
        return self.filter(patient__user__clinic=clinic_id)

    def oldest_first(self) -> Self:
        """In the order in which they were written."""
        return self.order_by("written_at", "id")


@tracked
class Message(models.Model):
    """From a nurse to a patient, about a flag or not, or from the patient to the clinic.

    By `submission` a double submit is one message. `read_*` say who of the other side has read it first,
    `answered_*` which nurse has settled a patient's message, by writing or by saying that it needs no answer.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="messages")
    from_patient = models.BooleanField(_("from the patient"), default=False)
    flag = models.ForeignKey(Flag, on_delete=models.PROTECT, related_name="messages", null=True, blank=True)
    submission = models.UUIDField(_("submission"))
    body = models.TextField(_("text"))
    written_at = models.DateTimeField(_("written at"))
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    read_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "submission"], name="message_submitted_once"),
            models.CheckConstraint(name="message_says_something", condition=~models.Q(body="")),
            models.CheckConstraint(
                name="message_read_by_somebody",
                condition=models.Q(read_at__isnull=True, read_by__isnull=True)
                | models.Q(read_at__isnull=False, read_by__isnull=False),
            ),
            models.CheckConstraint(
                name="message_of_patient_answered_by_somebody_once_read",
                condition=models.Q(answered_at__isnull=True, answered_by__isnull=True)
                | models.Q(
                    from_patient=True,
                    read_at__isnull=False,
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["patient", "written_at", "id"], name="message_by_patient_and_time"),
            models.Index(
                fields=["written_at", "id"],
                name="message_waiting",
                condition=models.Q(from_patient=True, answered_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"Message {self.pk}"
