"""The post office of one chunk: a letter goes by its channel, and each channel is opened once."""

from contextlib import ExitStack
from types import TracebackType
from typing import Self

from aftercare.models.outgoing import Channel as ChannelName
from aftercare.notifications.channel import Channel, Letter
from aftercare.notifications.email import EmailChannel
from aftercare.notifications.push import PushChannel
from aftercare.notifications.sms import SmsChannel

CHANNELS: dict[ChannelName, type[Channel]] = {
    ChannelName.EMAIL: EmailChannel,
    ChannelName.SMS: SmsChannel,
    ChannelName.PUSH: PushChannel,
}


class Post:
    """Sends letters for as long as it is open; as a context manager it closes what it opened."""

    def __init__(self) -> None:
        self.channels: dict[ChannelName, Channel] = {}
        self.stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stack.close()

    def ready(self, name: ChannelName) -> None:
        """Open a channel, if it is not. Raises ChannelDown."""
        if name not in self.channels:
            self.channels[name] = self.stack.enter_context(CHANNELS[name]())
        self.channels[name].open()

    def send(self, letter: Letter) -> None:
        """Hand one letter to its channel, which is ready. Raises DeliveryError."""
        self.channels[letter.channel].send(letter)
