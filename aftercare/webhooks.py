"""What the mail provider tells afterwards, by its webhook: an address does not work, or its owner complained.

anymail checks who tells it, and puts every provider's words into its own; this listens to anymail's signal.
"""

import json
import re
from typing import Any, Final

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.utils import timezone

from aftercare.services.undeliverable import mark_undeliverable, record_complaint

REFUSED: Final = {EventType.BOUNCED, EventType.REJECTED}
FOR_GOOD: Final = {RejectReason.BOUNCED, RejectReason.INVALID}
SOFT: Final = re.compile(
    r'"(?:type|event|bouncetype)": "[^"]*(?:soft|transient)|"bounce_class": "(?:2\d|40|60|70|100)"',
    re.IGNORECASE,
)
"""How providers themselves call a bounce that may pass, which anymail calls a bounce like any other.

Source: the references of Postmark, Brevo, MailerSend, Mandrill, Amazon SES; SparkPost's bounce classes.
"""


def hear_of_an_address(*, event: AnymailTrackingEvent, **signal: Any) -> None:
    """Act on one event; what is no complaint and no bounce for good is passed over."""
    if not event.recipient:
        return
    if event.event_type == EventType.COMPLAINED:
        record_complaint(email=event.recipient, at=timezone.now())
    elif event.event_type in REFUSED and event.reject_reason in FOR_GOOD and not is_soft(event):
        mark_undeliverable(email=event.recipient, at=timezone.now())


def is_soft(event: AnymailTrackingEvent) -> bool:
    """Whether the provider's own words say that the bounce may pass."""
    return SOFT.search(json.dumps(event.esp_event, default=str)) is not None
