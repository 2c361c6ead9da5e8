"""An escalation: the on-call contact of a clinic is told that flags wait past their time."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftercare.models.clinics import Clinic
from aftercare.models.flags import Flag
from aftercare.models.history import states_tracked
from aftercare.models.outgoing import Outgoing, only_known_transitions

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


@states_tracked("EscalationTransition")
class Escalation(Outgoing):
    """One message to one on-call contact (an e-mail address or a phone number in E.164) about flags."""

    addressee = "(clinic_id, recipient)"
    intend_sql = INTEND

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="escalations")
    recipient = models.CharField(_("to"), max_length=254)
    flags = models.ManyToManyField(Flag, related_name="escalations")

    class Meta(Outgoing.Meta):
        triggers = [only_known_transitions()]
