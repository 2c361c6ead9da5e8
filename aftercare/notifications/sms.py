"""Text messages."""

from aftercare.notifications.channel import Channel


class SmsChannel(Channel):
    """Text messages through a provider."""
