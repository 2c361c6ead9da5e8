"""What is looked up without a connection: the page stays, and says why there is no answer."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

PATIENT = "ignatius@patients.example"
OFFLINE = re.compile("You are offline: nothing was sent.")


def test_what_is_typed_offline_says_so_until_it_is_over(visitor: Callable[..., Page]) -> None:
    phone = visitor(PATIENT)
    phone.goto("/can-i/")
    phone.context.set_offline(True)
    phone.get_by_role("searchbox").press_sequentially("advil")
    expect(phone.get_by_role("alert")).to_have_text(OFFLINE)

    phone.context.set_offline(False)

    expect(phone.get_by_role("alert")).to_have_count(0)


def test_what_is_looked_up_offline_stays_and_is_answered_once_it_is_over(
    visitor: Callable[..., Page],
) -> None:
    phone = visitor(PATIENT)
    phone.goto("/today/")
    phone.context.set_offline(True)
    phone.get_by_role("searchbox").fill("advil")
    phone.get_by_role("button", name="Look up").click()
    expect(phone.get_by_role("alert")).to_have_text(OFFLINE)

    phone.context.set_offline(False)
    phone.get_by_role("button", name="Look up").click()

    expect(phone).to_have_url(re.compile(r"/can-i/\?q=advil"))
