"""The rooms in which a clinic treats."""

import uuid

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from aftercare.models.clinics import Clinic
from aftercare.models.history import tracked


@tracked
class Room(models.Model):
    """One room of one clinic: one session at a time. One that is no longer used stays, inactive."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(_("name"), max_length=80)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        constraints = [models.UniqueConstraint("clinic", Lower("name"), name="room_named_once_a_clinic")]

    def __str__(self) -> str:
        return self.name
