"""What every way of reaching a person has in common, and how it says that it could not."""

from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from aftercare.models import PushSubscription
from aftercare.models.outgoing import Channel as ChannelName
from aftercare.models.outgoing import Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One message to one person, before it has the form of its channel.

    `to` is an e-mail address or a phone number in E.164; a notification goes to `browsers` instead.
    `template` and `context` are what `messages/<template>_*` is rendered from, in `language`, with times in
    `zone`. `message_id` is the same for each try. `unsubscribe_url` is empty where nobody may do without it.
    """

    id: UUID
    channel: ChannelName
    to: str = ""
    browsers: tuple[PushSubscription, ...] = ()
    template: str
    sender: str
    language: str
    zone: str
    message_id: str
    unsubscribe_url: str = ""
    context: dict[str, Any] = field(default_factory=dict)


class DeliveryError(Exception):
    """A message that was not taken. `permanent`: another try cannot help. `unknown`: perhaps it was."""

    def __init__(self, why: Why, *, permanent: bool = False, unknown: bool = False) -> None:
        super().__init__(str(why))
        self.why = why
        self.permanent = permanent
        self.unknown = unknown


class ChannelDown(Exception):
    """The provider cannot be reached: no message was handed over, and none can be now."""


class Channel:
    """One way to reach people, open for a chunk of letters."""

    def open(self) -> None:
        """Be ready to send; nothing where it is open already. Raises ChannelDown."""

    def close(self) -> None:
        """Let go of what was opened; never raises."""

    def send(self, letter: Letter) -> None:
        """Write one letter and hand it over; what cannot be written has not left. Raises DeliveryError."""
        try:
            written = self.compose(letter)
        except Exception as error:
            raise DeliveryError(Why.NOT_WRITTEN) from error
        self.hand_over(letter, written)

    def compose(self, letter: Letter) -> Any:
        """The letter in the form of this channel."""
        raise NotImplementedError

    def hand_over(self, letter: Letter, written: Any) -> None:
        """Hand over what was written. Raises DeliveryError."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
