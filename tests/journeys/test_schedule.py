"""The scheduler's calendar: from the week to a free time, to a booking and back; without JavaScript, too."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from aftercare.domain.clinical_time import local_date
from aftercare.models import Clinic, TreatmentSession
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.test_every_page import faults_of

SCHEDULER = "felix@juniper.example"
TABLET = {"width": 834, "height": 1112}
SIZES = pytest.mark.parametrize("viewport", [DESKTOP, TABLET], ids=["desktop", "tablet"])
PROVIDER = "Ambrose Larkmoor"
PATIENT = "Ignatius Plumtree"


def a_monday_to_come() -> str:
    """Far enough ahead for every interval; the demo has booked nothing then, and no holiday falls on it."""
    clinic = Clinic.objects.get(name="Juniper Hollow")
    clinic.holidays.all().delete()
    today = local_date(timezone.now(), clinic.tz)
    return (today + timedelta(days=70 - today.weekday())).isoformat()


def open_week(page: Page, date: str) -> None:
    page.goto("/schedule/")
    page.get_by_role("link", name="Week", exact=True).click()
    expect(page).to_have_url(re.compile("view=week"))
    page.get_by_label("Provider").select_option(label=f"{PROVIDER}, physician")
    page.get_by_label("Date", exact=True).fill(date)
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile(f"date={date}&provider=[0-9a-f]"))


def book_the_first_free_time(page: Page) -> str:
    """The session's address."""
    page.locator(".block--free a").first.click()
    page.get_by_label("Find a patient").fill("plumtree")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name=PATIENT).click()
    page.get_by_label("PRP", exact=True).check()
    page.get_by_label("Left knee").check()
    page.get_by_role("button", name="Book this session").click()
    expect(page.get_by_role("heading", name="History")).to_be_visible()
    return page.url


@SIZES
def test_a_free_time_of_the_week_is_booked_seen_and_moved(
    visitor: Callable[..., Page], viewport: dict
) -> None:
    page, date = visitor(SCHEDULER, viewport), a_monday_to_come()
    open_week(page, date)
    faults = faults_of(page)
    address = book_the_first_free_time(page)
    page.get_by_role("link", name="This day in the schedule").click()
    booked = page.get_by_role("link", name=re.compile(PATIENT))
    expect(booked).to_contain_text("8:00 am")
    booked.click()
    expect(page).to_have_url(address)
    page.get_by_role("link", name="Move", exact=True).click()
    page.get_by_label("Time", exact=True).fill("14:00")
    page.get_by_label("Why is it moved?").fill("asked by phone")
    page.get_by_role("button", name="Move to this time").click()
    page.get_by_role("link", name="This day in the schedule").click()

    expect(page.get_by_role("link", name=re.compile(PATIENT))).to_contain_text("2:00 pm")
    session = TreatmentSession.objects.get(patient__user__full_name=PATIENT, status="scheduled")
    assert (session.provider.name, session.scheduled_at.date().isoformat(), faults) == (PROVIDER, date, [])


def test_the_views_change_without_the_page_being_left_and_the_way_back_leads_there(
    visitor: Callable[..., Page],
) -> None:
    page = visitor(SCHEDULER, DESKTOP)
    page.goto("/schedule/")
    page.evaluate("document.body.dataset.same = 'yes'")
    page.get_by_role("link", name="Week", exact=True).click()
    expect(page.locator("#calendar-title")).to_contain_text("–")
    page.get_by_role("link", name="Next", exact=True).click()
    expect(page.get_by_role("link", name="Next", exact=True)).to_be_focused()
    same = page.evaluate("document.body.dataset.same")
    page.get_by_role("link", name="Agenda").click()
    expect(page.locator("#calendar-grid")).to_have_count(0)
    page.go_back()

    expect(page.locator("#calendar-grid")).to_be_visible()
    kept = page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
    assert (same, "Applegarth" in kept) == ("yes", False)


def test_of_two_quick_clicks_the_last_one_counts(visitor: Callable[..., Page]) -> None:
    page = visitor(SCHEDULER, DESKTOP)
    page.goto("/schedule/")

    page.evaluate("for (const view of ['week', 'agenda']) document.querySelector(`a[href*=${view}]`).click()")

    expect(page.locator("#calendar-grid")).to_have_count(0)
    expect(page.locator("#calendar-title")).to_be_visible()


def test_a_view_asked_for_after_the_sign_in_has_run_out_leads_to_signing_in(
    visitor: Callable[..., Page],
) -> None:
    page = visitor(SCHEDULER, DESKTOP)
    page.goto("/schedule/")
    page.context.clear_cookies()
    page.get_by_role("link", name="Week", exact=True).click()

    expect(page).to_have_url(re.compile(r"/accounts/login/\?next=/schedule/%3Fview%3Dweek"))
    expect(page.locator("#calendar")).to_have_count(0)


def test_the_schedule_is_worked_by_the_keyboard_alone(visitor: Callable[..., Page]) -> None:
    page = visitor(SCHEDULER, DESKTOP)
    page.goto(f"/schedule/?date={a_monday_to_come()}")
    page.get_by_role("link", name="By room").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("by=room"))
    page.locator("#calendar-grid").focus()
    page.keyboard.press("Tab")
    reached = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Whose session is it?")).to_be_visible()
    assert reached.strip().startswith("8:00 am")


def test_without_javascript_every_view_and_a_booking_can_be_reached(visitor: Callable[..., Page]) -> None:
    page = visitor(SCHEDULER, DESKTOP, java_script_enabled=False)
    open_week(page, a_monday_to_come())
    page.get_by_role("link", name="Next", exact=True).click()
    page.get_by_role("link", name="By room").click()

    book_the_first_free_time(page)


def test_a_date_that_is_none_is_answered_in_words(visitor: Callable[..., Page]) -> None:
    page = visitor(SCHEDULER, PHONE)
    page.goto("/schedule/?view=agenda&date=2026-02-30")
    faults = faults_of(page)

    expect(page.get_by_role("alert")).to_contain_text("There is no such date.")
    expect(page.locator("table")).to_have_count(0)
    assert faults == []


@pytest.mark.parametrize("view", ["day", "week", "agenda"])
def test_on_paper_stand_the_sessions_and_no_controls(visitor: Callable[..., Page], view: str) -> None:
    page = visitor(SCHEDULER, DESKTOP)
    page.goto(f"/schedule/?view={view}")
    page.emulate_media(media="print")

    expect(page.locator("#calendar-title")).to_be_visible()
    controls = page.locator("main :is(button, input, select, summary, .button, .tabs a, .block--free a)")
    assert [control.inner_text() for control in controls.all() if control.is_visible()] == []
