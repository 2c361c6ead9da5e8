"""A real browser on the living demo: Chromium where it is, and a skip that says so where it is not."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from portal.demo_logins import PASSWORD
from tests.journeys.demo_copy import DemoCopy

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
WHOLE_CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
CHROMIUM = shutil.which("chromium-headless-shell") or WHOLE_CHROMIUM
"""The same engine without the windows around it, which nobody sees and which take most of the time."""
CODE = re.compile(r"\b\d{4}[- ]?\d{4}\b")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents and "visitor" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed here"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    quiet = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ]
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": CHROMIUM, "args": [*quiet, *sandbox]}


@pytest.fixture(scope="session", autouse=True)
def playwright_beside_django() -> None:
    """Playwright's loop runs in the tests' own thread to the end; Django takes that for asynchronous code."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def demo_copy() -> DemoCopy:
    """What this process has of a demo that was opened before."""
    return DemoCopy()


@pytest.fixture
def demo(live_server: LiveServer, demo_copy: DemoCopy) -> LiveServer:
    """The demo clinics on a live server, with nobody counted yet who asked for a code."""
    cache.clear()
    demo_copy.open()
    return live_server


@pytest.fixture
def visitor(browser: Browser, demo: LiveServer) -> Iterator[Callable[..., Page]]:
    """Opens the demo for somebody: `visitor("odile@juniper.example", DESKTOP)`; "" for nobody.

    Any message in the browser's console, a refusal by the content security policy above all, fails the test.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def visit(email: str, viewport: dict = PHONE, **context: object) -> Page:
        opened = browser.new_context(base_url=demo.url, viewport=viewport, **context)
        contexts.append(opened)
        page = opened.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if email:
            sign_in(page, email)
        return page

    yield visit
    for context in contexts:
        context.close()
    expected = ("401 (Unauthorized)", "Error Code 401", "404 (Not Found)", "ERR_INTERNET_DISCONNECTED")
    given_up = ("htmx:afterRequest", "htmx:sendAbort", "htmx:sendError")  # made room for a newer one; offline
    assert [said for said in complaints if not any(one in said for one in (*expected, *given_up))] == []


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Patients by the code in their mail, staff with the demo's password unless they have another."""
    page.goto("/accounts/login/")
    ask_to_come_in(page, email, password)
    page.wait_for_url(lambda url: "/accounts/" not in url)


def ask_to_come_in(page: Page, email: str, password: str = PASSWORD) -> None:
    if not email.endswith("@patients.example"):
        staff = page.locator("form", has=page.locator("input[type=password]"))
        staff.locator("input[type=email]").fill(email)
        staff.locator("input[type=password]").fill(password)
        staff.get_by_role("button").click()
        return
    patients = page.locator("form", has=page.get_by_role("button", name="E-mail me a code"))
    patients.locator("input[type=email]").fill(email)
    patients.get_by_role("button").click()
    page.locator("input[name=code]").wait_for()
    found = CODE.search(str(mail.outbox[-1].body))
    assert found, "no code in the mail"
    page.locator("input[name=code]").fill(found[0])
    page.locator("main form button[type=submit]").first.click()
