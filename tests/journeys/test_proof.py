"""Proof: a nurse finds who saw and did what, and reads the clinic's figures; without JavaScript too."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from aftercare.models import Flag
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.test_every_page import faults_of

NURSE = "odile@juniper.example"


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_from_a_flag_to_everything_on_record(
    visitor: Callable[..., Page], viewport: dict, scripts: bool
) -> None:
    page = visitor(NURSE, viewport, java_script_enabled=scripts)
    flag = Flag.objects.open().get(patient__user__email="wren@patients.example")
    page.goto(f"/flags/{flag.pk}/")

    page.get_by_role("link", name="Full history, with who looked").click()
    expect(page.get_by_role("row").filter(has_text="opened a flag").first).to_contain_text("Odile Marrowby")
    page.get_by_role("link", name="History of the whole record").click()
    page.get_by_role("link", name="Reported", exact=True).click()
    expect(page.get_by_role("row").filter(has_text="wrote to the clinic")).to_have_count(1)
    page.get_by_role("link", name="Seen", exact=True).click()

    expect(page.get_by_role("row").filter(has_text="opened the history of a flag")).to_have_count(1)
    assert not scripts or faults_of(page) == []


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_the_figures_are_read_for_the_days_that_are_chosen(
    visitor: Callable[..., Page], viewport: dict, scripts: bool
) -> None:
    page = visitor(NURSE, viewport, java_script_enabled=scripts)
    page.goto("/queue/")

    page.get_by_role("link", name="Figures").click()
    page.get_by_role("link", name="Last 90 days").click()

    rules = page.get_by_role("region", name="Flags by rule, as a table")
    expect(rules.get_by_role("row").filter(has_text="Signs of an allergic reaction")).to_contain_text(
        "Urgent"
    )
    assert not scripts or faults_of(page) == []
