"""The settings of production: what they refuse, and what they send to browsers."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from portal.local.state import PROJECT
from portal.settings import broker_url, cache_url

COMPLETE = {
    "AFTERCARE_MODE": "production",
    "SECRET_KEY": "x" * 60,
    "PORTAL_URL": "https://portal.example",
    "ALLOWED_HOSTS": "portal.example",
    "DATABASE_URL": "postgresql://portal:none@db.example/portal",
    "REDIS_URL": "redis://redis.example:6379/0",
    "EMAIL_HOST": "mail.example",
    "DEFAULT_FROM_EMAIL": "aftercare@portal.example",
}


def print_setting(expression: str, environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Load the settings in a process of their own, with this environment and no other."""
    program = f"from portal import settings; print({expression})"
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=PROJECT,
        env={"PATH": os.environ["PATH"], **environ},
        capture_output=True,
        text=True,
        check=False,
    )


def test_settings_without_a_mode_are_those_of_production() -> None:
    environ = {name: value for name, value in COMPLETE.items() if name != "AFTERCARE_MODE"}

    loaded = print_setting("settings.PRODUCTION, settings.DEBUG", environ)

    assert loaded.stdout.strip() == "True False"


@pytest.mark.parametrize("name", [name for name in COMPLETE if name != "AFTERCARE_MODE"])
@pytest.mark.parametrize("absence", ["missing", "empty"])
def test_production_refuses_to_start_without_a_value_and_names_it(name: str, absence: str) -> None:
    environ = dict(COMPLETE)
    if absence == "empty":
        environ[name] = ""
    else:
        del environ[name]

    loaded = print_setting("settings.SECRET_KEY", environ)

    assert loaded.returncode == 1
    assert loaded.stderr.splitlines()[-1].startswith(
        f"django.core.exceptions.ImproperlyConfigured: {name} is not set. "
    )


def test_a_lease_that_ends_while_a_worker_may_still_be_sending_is_refused() -> None:
    loaded = print_setting("settings.SECRET_KEY", COMPLETE | {"OUTREACH_LEASE_SECONDS": "60"})

    assert "OUTREACH_LEASE_SECONDS must be above 60" in loaded.stderr.splitlines()[-1]


BY_PROVIDER = {name: value for name, value in COMPLETE.items() if name != "EMAIL_HOST"} | {
    "EMAIL_BACKEND": "anymail.backends.postmark.EmailBackend",
}


def test_mail_provider_needs_no_mail_host_but_a_secret_for_what_it_tells() -> None:
    anymail = '{"POSTMARK_SERVER_TOKEN": "x", "WEBHOOK_SECRET": "user:password"}'

    loaded = print_setting("settings.MAIL_WEBHOOKS", BY_PROVIDER | {"ANYMAIL": anymail})

    assert loaded.stdout.strip() == "True"


@pytest.mark.parametrize("anymail", ["{}", '{"POSTMARK_SERVER_TOKEN": "x"}', '{"WEBHOOK_SECRET": ""}'])
def test_mail_provider_without_a_secret_is_refused_with_a_hint(anymail: str) -> None:
    loaded = print_setting("settings.MAIL_WEBHOOKS", BY_PROVIDER | {"ANYMAIL": anymail})

    last = loaded.stderr.splitlines()[-1]
    assert last.startswith("django.core.exceptions.ImproperlyConfigured: ANYMAIL holds no WEBHOOK_SECRET. ")
    assert last.endswith(" https://user:password@portal.example/webhooks/mail/<provider>/tracking/")


SMS = {"TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": "x", "SMS_FROM": "+12125550100"}
PUSH = {
    "WEB_PUSH_PRIVATE_KEY": "3KzvKasA2SoCxsp0iIG_o9B0Ozvl1XDwI63JRKNIWBM",
    "WEB_PUSH_CONTACT": "mailto:it@juniper.example",
}


@pytest.mark.parametrize(
    ("given", "offered"),
    [
        ({}, "False False"),
        (SMS, "True False"),
        ({**SMS, "SMS_FROM": ""}, "False False"),
        (PUSH, "False True"),
        ({**PUSH, "WEB_PUSH_CONTACT": ""}, "False False"),
    ],
)
def test_a_channel_is_offered_where_it_is_set_up(given: dict[str, str], offered: str) -> None:
    loaded = print_setting("settings.SMS_OFFERED, settings.WEB_PUSH_OFFERED", COMPLETE | given)

    assert loaded.stdout.strip() == offered


def test_browsers_get_the_public_half_of_the_key_and_production_writes_to_no_bare_http() -> None:
    expression = "settings.WEB_PUSH_PUBLIC_KEY, settings.WEB_PUSH_ALLOW_HTTP"

    loaded = print_setting(expression, COMPLETE | PUSH)

    key, allowed = loaded.stdout.split()
    assert (len(key), key[0], allowed) == (87, "B", "False")


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"WEB_PUSH_PRIVATE_KEY": "no key"}, "WEB_PUSH_PRIVATE_KEY"),
        ({"WEB_PUSH_CONTACT": "it@juniper.example"}, "WEB_PUSH_CONTACT"),
    ],
)
def test_web_push_that_could_not_work_is_refused(changes: dict[str, str], name: str) -> None:
    loaded = print_setting("settings.WEB_PUSH_OFFERED", COMPLETE | PUSH | changes)

    last = loaded.stderr.splitlines()[-1]
    assert last.startswith(f"django.core.exceptions.ImproperlyConfigured: {name} ")


def test_settings_refuse_an_unknown_mode() -> None:
    loaded = print_setting("settings.MODE", {"AFTERCARE_MODE": "live"})

    assert loaded.stderr.splitlines()[-1] == (
        "django.core.exceptions.ImproperlyConfigured: AFTERCARE_MODE is 'live'; "
        "it must be one of: development, demo, test, production."
    )


def test_development_needs_nothing_from_the_environment() -> None:
    loaded = print_setting("settings.LOCAL_POSTGRES, settings.LOCAL_REDIS", {"AFTERCARE_MODE": "development"})

    assert loaded.stdout.strip() == "True True"


def test_cookies_of_production_travel_by_tls_only_and_are_hidden_from_scripts() -> None:
    names = ["SESSION_COOKIE", "CSRF_COOKIE"]
    expression = ", ".join(f"settings.{name}_SECURE, settings.{name}_HTTPONLY" for name in names)

    loaded = print_setting(expression, COMPLETE)

    assert loaded.stdout.strip() == "True True True True"


def test_content_security_policy_allows_nothing_unsafe_and_no_other_host() -> None:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]

    allowed = {source for sources in directives.values() for source in sources}

    assert allowed == {"'self'", "'none'"}
    assert directives["default-src"] == ["'none'"]


@pytest.mark.parametrize(
    ("given", "broker", "cache"),
    [
        ("redis://host:6379/0", "redis://host:6379/0", "redis://host:6379/1"),
        ("redis://host:6379", "redis://host:6379", "redis://host:6379/1"),
        ("rediss://u:p@host:6379/3", "rediss://u:p@host:6379/3", "rediss://u:p@host:6379/4"),
        ("unix:///run/r.sock?db=2", "redis+socket:///run/r.sock?virtual_host=2", "unix:///run/r.sock?db=3"),
        ("unix:///run/r.sock", "redis+socket:///run/r.sock?virtual_host=0", "unix:///run/r.sock?db=1"),
    ],
)
def test_broker_and_cache_have_a_redis_database_each(given: str, broker: str, cache: str) -> None:
    assert broker_url(given) == broker
    assert cache_url(given) == cache
