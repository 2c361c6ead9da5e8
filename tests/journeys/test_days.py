"""The strip of days on Today, as it is drawn."""

from collections.abc import Callable

from playwright.sync_api import Page


def test_the_pause_can_be_seen_on_the_day_that_is_today(visitor: Callable[..., Page]) -> None:
    phone = visitor("lottie@patients.example")  # two days before the second session
    phone.goto("/today/")

    drawn = phone.locator(".days__now .days__dashes").evaluate(
        "dashes => [getComputedStyle(dashes).stroke, getComputedStyle(dashes.closest('li')).color]"
    )

    assert drawn[0] == drawn[1]
