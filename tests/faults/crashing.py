"""The portal's Celery application with a pool process that kills itself, once, at a chosen point.

`CRASH_AT` is `<point>:<n>`: a process that comes to the point for the n-th time dies there, as by `kill -9`;
the file `CRASH_ONCE` keeps every later one alive.
"""

import os
import signal
from collections.abc import Callable
from functools import wraps
from itertools import count
from pathlib import Path

import django
from django.db import transaction

from portal.celery import app

django.setup()

from aftercare import tasks  # noqa: E402 - models need the setup
from aftercare.models.outgoing import OutgoingQuerySet  # noqa: E402
from aftercare.notifications.email import EmailChannel  # noqa: E402
from aftercare.services import invitations  # noqa: E402

__all__ = ["app"]

POINT, _, NUMBER = os.environ["CRASH_AT"].partition(":")
passes = count(1)


def crash() -> None:
    if next(passes) == int(NUMBER):
        try:
            Path(os.environ["CRASH_ONCE"]).touch(exist_ok=False)
        except FileExistsError:
            return
        os.kill(os.getpid(), signal.SIGKILL)


def before(function: Callable) -> Callable:
    @wraps(function)
    def dies_before(*args: object, **kwargs: object) -> object:
        crash()
        return function(*args, **kwargs)

    return dies_before


def after(function: Callable) -> Callable:
    @wraps(function)
    def dies_after(*args: object, **kwargs: object) -> object:
        result = function(*args, **kwargs)
        crash()
        return result

    return dies_after


def within(function: Callable) -> Callable:
    """After the statement, before it is committed."""
    return transaction.atomic(after(function))


POINTS = {
    "claimed": (tasks, "claim_due", after),
    "before-intent": (OutgoingQuerySet, "intend", before),
    "after-intent": (OutgoingQuerySet, "intend", after),
    "link-issued": (invitations, "issue_link", after),
    "after-send": (EmailChannel, "send", after),
    "within-record": (OutgoingQuerySet, "record", within),
}
place, name, wrap = POINTS[POINT]
setattr(place, name, wrap(getattr(place, name)))
