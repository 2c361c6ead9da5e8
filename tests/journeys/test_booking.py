"""Booking at the desk: what a date does is in sight before it is booked, on a desk and on a tablet."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from aftercare.models import Patient, TreatmentSession
from tests.journeys.conftest import DESKTOP
from tests.journeys.test_every_page import faults_of

SCHEDULER = "felix@juniper.example"
ADMINISTRATOR = "maud@juniper.example"
TABLET = {"width": 820, "height": 1180}
SIZES = pytest.mark.parametrize("viewport", [DESKTOP, TABLET], ids=["desktop", "tablet"])


def open_patient(page: Page, name: str) -> None:
    page.goto("/patients/")
    page.get_by_role("link", name=name).click()


def pick_the_first_free_time(page: Page) -> None:
    page.locator(".week .slot").first.click()
    expect(page.locator("#preflight")).to_have_text(re.compile("If you book"))


@SIZES
def test_a_session_is_booked_with_its_consequences_in_sight(
    visitor: Callable[..., Page], viewport: dict
) -> None:
    page = visitor(SCHEDULER, viewport)
    open_patient(page, "Ignatius Plumtree")
    page.get_by_role("link", name="Book a session").click()
    page.get_by_label("Provider").select_option(label="Ambrose Larkmoor, physician")
    pick_the_first_free_time(page)
    expect(page.get_by_label("Provider")).to_have_value(re.compile("."))
    faults = faults_of(page)
    page.get_by_role("button", name="Book this session").click()

    expect(page.get_by_role("heading", name="History")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("with Ambrose Larkmoor, Room 1")
    assert faults == []


@SIZES
def test_a_course_is_booked_in_one_go_and_one_session_moved_with_a_reason(
    visitor: Callable[..., Page], viewport: dict
) -> None:
    page = visitor(SCHEDULER, viewport)
    open_patient(page, "Clementine Oddfellow")
    page.get_by_role("link", name="Book a course").click()
    pick_the_first_free_time(page)
    expect(page.get_by_role("heading", name=re.compile("If you book"))).to_have_count(3)
    page.get_by_label("PRP", exact=True).check()
    page.get_by_label("Left knee").check()
    faults = faults_of(page)
    page.get_by_role("button", name="Book these sessions").click()
    expect(page.get_by_role("status")).to_contain_text("Booked: 3 sessions.")
    course = TreatmentSession.objects.filter(patient__user__full_name="Clementine Oddfellow")
    second = course.order_by("at", "id")[1]
    page.goto(f"/sessions/{second.pk}/move/")
    page.locator(".week .slot").last.click()
    page.get_by_label("Why is it moved?").fill("asked by phone")
    page.get_by_role("button", name="Move to this time").click()

    expect(page.get_by_role("main")).to_contain_text("Why: asked by phone")
    assert (course.count(), faults) == (3, [])


def test_the_days_follow_the_provider_without_the_page_being_left(visitor: Callable[..., Page]) -> None:
    page = visitor(SCHEDULER, DESKTOP)
    wren = Patient.objects.get(user__email="wren@patients.example")
    wren.clinic.providers.get(name="Ambrose Larkmoor").hours.all().delete()
    page.goto(f"/sessions/new/?patient={wren.pk}")
    free = page.locator(".week .slot")
    expect(free).not_to_have_count(0)
    page.get_by_label("Provider").select_option(label="Ambrose Larkmoor, physician")

    expect(free).to_have_count(0)


def test_an_administrator_names_a_provider_who_can_be_booked_then(visitor: Callable[..., Page]) -> None:
    page = visitor(ADMINISTRATOR, TABLET)
    page.goto("/clinic/")
    page.get_by_role("link", name="Providers").click()
    page.get_by_role("link", name="Add a provider").click()
    page.get_by_label("Name").fill("Thaddeus Birchwood")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text("Thaddeus Birchwood")
    wren = Patient.objects.get(user__email="wren@patients.example")
    page.goto(f"/sessions/new/?patient={wren.pk}")

    expect(page.get_by_label("Provider")).to_contain_text("Thaddeus Birchwood")
