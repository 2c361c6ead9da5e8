"""Two pages for whatever watches the portal: is the process alive, and can it serve."""

import logging
from dataclasses import asdict
from uuid import uuid4

from django.conf import settings
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import Redis
from redis.exceptions import RedisError

from aftercare.queries.outreach_health import OutreachHealth, outreach_health

logger = logging.getLogger(__name__)


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 while this process can answer at all; nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 if PostgreSQL and Redis both answer now, else 503 naming the one that does not.

    Late outreach is told beside it, for alarms: this process can serve pages all the same.
    """
    outreach = postgresql_answers()
    answers = {"postgresql": outreach is not None, "redis": redis_answers()}
    words = {name: "ok" if answered else "no answer" for name, answered in answers.items()}
    return JsonResponse(
        {**words, "outreach": numbers(outreach) if outreach else None},
        status=200 if all(answers.values()) else 503,
    )


def numbers(outreach: OutreachHealth) -> dict[str, object]:
    """The part of the answer that is about outreach: one word, and the seconds that it comes from."""
    seconds = {name: value for name, value in asdict(outreach).items() if name.endswith("_seconds")}
    return {"status": outreach.status, **seconds}


def postgresql_answers() -> OutreachHealth | None:
    """What the database says of outreach; None where no answer comes back."""
    try:
        return outreach_health(now=timezone.now())
    except DatabaseError:
        logger.exception("readyz: PostgreSQL does not answer")
        return None


def redis_answers() -> bool:
    """Whether a value written to Redis can be read again."""
    key = f"readyz-{uuid4()}"
    try:
        with Redis.from_url(settings.REDIS_URL, socket_timeout=5, socket_connect_timeout=5) as redis:
            redis.set(key, "1", ex=5)
            return bool(redis.get(key) == b"1")
    except (RedisError, OSError):
        logger.exception("readyz: Redis does not answer")
        return False
