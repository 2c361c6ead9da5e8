"""Pages enlarged: 1280 px at 400 % are 320 px (WCAG 1.4.10), and text alone at twice its size (1.4.4)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import PHONE
from tests.journeys.test_every_page import PATIENT, pages_of

ENLARGED = {"width": 320, "height": 256}

OUT_OF_SIGHT = """() => {
    const width = document.documentElement.clientWidth
    const scrolls = element => element && (["auto", "scroll"].includes(getComputedStyle(element).overflowX)
        || scrolls(element.parentElement))
    const cut = element => element.closest("svg, .visually-hidden, .skip") === null && !scrolls(element)
        && element.checkVisibility() && element.getBoundingClientRect().right > width + 1
    return [...document.body.querySelectorAll("*")].filter(cut).map(element => element.outerHTML.slice(0, 90))
}"""
"""What reaches beyond the right edge, drawings aside."""


@pytest.mark.parametrize(
    ("viewport", "letters_px"), [(ENLARGED, 16), (PHONE, 32)], ids=["400-percent", "text-200-percent"]
)
@pytest.mark.parametrize("email", ["", PATIENT], ids=["nobody", "patient"])
def test_enlarged_pages_need_no_sideways_scrolling(
    visitor: Callable[..., Page], email: str, viewport: dict, letters_px: int, settings
) -> None:
    settings.SMS_OFFERED = settings.WEB_PUSH_OFFERED = True
    page = visitor(email, viewport)
    tools = page.context.new_cdp_session(page)
    tools.send("Page.setFontSizes", {"fontSizes": {"standard": letters_px}})

    found = {}
    for address in pages_of(email):
        page.goto(address)
        found[address] = page.evaluate(OUT_OF_SIGHT)[:1]

    assert {address: cut for address, cut in found.items() if cut} == {}
