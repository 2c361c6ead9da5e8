"""Weight: what a phone loads on its first visit to Today, and how long a slow network lets its owner wait."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.benchmarks import web
from tests.benchmarks.figures import Figure, Mark
from tests.benchmarks.rounds import Progress
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.stand import Stand

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PHONE = {"width": 390, "height": 844}
SLOWER_PROCESSOR = 4  # times
SLOW_4G = {
    "offline": False,
    "latency": 150,  # milliseconds before each answer
    "downloadThroughput": 1_600_000 / 8,  # bytes a second
    "uploadThroughput": 750_000 / 8,
}
"""A phone as Lighthouse imagines it, by Chromium's own brakes; connecting and TLS are not in it."""

FIRST_CONTENT = """() => new Promise(tell => new PerformanceObserver(list => {
    for (const paint of list.getEntriesByName("first-contentful-paint")) tell(paint.startTime);
}).observe({type: "paint", buffered: true}))"""


def steps(sizes: Sizes) -> int:
    """How many steps `measure` takes."""
    return 1 + sizes.rounds


def measure(stand: Stand, sizes: Sizes, progress: Progress) -> Iterator[Figure]:
    """Kilobytes over the network, their headers included, and milliseconds; nothing without Chromium."""
    progress.step("the demo clinics and the static files are there")
    if CHROMIUM is None:
        return
    web.open_demo(stand)
    cookie = web.sign_in(web.PATIENT)
    visits = []
    with web.serve(stand, "tests.benchmarks.site") as site, chromium() as browser:
        site.get("/today/", cookie)  # so that the process is warm; the browser is a new one each time
        for number in range(1, sizes.rounds + 1):
            progress.step(f"first visit to Today, round {number} of {sizes.rounds}")
            visits.append(first_visit(browser, f"http://127.0.0.1:{site.port}/today/", cookie))
    weights, waits = zip(*visits, strict=True)
    what = "first visit to Today: page, stylesheet, scripts and drawings over the network"
    yield Figure("weight.today", what, "KB", weights, Mark.at_most(60))
    what = "first visit to Today: until the first content stands there, on slow 4G"
    yield Figure("weight.today.content", what, "ms", waits, Mark.at_most(1000))


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as playwright:
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=sandbox)
        yield browser
        browser.close()


def first_visit(browser: Browser, address: str, cookie: dict[str, str]) -> tuple[float, float]:
    """KB, and milliseconds to the first content, for a browser that has never been there."""
    context = browser.new_context(viewport=PHONE, extra_http_headers={**web.HEADERS, **cookie})
    page = context.new_page()
    tools = context.new_cdp_session(page)
    loaded: list[float] = []
    tools.on("Network.loadingFinished", lambda told: loaded.append(told["encodedDataLength"]))
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", SLOW_4G)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_PROCESSOR})
    page.goto(address, wait_until="networkidle")
    waited: Any = page.evaluate(FIRST_CONTENT)
    context.close()
    return sum(loaded) / 1000, waited
