"""A check-in in a browser, page by page, on a quiet day."""

import re

from playwright.sync_api import Page, expect

QUIET = {
    "first": ("none-of-these", "yes"),
    "area": ("heat", "no"),
    "pain": ("pain", "0"),
    "more": ("nothing-else", "yes"),
    "medicines": ("acetaminophen", "0"),
}


def open_check_in(page: Page) -> None:
    page.goto("/today/")
    page.get_by_role("main").get_by_role("link", name=re.compile("heck.in")).first.click()


def tick(page: Page, name: str, value: str = "yes") -> None:
    page.locator(f"input[name='{name}'][value='{value}']").check()


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()


def is_at(page: Page, step: str) -> None:
    expect(page).to_have_url(re.compile(f"/check-ins/new/{step}/"))


def answer_quietly(page: Page, *, until: str = "review") -> None:
    """From the step that is open to the page of `until`."""
    steps = [*QUIET, "review"]
    here = page.url.split("/new/")[1].split("/")[0]
    for step in steps[steps.index(here) : steps.index(until)]:
        is_at(page, step)
        name, value = QUIET[step]
        if step == "medicines":
            page.locator(f"input[name='{name}']").fill(value)
        else:
            tick(page, name, value)
        if step == "area":
            tick(page, "redness", "no")
        go_on(page)
    is_at(page, until)
