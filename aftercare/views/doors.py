"""Which role may enter which page. Whoever may not is told that there is no such page."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

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
        def for_role(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if cast(User, request.user).role not in roles:
                raise RecordNotFound
            return view(request, *args, **kwargs)

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST" and not request.user.is_authenticated:
                if request.htmx:  # the page stays as it is, with what was typed
                    return HttpResponse(status=401)
                messages.warning(request, _lost(by_patient="patient" in roles))
            return for_role(request, *args, **kwargs)

        return guarded

    return door


def _lost(*, by_patient: bool) -> str:
    """What is told about a form that came after its sender's session had ended: nobody may rely on it."""
    lost = _("You had been signed out. What you just sent was not saved, and nobody has seen it.")
    if by_patient:
        return lost + " " + _("If it is an emergency, call 911 now. If not, sign in and send it again.")
    return lost + " " + _("Sign in and send it again.")


for_patients = for_roles("patient")
for_schedulers = for_roles("scheduler", "administrator")
for_nurses = for_roles("nurse", "administrator")
for_administrators = for_roles("administrator")
for_staff = for_roles("scheduler", "nurse", "administrator")
