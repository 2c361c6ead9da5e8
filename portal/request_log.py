"""One log line a request, and an id that ties the other lines of the request, and of its tasks, to it."""

from http import HTTPStatus

import structlog
from django.http import HttpRequest, HttpResponse
from django_structlog.middlewares import RequestMiddleware

from portal.discreet_logs import without_secrets

PROBES = ("/healthz", "/readyz")


class RequestLogMiddleware(RequestMiddleware):
    """django-structlog's, but without the query: what somebody asks about their health stands there."""

    def handle_response(self, request: HttpRequest, response: HttpResponse) -> None:
        """Log the answer, unless it is the usual one to a probe: that comes every few seconds, for ever."""
        if request.path in PROBES and response.status_code == HTTPStatus.OK:
            structlog.contextvars.clear_contextvars()
        else:
            super().handle_response(request, response)

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """The method and the path, without the link that it may hold."""
        return without_secrets(f"{request.method} {request.path}")
