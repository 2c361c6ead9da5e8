"""The link in an invitation: a page first, because mail scanners open links, and then one button."""

import pghistory
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from aftercare.accounts import BACKEND
from aftercare.forms.staff import JoinForm
from aftercare.queries.invitations import InvitationPage, find_invitation
from aftercare.services.people import InvitationRefused, accept_invitation
from aftercare.services.staff import join_staff
from aftercare.views.front import start_of


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """GET: a welcome, which uses nothing up. POST: in, once; one of the staff chooses a password with it."""
    now = timezone.now()
    page = find_invitation(token=token, at=now)
    asked = request.POST if request.method == "POST" else None
    form = JoinForm(asked, email=page.email, full_name=page.full_name) if page.staff else None
    if request.method != "POST" or (form is not None and not form.is_valid()):
        return show(request, page, form)
    pghistory.context(url="/invitations/")  # the record of changes keeps no link, not even a used one
    try:
        if form is None:
            user = accept_invitation(token=token, at=now)
        else:
            user = join_staff(token=token, password=form.cleaned_data["password1"], at=now)
    except InvitationRefused:
        return show(request, find_invitation(token=token, at=now), None)
    login(request, user, backend=BACKEND)
    return redirect(start_of(user))


def show(request: HttpRequest, page: InvitationPage, form: JoinForm | None) -> HttpResponse:
    """The page behind a link; no address that it leads to gets to know the link."""
    welcome = "front/invitation_staff.html" if page.staff else "front/invitation.html"
    template = welcome if page.usable else "front/invitation_closed.html"
    response = render(request, template, {"page": page, "form": form})
    response["Referrer-Policy"] = "strict-origin"  # "no-referrer" would empty the Origin that CSRF looks at
    return response
