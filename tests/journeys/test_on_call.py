"""Whoever is on call, from the link on a phone: sign in, read, call, "I have it"; then the hand-over."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from aftercare.models import Escalation, Flag
from aftercare.services.escalations import escalate_overdue
from tests.journeys.conftest import DESKTOP, PHONE, ask_to_come_in
from tests.journeys.test_every_page import faults_of

NURSE, ADMINISTRATOR = "odile@juniper.example", "maud@juniper.example"


def tell_of_the_emergency() -> str:
    """The emergency of the demo waits past its time, and whoever is on call is told: the link to it."""
    now = timezone.now()
    Flag.objects.filter(severity="emergency").update(
        due_at=now - timedelta(minutes=1), escalate_at=now - timedelta(minutes=1)
    )
    escalate_overdue(at=now)
    told = Escalation.objects.filter(flags__severity="emergency").order_by("due_at", "id")[0]
    return f"/escalations/{told.pk}/"


@pytest.mark.parametrize(
    ("viewport", "javascript"),
    [(PHONE, True), (PHONE, False), (DESKTOP, True)],
    ids=["phone", "no-scripts", "desk"],
)
def test_from_the_link_to_i_have_it_and_on_to_the_hand_over(
    visitor: Callable[..., Page], viewport: dict, javascript: bool
) -> None:
    page = visitor("", viewport, java_script_enabled=javascript, reduced_motion="reduce")
    address = tell_of_the_emergency()

    page.goto(address)
    expect(page.get_by_text("Barnaby")).to_have_count(0)
    ask_to_come_in(page, NURSE)
    page.wait_for_url(f"**{address}")
    barnaby = page.locator("section", has=page.get_by_role("heading", name="Barnaby Thistlewick"))
    expect(barnaby.get_by_role("link", name="Call (212) 555-0174")).to_have_attribute(
        "href", "tel:+1-212-555-0174"
    )
    expect(barnaby).to_contain_text("Allergies")
    faults = faults_of(page) if javascript else []
    barnaby.locator("summary", has_text="Log a call").click()
    barnaby.get_by_text("Spoke with the patient").click()
    barnaby.get_by_role("button", name="Log the call").click()
    expect(page.get_by_text("The call is on record.")).to_be_visible()
    page.get_by_role("button", name="I have").click()
    expect(page.get_by_text("You have it. Nobody is told again.")).to_be_visible()
    expect(barnaby).to_contain_text("You have it.")
    faults += faults_of(page) if javascript else []
    page.goto("/hand-over/")
    done = page.get_by_role("region", name="Done in this shift")
    expect(done).to_contain_text("You called: spoke with the patient.")
    expect(done).to_contain_text("You acknowledged it.")

    assert Flag.objects.get(severity="emergency").acknowledged_by.email == NURSE
    assert faults == []


def test_an_administrator_keeps_the_rota_and_a_scheduler_reads_it(visitor: Callable[..., Page]) -> None:
    office = visitor(ADMINISTRATOR, PHONE, java_script_enabled=False)
    day = timezone.now().date() + timedelta(days=20)

    office.goto("/clinic/on-call/new/")
    office.get_by_label("Who is on call").select_option("Maud Fennimore")
    for edge, date, time in (("starts", day, "19:00"), ("ends", day + timedelta(days=1), "07:00")):
        office.locator(f"[name={edge}_date]").fill(str(date))
        office.locator(f"[name={edge}_time]").fill(time)
    office.get_by_role("button", name="Save").click()
    expect(office.get_by_role("listitem").filter(has_text="Maud Fennimore")).to_have_count(1)
    office.get_by_role("link", name="Maud Fennimore").click()
    office.get_by_role("button", name="Take off the rota").click()
    expect(office.get_by_text("Taken off the rota.")).to_be_visible()
    desk = visitor("felix@juniper.example", DESKTOP)
    desk.get_by_role("link", name="On call").click()

    expect(desk.get_by_role("heading", level=1)).to_have_text("Who is on call")
    expect(desk.get_by_role("link", name="Add a shift")).to_have_count(0)


def test_the_hand_over_is_printed_on_one_page(visitor: Callable[..., Page]) -> None:
    page = visitor(NURSE, DESKTOP)
    tell_of_the_emergency()
    page.goto("/hand-over/")

    printed = page.pdf(format="Letter")

    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") == 1
