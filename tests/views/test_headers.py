"""What every answer carries: a strict content policy, and no caching of what is somebody's own."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from aftercare.models import Patient, User
from tests.cast import PASSWORD

PUBLIC = ["/", "/healthz"]
AROUND_SIGN_IN = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/invitations/x/",
    "/unsubscribe/x/",
]
NOT_THERE = ["/nothing/", "/accounts/nothing/", "/demo/mail/"]


def policy_of(response: HttpResponse) -> dict[str, str]:
    directives = (one.strip().partition(" ") for one in response["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in directives if name}


@pytest.mark.parametrize("address", [*PUBLIC, *AROUND_SIGN_IN, *NOT_THERE])
def test_every_page_has_a_policy_without_exceptions(client, db, address: str):
    policy = policy_of(client.get(address))

    assert policy["default-src"] == "'none'"
    assert {value for value in policy.values() if value not in ("'none'", "'self'")} == set()


def test_error_pages_have_the_policy(db, monkeypatch):
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    forbidden = client.post("/accounts/login/")
    unknown_host = client.get("/", headers={"Host": "elsewhere.example"})
    not_allowed = Client().post("/healthz")
    monkeypatch.setattr("portal.health.postgresql_answers", lambda: 1 / 0)
    broken = client.get("/readyz")

    answers = (forbidden, unknown_host, not_allowed, broken)
    assert [answer.status_code for answer in answers] == [403, 400, 405, 500]
    assert {policy_of(answer)["default-src"] for answer in answers} == {"'none'"}


@pytest.mark.parametrize("address", [*PUBLIC[:1], *AROUND_SIGN_IN])
def test_pages_keep_the_policy_they_are_served_with(client, db, settings, address: str):
    settings.DEMO_MODE = True

    page = client.get(address).content.decode()

    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=|javascript:", page) == []
    assert re.findall(r"(?:src|href|action)=\"(?:https?:)?//", page) == []


@pytest.mark.parametrize("address", AROUND_SIGN_IN)
def test_pages_around_sign_in_are_kept_in_no_cache(client, db, address: str):
    assert client.get(address)["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["/", "/patients/", "/nothing/", "/accounts/logout/"])
def test_signed_in_pages_are_kept_in_no_cache(client, scheduler: User, address: str):
    client.force_login(scheduler)

    assert client.get(address)["Cache-Control"] == "no-store"


def test_signed_out_front_page_may_be_kept(client, db):
    assert "Cache-Control" not in client.get("/")


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client, nurse: User):
    client.get("/accounts/login/")
    client.post("/accounts/login/", {"login": nurse.email, "password": PASSWORD})

    flags = {name: (cookie["httponly"], cookie["samesite"]) for name, cookie in client.cookies.items()}
    assert flags == {"csrftoken": (True, "Lax"), "sessionid": (True, "Lax")}


def test_cookies_of_production_travel_encrypted_only(client, nurse: User, settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True

    client.get("/accounts/login/")
    client.post("/accounts/login/", {"login": nurse.email, "password": PASSWORD})

    assert {cookie["secure"] for cookie in client.cookies.values()} == {True}


def test_sign_in_begins_a_new_session(client, patient: Patient, nurse: User):
    client.post("/accounts/login/code/", {"email": patient.user.email})
    before = client.session.session_key

    client.post("/accounts/login/", {"login": nurse.email, "password": PASSWORD})

    assert client.session.session_key != before


def test_frames_and_guessed_types_are_forbidden(client, db):
    answer = client.get("/")

    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
