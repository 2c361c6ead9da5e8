"""Messages on their way, made as a test needs them, and a provider that answers as told."""

from datetime import datetime, timedelta

from aftercare.models import Channel as ChannelName
from aftercare.models import Patient, Reminder
from aftercare.models.outgoing import Outgoing, State
from aftercare.notifications.channel import Channel, ChannelDown, Letter
from aftercare.notifications.post import Post
from aftercare.services.plans import announcement
from tests.cast import MONDAY

LEASE = timedelta(minutes=2)


class Provider(Channel):
    """Takes every letter, unless `answers` holds what it says to the next one."""

    def __init__(self, *answers: Exception | None) -> None:
        self.answers = list(answers)
        self.letters: list[Letter] = []
        self.down = False

    def open(self) -> None:
        if self.down:
            raise ChannelDown

    def send(self, letter: Letter) -> None:
        self.letters.append(letter)
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            raise answer


class PostOf(Post):
    """A post whose text messages and notifications go to `provider`; e-mail goes where the settings say."""

    def __init__(self, provider: Provider) -> None:
        super().__init__()
        self.channels |= {ChannelName.SMS: provider, ChannelName.PUSH: provider}


def a_reminder(
    patient: Patient, about: str = "note", due_at: datetime = MONDAY, **change: object
) -> Reminder:
    """A message outside the plan, planned by e-mail; it expires a day after it is due."""
    news = announcement("message", about, due_at)
    row = {
        "patient": patient,
        "due_at": due_at,
        "next_at": due_at,
        "expires_at": news.expires_at,
        "state_at": due_at - timedelta(days=1),
        "reasons": [news.to_store()],
        "plan_revision": patient.plan_revision,
    }
    return Reminder.objects.create(**{**row, **change})


def in_hand(message: Outgoing, at: datetime = MONDAY, *, sending: bool = False) -> None:
    """A worker has claimed the message at `at` for a lease, or is sending it."""
    for state in (State.CLAIMED, State.SENDING) if sending else (State.CLAIMED,):
        message.pass_to(state, at=at)
    message.leased_until = at + LEASE
    message.save()


def standing(message: Outgoing) -> tuple[str, str]:
    """The state a message is in, and why."""
    message.refresh_from_db()
    return message.state, message.state_reason
