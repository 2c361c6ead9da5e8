"""A push subscription: one browser of a patient that shows notifications."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftercare.models.patients import Patient


class PushSubscription(models.Model):
    """Where one browser takes notifications (`endpoint`), and the keys to encrypt them for it alone.

    Source of the fields: the Push API's PushSubscription; both keys are base64url without padding.
    """

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="push_subscriptions")
    endpoint = models.URLField(_("endpoint"), max_length=1000, unique=True)
    p256dh = models.CharField(_("public key"), max_length=128)
    auth = models.CharField(_("authentication secret"), max_length=64)
    created_at = models.DateTimeField(_("created at"))

    def __str__(self) -> str:
        return f"Push subscription {self.pk}"
