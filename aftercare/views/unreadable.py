"""What is answered to a request that cannot be read, or to a form that came without a valid token."""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.template.loader import render_to_string

from aftercare.forms.check_in_sent import read_sent
from aftercare.forms.check_in_steps import STEPS
from aftercare.views.held_answers import hold_unproved


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponseBadRequest:
    """The page of a 400. Django's own looks for a CSRF token in the unreadable form, and fails."""
    return HttpResponseBadRequest(render_to_string("400.html"))


def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: nothing is done. What it tells of a check-in is held for its patient."""
    match = request.resolver_match
    step = match.kwargs["step"] if match is not None and match.url_name == "check_in_step" else ""
    if step in STEPS:
        return hold_unproved(request, read_sent(request.POST, step))
    return render(request, "403_csrf.html", status=403)
