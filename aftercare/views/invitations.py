"""The link in an invitation: a page first, because mail scanners open links, and then one button."""

import pghistory
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from aftercare.accounts import BACKEND
from aftercare.queries.invitations import find_invitation
from aftercare.services.people import InvitationRefused, accept_invitation
from aftercare.views.front import start_of


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """GET: a welcome, which uses nothing up. POST: in, once."""
    now = timezone.now()
    if request.method == "POST":
        pghistory.context(url="/invitations/")  # the record of changes keeps no link, not even a used one
        try:
            user = accept_invitation(token=token, at=now)
        except InvitationRefused:
            return show(request, token)
        login(request, user, backend=BACKEND)
        return redirect(start_of(user))
    return show(request, token)


def show(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a link; no address that it leads to gets to know the link."""
    page = find_invitation(token=token, at=timezone.now())
    template = "front/invitation.html" if page.usable else "front/invitation_closed.html"
    response = render(request, template, {"page": page})
    response["Referrer-Policy"] = "strict-origin"  # "no-referrer" would empty the Origin that CSRF looks at
    return response
