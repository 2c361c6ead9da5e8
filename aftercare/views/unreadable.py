"""What is answered to a request that cannot be read at all."""

from django.http import HttpRequest, HttpResponseBadRequest
from django.template.loader import render_to_string


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponseBadRequest:
    """The page of a 400. Django's own looks for a CSRF token in the unreadable form, and fails."""
    return HttpResponseBadRequest(render_to_string("400.html"))
