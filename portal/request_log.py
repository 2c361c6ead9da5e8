"""One log line a request, and an id that ties the other lines of the request, and of its tasks, to it."""

from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware

from portal.discreet_logs import without_secrets


class RequestLogMiddleware(RequestMiddleware):
    """django-structlog's, but without the query: what somebody asks about their health stands there."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """The method and the path, without the link that it may hold."""
        return without_secrets(f"{request.method} {request.path}")
