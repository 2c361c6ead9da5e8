"""The cache: Redis, and this process's own memory while Redis does not answer."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

SECONDS_OF_REST = 10.0
"""How long Redis is left alone after it gave no answer: who signs in waits for its silence once."""


def steady(name: str) -> Callable[..., Any]:
    """The method `name` of Redis's cache, or of the memory beside it while Redis gives no answer."""
    asks_redis, asks_memory = getattr(RedisCache, name), getattr(LocMemCache, name)

    def ask(self: "SteadyCache", *args: Any, **options: Any) -> Any:
        if time.monotonic() >= self.rests_until:
            try:
                return asks_redis(self, *args, **options)
            except (RedisError, OSError):
                logger.exception("Redis does not answer: what is counted is kept in memory")
                self.rests_until = time.monotonic() + SECONDS_OF_REST
        return asks_memory(self.beside, *args, **options)

    return ask


class SteadyCache(RedisCache):
    """Django's cache in Redis for what must go on without it: the limits of signing in.

    While Redis gives no answer each process counts for itself, so that the limits hold for a process.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.beside = LocMemCache("beside-redis", {})
        self.rests_until = 0.0

    add = steady("add")
    get = steady("get")
    set = steady("set")
    delete = steady("delete")
