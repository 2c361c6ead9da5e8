"""Two pages for whatever watches the portal: is the process alive, and can it serve."""

import logging
from uuid import uuid4

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 while this process can answer at all; nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 if PostgreSQL and Redis both answer now, else 503 naming the one that does not."""
    answers = {"postgresql": postgresql_answers(), "redis": redis_answers()}
    status = 200 if all(answers.values()) else 503
    words = {name: "ok" if answered else "no answer" for name, answered in answers.items()}
    return JsonResponse(words, status=status)


def postgresql_answers() -> bool:
    """Whether a statement comes back from the database."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except DatabaseError:
        logger.exception("readyz: PostgreSQL does not answer")
        return False


def redis_answers() -> bool:
    """Whether a value written to the cache can be read again."""
    key = f"readyz-{uuid4()}"
    try:
        cache.set(key, 1, timeout=5)
        return bool(cache.get(key) == 1)
    except (RedisError, OSError):
        logger.exception("readyz: Redis does not answer")
        return False
