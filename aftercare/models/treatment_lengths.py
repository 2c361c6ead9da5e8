"""How long a treatment takes in a clinic, and how long room and provider are kept free after it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftercare.models.clinics import Clinic
from aftercare.models.history import tracked
from aftercare.models.treatment_sessions import TreatmentSession

LONGEST = 480  # minutes of a treatment, and of the buffer after it


@tracked
class TreatmentLength(models.Model):
    """One treatment's length and the buffer after it; without a row it is the clinic's slot and no buffer."""

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="treatment_lengths")
    treatment = models.CharField(_("treatment"), max_length=24, choices=TreatmentSession.Treatment)
    minutes = models.PositiveSmallIntegerField(_("length, minutes"))
    buffer_minutes = models.PositiveSmallIntegerField(_("buffer after it, minutes"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clinic", "treatment"], name="treatment_length_once_a_clinic"),
            models.CheckConstraint(
                name="treatment_length_within_a_day",
                condition=models.Q(minutes__gte=1, minutes__lte=LONGEST, buffer_minutes__lte=LONGEST),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_treatment_display()}: {self.minutes} + {self.buffer_minutes}"
