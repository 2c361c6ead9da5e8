"""Two nurses at one flag, each in a browser of their own: who has it, who takes over, what is taken back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from aftercare.models import Flag
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.test_every_page import faults_of

NURSE, SECOND_NURSE = "odile@juniper.example", "ines@juniper.example"
PATIENT = "Mabel Quickthorn"


def open_flag(page: Page) -> None:
    page.goto("/queue/")
    page.get_by_role("link", name=PATIENT).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("No check-in")


def unfold(page: Page, title: str) -> None:
    page.locator("summary", has_text=title).click()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_one_has_it_the_other_is_told_and_takes_it_over(visitor: Callable[..., Page], viewport: dict) -> None:
    one, other = visitor(NURSE, viewport), visitor(SECOND_NURSE, DESKTOP)
    open_flag(one)
    open_flag(other)

    one.keyboard.press("c")
    expect(one.get_by_text("You have it in hand.")).to_be_visible()
    other.keyboard.press("a")
    expect(other.get_by_text("Odile Marrowby has this flag in hand. You can take it over.")).to_be_visible()
    expect(other.get_by_role("button", name="Acknowledge")).to_have_count(0)
    faults = faults_of(other)
    other.keyboard.press("t")
    expect(other.get_by_text("You have it in hand.")).to_be_visible()
    one.keyboard.press("a")
    expect(one.get_by_text("Ines Halloway has acknowledged this flag already.")).to_be_visible()
    one.goto("/queue/")
    expect(one.get_by_role("row", name=PATIENT)).to_contain_text("Ines Halloway")

    flag = Flag.objects.get(patient__user__full_name=PATIENT)
    assert [action.kind for action in flag.actions.order_by("id")] == [
        "claimed",
        "taken-over",
        "acknowledged",
    ]
    assert faults == []


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
def test_a_flag_is_called_about_put_off_handed_over_and_taken_back(
    visitor: Callable[..., Page], javascript: bool
) -> None:
    page = visitor(NURSE, PHONE, java_script_enabled=javascript)
    open_flag(page)
    page.get_by_role("button", name="Acknowledge").click()

    unfold(page, "Log a call")
    page.get_by_label("Left a message").check()
    page.get_by_role("button", name="Log the call").click()
    unfold(page, "Put off")
    page.get_by_role("button", name="Put off").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose when it comes back.")
    page.get_by_label("2 hours").check()
    page.get_by_label("Why it can wait").fill("She calls back after work.")
    faults = faults_of(page) if javascript else []
    page.get_by_role("button", name="Put off").click()
    expect(page.get_by_text("Put off until")).to_be_visible()
    page.goto("/queue/")
    expect(page.get_by_role("link", name=PATIENT)).to_have_count(0)
    page.get_by_role("link", name="Put off 1").click()
    page.get_by_role("link", name=PATIENT).click()
    unfold(page, "Hand over")
    page.get_by_label("To whom").select_option(label="Ines Halloway")
    page.get_by_label("What they must know").fill("A message is on her phone.")
    page.get_by_role("button", name="Hand over").click()
    expect(page.get_by_text("Ines Halloway has it in hand.")).to_be_visible()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("You have it in hand.")).to_be_visible()

    record = page.get_by_role("region", name="On record")
    for told in ("called: left a message", "handed it over to Ines Halloway", "took that back"):
        expect(record).to_contain_text(told)
    assert faults == []
