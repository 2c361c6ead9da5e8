"""The front page, and where everyone begins once signed in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from aftercare.models import User
from portal.demo_logins import DEMO_LOGINS

START = {
    User.Role.PATIENT: "today",
    User.Role.SCHEDULER: "schedule",
    User.Role.NURSE: "queue",
    User.Role.ADMINISTRATOR: "queue",
}


def start_of(user: User) -> str:
    """The name of the page on which somebody's day begins."""
    return START[User.Role(user.role)]


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What this is, and the way in; whoever is in already is led to their own start."""
    if isinstance(request.user, User):
        return redirect(start_of(request.user))
    logins = DEMO_LOGINS if settings.DEMO_MODE else ()
    return render(request, "front/front_page.html", {"logins": logins})
