"""What Redis and the workers say of themselves. Redis holds nothing that is not in PostgreSQL too."""

from dataclasses import dataclass

from celery import current_app
from django.conf import settings
from kombu.exceptions import OperationalError
from redis import Redis
from redis.exceptions import RedisError

QUEUES = ("clinical", "escalations", "outreach")
REDIS_SECONDS = 2
PING_SECONDS = 1.0
"""A worker that is well answers within milliseconds, whatever its pool is busy with."""


@dataclass(frozen=True, slots=True)
class Broker:
    """How many tasks wait in each queue, and which workers answer, by name."""

    queues: dict[str, int]
    workers: tuple[str, ...]


def ask_broker() -> Broker | None:
    """The broker as it is; None where Redis does not answer."""
    redis = Redis.from_url(
        settings.REDIS_URL, socket_timeout=REDIS_SECONDS, socket_connect_timeout=REDIS_SECONDS
    )
    try:
        with redis:
            queues = {name: redis.llen(name) for name in QUEUES}
        answers = current_app.control.ping(timeout=PING_SECONDS)
    except (RedisError, OperationalError, OSError):
        return None
    return Broker(queues, tuple(sorted(name for answer in answers for name in answer)))
