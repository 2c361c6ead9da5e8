"""Notifications of the browser."""

from aftercare.notifications.channel import Channel


class PushChannel(Channel):
    """Web push."""
