"""Signing in while Redis is away: what its limits count is kept in the process's own memory."""

import time
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from django.test import Client

from aftercare.models import User
from portal.cache import SECONDS_OF_REST
from tests.cast import PASSWORD

LOGIN = "/accounts/login/"


@pytest.fixture
def no_redis(settings) -> Iterator[None]:
    nowhere = {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": nowhere}
    yield
    LocMemCache("beside-redis", {}).clear()


def test_a_nurse_signs_in_without_redis(client: Client, nurse: User, no_redis: None) -> None:
    client.post(LOGIN, {"login": nurse.email, "password": PASSWORD})

    assert client.session["_auth_user_id"] == str(nurse.pk)


def test_wrong_passwords_are_counted_without_redis(client: Client, nurse: User, no_redis: None) -> None:
    for _ in range(5):
        client.post(LOGIN, {"login": nurse.email, "password": "wrong"})

    answer = client.post(LOGIN, {"login": nurse.email, "password": PASSWORD})

    assert answer.context["form"].non_field_errors() == [
        "Too many tries. Wait a few minutes, then try again."
    ]


def test_redis_is_asked_again_after_a_rest() -> None:
    cache.set("told", "by Redis", 60)

    cache.rests_until = time.monotonic() + SECONDS_OF_REST
    resting = cache.get("told")
    cache.rests_until = time.monotonic()
    rested = cache.get("told")

    assert (resting, rested) == (None, "by Redis")
