"""An escalation: the on-call contact of a clinic is told that flags wait past their time."""

from collections.abc import Collection
from typing import Final, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftercare.models.clinics import Clinic
from aftercare.models.flags import Flag
from aftercare.models.history import states_tracked
from aftercare.models.outgoing import Outgoing, OutgoingQuerySet, State, only_known_transitions

ENDED: Final = (State.SENT, State.UNKNOWN, State.FAILED, State.EXPIRED)

INTEND: Final = """
    UPDATE {table} SET
        state = 'sending', state_reason = '', state_at = %(at)s, leased_until = %(until)s,
        attempts = attempts + 1
    WHERE id = %(id)s AND state = 'claimed' AND expires_at > %(at)s AND EXISTS (
        SELECT FROM aftercare_escalation_flags AS told
        JOIN aftercare_flag AS flag ON flag.id = told.flag_id
        WHERE told.escalation_id = %(id)s AND flag.acknowledged_at IS NULL AND flag.resolved_at IS NULL
    )
    RETURNING attempts
"""


class EscalationQuerySet(OutgoingQuerySet):
    """Reusable filters over escalations."""

    def last_told(self, recipients: Collection[str]) -> Self:
        """The last message to each of `recipients` that has ended, with whatever outcome."""
        ended = self.filter(recipient__in=recipients, state__in=ENDED)
        return ended.order_by("recipient", "-due_at", "-id").distinct("recipient")


@states_tracked("EscalationTransition")
class Escalation(Outgoing):
    """One message to one on-call contact (an e-mail address or a phone number in E.164) about flags.

    `name` is who that was, where it was known.
    """

    addressee = "(clinic_id, recipient)"
    intend_sql = INTEND

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="escalations")
    recipient = models.CharField(_("to"), max_length=254)
    name = models.CharField(_("name"), max_length=120, blank=True)
    flags = models.ManyToManyField(Flag, related_name="escalations")

    objects = EscalationQuerySet.as_manager()

    class Meta(Outgoing.Meta):
        indexes = [
            *Outgoing.Meta.indexes,
            models.Index(fields=["clinic", "recipient", "-due_at", "-id"], name="escalation_last_told"),
        ]
        triggers = [only_known_transitions()]

    @property
    def has_not_arrived(self) -> bool:
        """Whether it is known to have reached nobody."""
        return self.state in (State.FAILED, State.EXPIRED)
