"""An invitation: one link that lets one person in for the first time, once."""

import hashlib
import uuid
from datetime import datetime
from typing import Final, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftercare.models.users import User

UNKNOWN_FOR_GOOD: Final = 2
"""After so many tries of unknown outcome there is no other."""


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Reusable filters over invitations."""

    def unsent(self, at: datetime) -> Self:
        """Invitations whose e-mail has not gone out, or may not have once, and that may be tried at `at`."""
        waited = models.Q(retry_at__isnull=True) | models.Q(retry_at__lte=at)
        return self.filter(
            waited,
            sent_at__isnull=True,
            used_at__isnull=True,
            undeliverable_at__isnull=True,
            leased_until__isnull=True,
            unknowns__lt=UNKNOWN_FOR_GOOD,
            expires_at__gt=at,
        )

    def being_sent(self) -> Self:
        """Those that a worker holds, or held when it was lost."""
        return self.filter(leased_until__isnull=False)

    def return_lapsed(self, *, at: datetime) -> int:
        """Take back what workers held for too long; returns how many. The links may have left, and work."""
        lapsed = self.being_sent().filter(leased_until__lte=at)
        return lapsed.update(leased_until=None, retry_at=at, unknowns=models.F("unknowns") + 1)

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
    While an e-mail is being sent `leased_until` says until when its worker may hold it; `unknowns` counts the
    tries of which nobody knows whether it left.
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
    unknowns = models.PositiveSmallIntegerField(_("attempts of unknown outcome"), default=0)
    leased_until = models.DateTimeField(_("leased until"), null=True, blank=True)
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
            models.CheckConstraint(
                name="invitation_being_sent_has_a_link",
                condition=models.Q(leased_until__isnull=True)
                | models.Q(token_digest__isnull=False, sent_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation {self.pk}"


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
