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
