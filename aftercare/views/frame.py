"""What every page knows besides its own: the time at which it is asked for."""

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone


def clock(request: HttpRequest) -> dict[str, datetime]:
    """The instant of the request, for what stands around the page: who answers the phone at this hour."""
    return {"asked_at": timezone.now()}
