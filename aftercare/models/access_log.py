"""Who of the staff looked at whose record, and when."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from aftercare.models.patients import Patient
from aftercare.models.users import User


class RecordAccess(models.Model):
    """One reading of one patient's record by one of the staff. Never changed.

    `which` is the flag, the session or the photo that was looked at, null where it was none of these.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="accesses")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    what = models.CharField(_("what was read"), max_length=32)
    which = models.UUIDField(_("which of them"), null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["patient", "at", "id"], name="access_by_patient_and_time")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.what} of {self.patient_id}"
