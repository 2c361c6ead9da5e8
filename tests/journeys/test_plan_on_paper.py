"""The plan on paper: what a patient hangs on the refrigerator is one page."""

import re
from collections.abc import Callable

from playwright.sync_api import Page

from tests.journeys.conftest import DESKTOP

PAGE_OBJECT = re.compile(rb"/Type\s*/Page\b")


def test_the_plan_prints_on_one_page(visitor: Callable[..., Page]) -> None:
    page = visitor("wren@patients.example", DESKTOP)
    page.goto("/plan/")

    paper = page.pdf(format="Letter")

    assert len(PAGE_OBJECT.findall(paper)) == 1


def test_the_clinic_stands_above_the_heading(visitor: Callable[..., Page]) -> None:
    page = visitor("wren@patients.example", {"width": 740, "height": 1000})
    page.emulate_media(media="print")

    page.goto("/plan/")

    left = [page.locator(one).first.bounding_box()["x"] for one in (".masthead__home", "h1")]
    assert left[0] == left[1]
