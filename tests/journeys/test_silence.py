"""Who went silent is asked how it goes and phoned; a patient is asked again, and reads so on Today."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from aftercare.models import ContactTry, Flag
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.test_every_page import faults_of

NURSE, SCHEDULER = "odile@juniper.example", "felix@juniper.example"
SILENT = re.compile("Thaddeus Wexcombe")
SIZES = pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])


@SIZES
@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
def test_two_of_the_staff_ask_a_silent_patient_once_and_phone(
    visitor: Callable[..., Page], viewport: dict, javascript: bool
) -> None:
    nurse = visitor(NURSE, viewport, java_script_enabled=javascript)
    scheduler = visitor(SCHEDULER, DESKTOP)
    for page in (nurse, scheduler):
        page.goto("/silent/")
    row = nurse.get_by_role("row", name=SILENT)
    expect(row).to_contain_text("Last report was bad")
    expect(row).to_contain_text("no answer")

    row.get_by_role("button", name="Ask how it goes").click()
    expect(nurse.get_by_role("status")).to_contain_text("Thaddeus Wexcombe is asked how it goes.")
    expect(row).to_contain_text("Can be asked again from")
    expect(row.get_by_role("button", name="Ask how it goes")).to_have_count(0)
    scheduler.get_by_role("row", name=SILENT).get_by_role("button", name="Ask how it goes").click()
    expect(scheduler.get_by_role("status")).to_contain_text("Odile Marrowby has asked Thaddeus Wexcombe")
    row.locator("summary").click()
    faults = faults_of(nurse) if javascript else []
    row.get_by_role("button", name="The number is wrong").click()
    expect(row).to_contain_text("the number is wrong")
    row.locator("summary").click()
    row.get_by_role("button", name="Spoke with the patient").click()
    expect(nurse.get_by_role("row", name=SILENT)).to_have_count(0)

    assert (ContactTry.objects.filter(patient__user__email="thaddeus@patients.example").count(), faults) == (
        4,
        [],
    )


@SIZES
@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
def test_a_patient_is_asked_again_and_that_is_taken_back(
    visitor: Callable[..., Page], viewport: dict, javascript: bool
) -> None:
    page = visitor(NURSE, viewport, java_script_enabled=javascript)
    flag = Flag.objects.get(rule="severe-pain", patient__user__email="thaddeus@patients.example")
    page.goto(f"/flags/{flag.pk}/")
    expect(page.get_by_text(re.compile("asked again on .*, no answer by"))).to_be_visible()
    expect(page.get_by_role("region", name="On record")).to_contain_text("gave no answer in time")

    page.locator("summary", has_text="Ask the patient again").click()
    again = page.locator("#recheck")
    tomorrow = flag.patient.local(timezone.now() + timedelta(days=1))
    again.get_by_label("Date").fill(f"{tomorrow - timedelta(days=3):%Y-%m-%d}")
    again.get_by_role("button", name="Ask again then").click()
    expect(again).to_contain_text("This time is past. Choose a later one.")
    faults = faults_of(page) if javascript else []
    again.get_by_label("Date").fill(f"{tomorrow:%Y-%m-%d}")
    again.get_by_label("Time").fill("09:00")
    again.get_by_role("button", name="Ask again then").click()
    expect(page.get_by_text("The patient is asked then whether it is still so.")).to_be_visible()
    expect(page.get_by_text("the patient is asked again")).to_be_visible()
    page.get_by_role("button", name="Take it back").click()

    expect(page.get_by_role("region", name="On record")).to_contain_text("took that back")
    assert faults == []


@SIZES
def test_the_patient_reads_what_was_asked_and_a_flag_leads_to_others_of_its_lot(
    visitor: Callable[..., Page], viewport: dict
) -> None:
    patient = visitor("thaddeus@patients.example", viewport)
    expect(patient.get_by_text("We ask: is it still so?")).to_be_visible()
    faults = faults_of(patient)
    nurse = visitor(NURSE, viewport)
    flag = Flag.objects.get(rule="severe-pain", patient__user__email="thaddeus@patients.example")
    nurse.goto(f"/flags/{flag.pk}/")
    expect(nurse.get_by_role("region", name="Other flags of this patient")).to_contain_text("No check-in")
    faults += faults_of(nurse)
    nurse.get_by_role("link", name="Who was treated with it").click()

    expect(nurse.get_by_role("heading", name="Who was treated with this lot")).to_be_visible()
    assert faults == []
