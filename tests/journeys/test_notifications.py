"""Notifications in a patient's browser: turned on and off, and shown by the portal's worker in it."""

import json
from collections.abc import Callable, Iterator

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, BrowserType, Error, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from aftercare.models import PushSubscription
from tests.journeys.conftest import WHOLE_CHROMIUM

pytestmark = pytest.mark.skipif(WHOLE_CHROMIUM is None, reason="Chromium is not installed here as a whole")

PATIENT = "wren@patients.example"
KEY = "BA" + "x" * 85
ENDPOINT = "https://push.example/send/of-this-browser"
PUSH_SERVICE = f"""
    const held = {{
      endpoint: "{ENDPOINT}",
      toJSON: () => ({{ endpoint: "{ENDPOINT}", keys: {{ p256dh: "{KEY}", auth: "{"y" * 22}" }} }}),
      unsubscribe: async () => localStorage.removeItem("held"),
    }};
    PushManager.prototype.getSubscription = async () => (localStorage.getItem("held") ? held : null);
    PushManager.prototype.subscribe = async () => {{ localStorage.setItem("held", "yes"); return held; }};
"""
"""A push service of the browser's own, in place of one on the internet."""
NO_PUSH_SERVICE = (
    "PushManager.prototype.subscribe = async () => { throw new DOMException('', 'AbortError'); };"
)
SILENT_PUSH_SERVICE = "PushManager.prototype.subscribe = () => new Promise(() => {});"
SHOWN = """
    navigator.serviceWorker.ready.then((worker) => worker.getNotifications())
      .then((all) => all.map((one) => [one.title, one.body, one.tag]))
"""


@pytest.fixture(scope="module")
def browser(browser_type: BrowserType, browser_type_launch_args: dict) -> Iterator[Browser]:
    """The whole Chromium: its shell shows no notifications."""
    browser = browser_type.launch(**{**browser_type_launch_args, "executable_path": WHOLE_CHROMIUM})
    yield browser
    browser.close()


@pytest.fixture
def notified() -> Iterator[None]:
    with override_settings(WEB_PUSH_OFFERED=True, WEB_PUSH_PUBLIC_KEY=KEY):
        yield


def devices(page: Page) -> Locator:
    return page.get_by_role("region", name="Notifications on this device")


def test_without_javascript_notifications_explain_themselves(
    visitor: Callable[..., Page], notified: None
) -> None:
    page = visitor(PATIENT, java_script_enabled=False)
    page.goto("/me/")

    expect(devices(page).get_by_text("You miss nothing")).to_be_visible()
    expect(devices(page).get_by_role("button")).to_have_count(0)


def test_a_browser_that_blocks_notifications_says_so(visitor: Callable[..., Page], notified: None) -> None:
    page = visitor(PATIENT)
    page.add_init_script("Object.defineProperty(Notification, 'permission', { value: 'denied' })")
    page.goto("/me/")

    expect(devices(page).get_by_text("Notifications are blocked in this browser.")).to_be_visible()
    expect(devices(page).get_by_role("button")).to_have_count(0)


@pytest.mark.parametrize("service", [NO_PUSH_SERVICE, SILENT_PUSH_SERVICE])
def test_a_browser_that_gets_no_address_can_try_again(
    visitor: Callable[..., Page], notified: None, service: str
) -> None:
    page = visitor(PATIENT, permissions=["notifications"])
    page.add_init_script(service)
    page.clock.install()
    page.goto("/me/")

    devices(page).get_by_role("button", name="Turn on here").click()
    page.evaluate("navigator.serviceWorker.ready")
    page.clock.run_for(30_000)

    expect(devices(page).get_by_text("That did not work, and nothing has changed.")).to_be_visible()
    expect(devices(page).get_by_role("button", name="Turn on here")).to_be_visible()
    assert PushSubscription.objects.count() == 0


def test_notifications_are_turned_on_and_off_on_a_device(
    visitor: Callable[..., Page], notified: None
) -> None:
    page = visitor(PATIENT, permissions=["notifications"])
    page.add_init_script(PUSH_SERVICE)
    page.goto("/me/")

    devices(page).get_by_role("button", name="Turn on here").click()
    expect(devices(page).get_by_text("This device shows notifications.")).to_be_visible()
    kept = PushSubscription.objects.get()
    page.reload()
    expect(devices(page).get_by_role("button")).to_have_text(["Turn off here"])
    devices(page).get_by_role("button", name="Turn off here").click()
    expect(devices(page).get_by_role("button", name="Turn on here")).to_be_visible()

    assert (kept.patient.user.email, kept.endpoint, kept.p256dh) == (PATIENT, ENDPOINT, KEY)
    assert PushSubscription.objects.count() == 0


def test_the_worker_shows_what_was_sent_and_leads_nowhere_else(
    visitor: Callable[..., Page], demo: LiveServer
) -> None:
    page = visitor("", permissions=["notifications"])
    page.goto("/")
    browser = page.context.new_cdp_session(page)
    registered: list[str] = []
    browser.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: registered.extend(one["registrationId"] for one in told["registrations"]),
    )
    try:
        browser.send("ServiceWorker.enable")
        page.evaluate(
            "navigator.serviceWorker.register('/push-worker.js')"
            ".then(() => navigator.serviceWorker.ready).then(() => null)"
        )
        sent = {"title": "Juniper Hollow", "body": "Something waits for you.", "url": f"{demo.url}/today/"}
        for tag in ("first", "second", "first"):
            data = json.dumps({**sent, "tag": tag})
            message = {"origin": demo.url, "registrationId": registered[-1], "data": data}
            browser.send("ServiceWorker.deliverPushMessage", message)
    except Error as refused:
        pytest.skip(f"this Chromium delivers no push message by hand: {refused}")

    # the third takes the place of the first, which is gone for a moment: looked at in one go
    shown = page.wait_for_function(f"({SHOWN}).then((all) => all.length === 2 && all)").json_value()
    worker = page.context.service_workers[0]
    led_to = [
        worker.evaluate("ownAddress", url) for url in (sent["url"], "/plan/", None, "https://x.example/")
    ]
    assert sorted(shown) == [[sent["title"], sent["body"], tag] for tag in ("first", "second")]
    assert led_to == [sent["url"], f"{demo.url}/plan/", f"{demo.url}/", f"{demo.url}/"]
