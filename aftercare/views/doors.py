"""Which role may enter which page. Whoever may not is told that there is no such page."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase

from aftercare.models import User
from aftercare.queries.access import RecordNotFound

View = Callable[..., HttpResponseBase]


class SignedInRequest(HttpRequest):
    """A request behind a door: its user is one of ours."""

    user: User


def for_roles(*roles: str) -> Callable[[View], View]:
    """A door: signed-in people of these roles come in, anyone else gets a 404, strangers the sign-in page."""

    def door(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if cast(User, request.user).role not in roles:
                raise RecordNotFound
            return view(request, *args, **kwargs)

        return guarded

    return door


for_patients = for_roles("patient")
for_schedulers = for_roles("scheduler", "administrator")
for_nurses = for_roles("nurse", "administrator")
for_staff = for_roles("scheduler", "nurse", "administrator")
