"""What it means for a message that a provider spoken to by HTTP refused, or gave no answer."""

from http import HTTPStatus

import requests
from urllib3.exceptions import NewConnectionError

from aftercare.models.outgoing import Why
from aftercare.notifications.channel import DeliveryError


def refused(status: int) -> DeliveryError:
    """A status that is no success: "later" (429, 5xx) is worth another try, anything else is not."""
    later = status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return DeliveryError(Why.PROVIDER_REFUSED, permanent=not later)


def silent(error: BaseException | None) -> DeliveryError:
    """No answer: where there was no connection nothing was handed over, else nobody knows."""
    if never_connected(error):
        return DeliveryError(Why.PROVIDER_SILENT)
    return DeliveryError(Why.OUTCOME_UNKNOWN, unknown=True)


def never_connected(error: BaseException | None) -> bool:
    """Whether a request ended before any of it could have been read."""
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.ProxyError):
        return True
    reason = getattr(error.args[0], "reason", None) if error is not None and error.args else None
    return isinstance(reason, NewConnectionError)
