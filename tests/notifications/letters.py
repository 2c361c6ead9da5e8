"""Letters for the channels' tests, and what becomes of them."""

import uuid
from typing import Any

from aftercare.models import Channel, Patient
from aftercare.notifications.channel import ChannelDown, DeliveryError, Letter
from aftercare.notifications.post import Post
from aftercare.queries.patient_contact import phone_now
from tests.cast import MONDAY

STOP = "https://portal.example/unsubscribe/a-token/"


def a_letter(patient: Patient, channel: Channel = Channel.EMAIL, **changes: Any) -> Letter:
    """A reminder to `patient` as the engine writes it."""
    told: dict[str, Any] = {
        "id": uuid.uuid4(),
        "channel": channel,
        "to": str(patient.phone) if channel == Channel.SMS else patient.user.email,
        "browsers": tuple(patient.push_subscriptions.order_by("id")),
        "template": "reminder",
        "sender": patient.clinic.name,
        "language": "en-us",
        "zone": patient.zone,
        "message_id": "<1@portal.example>",
        "unsubscribe_url": STOP,
        "context": {
            "patient": patient,
            "user": patient.user,
            "clinic": patient.clinic,
            "url": "https://portal.example",
            "written_at": "Tue 3 Mar, 9:00 am New York time",
            "waiting": 2,
            "phone": phone_now(clinic=patient.clinic, now=MONDAY),
        },
    }
    return Letter(**(told | changes))


def post_letter(letter: Letter) -> str:
    """What became of one letter in a chunk of its own."""
    with Post() as post:
        return hand_over(letter, post)


def hand_over(letter: Letter, post: Post) -> str:
    """What became of one letter: "sent", "channel down", or the reason and what it means."""
    try:
        post.ready(letter.channel)
        post.send(letter)
    except ChannelDown:
        return "channel down"
    except DeliveryError as error:
        means = "unknown" if error.unknown else "permanent" if error.permanent else "retry"
        return f"{error.why.value}: {means}"
    return "sent"
