"""An invitation: one link that lets one person in for the first time, once."""

import hashlib
import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftercare.models.users import User


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Reusable filters over invitations."""

    def unsent(self, at: datetime) -> Self:
        """Invitations whose e-mail has not gone out, and may be tried at `at`."""
        waited = models.Q(retry_at__isnull=True) | models.Q(retry_at__lte=at)
        return self.filter(
            waited,
            sent_at__isnull=True,
            used_at__isnull=True,
            undeliverable_at__isnull=True,
            expires_at__gt=at,
        )

    def of_people_we_write_to(self) -> Self:
        """Invitations of staff and of patients in care."""
        in_care = models.Q(user__patient__isnull=True) | models.Q(user__patient__care="active")
        return self.filter(in_care, user__is_active=True)

    def usable(self, at: datetime) -> Self:
        """Invitations that were not used yet and have not run out."""
        return self.filter(used_at__isnull=True, expires_at__gt=at)


class Invitation(models.Model):
    """A single-use link for one invited person.

    The token is made when the e-mail is sent and only its digest is kept: nobody can read the link later.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    token_digest = models.CharField(
        _("SHA-256 of the token"), max_length=64, unique=True, null=True, blank=True
    )
    created_at = models.DateTimeField(_("created at"))
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField(_("expires at"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    retry_at = models.DateTimeField(_("not again before"), null=True, blank=True)
    undeliverable_at = models.DateTimeField(_("given up at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invitation_expires_after_it_begins",
                condition=models.Q(expires_at__gt=models.F("created_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation {self.pk}"


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
