"""Response headers that depend on who is asking."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

PRIVATE_PREFIXES = ("/accounts/", "/invitations/", "/unsubscribe/", "/check-ins/", "/demo/")


class NoStoreMiddleware:
    """Forbid every cache, the browser's included, to keep a page that may show a person's data.

    A signed-in page must not come back with the Back button on a shared phone, and the pages around sign-in
    carry codes and single-use links.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on and mark the answer."""
        response = self.get_response(request)
        if is_private(request):
            response["Cache-Control"] = "no-store"
        return response


def is_private(request: HttpRequest) -> bool:
    """Whether the answer to this request may hold something about one person."""
    return request.path.startswith(PRIVATE_PREFIXES) or request.user.is_authenticated
