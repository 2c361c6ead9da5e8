"""People at the desk: a patient is looked for, registered and invited; a nurse is invited and comes in."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from aftercare.models import Invitation, Patient
from aftercare.notifications.post import Post
from aftercare.services.invitations import deliver_invitations
from tests.journeys.conftest import DESKTOP, sign_in
from tests.journeys.test_every_page import faults_of

SCHEDULER = "felix@juniper.example"
ADMINISTRATOR = "maud@juniper.example"
TABLET = {"width": 834, "height": 1112}
PASSWORD = "a-word-that-nobody-guesses"
SIZES = pytest.mark.parametrize("viewport", [DESKTOP, TABLET], ids=["desktop", "tablet"])


def link_in_the_mail() -> str:
    waiting = list(Invitation.objects.unsent(timezone.now()).values_list("pk", flat=True))
    with Post() as post:
        deliver_invitations(ids=waiting, post=post, now=timezone.now)
    found = re.search(r"/invitations/\S+/", str(mail.outbox[-1].body))
    assert found, "no link in the mail"
    return found[0]


def look_for(page: Page, text: str) -> None:
    page.get_by_label("Find a patient").fill(text)
    page.get_by_label("Find a patient").press("Enter")


@SIZES
@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
def test_a_patient_is_looked_for_registered_beside_one_alike_and_invited(
    visitor: Callable[..., Page], viewport: dict, javascript: bool
) -> None:
    page = visitor(SCHEDULER, viewport, java_script_enabled=javascript)
    page.goto("/patients/")
    faults = faults_of(page) if javascript else []
    look_for(page, "Aplegarth")
    expect(page.get_by_text("These names are like it")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Wren Applegarth")).to_be_visible()
    look_for(page, "5/3/1974 0168")
    expect(page.get_by_role("rowheader")).to_have_count(1)
    assert page.url.endswith("/patients/?found=1")
    faults += faults_of(page) if javascript else []
    page.get_by_role("link", name="Invite a patient").click()
    page.get_by_label("Name").fill("Wrenna Applegarth")
    page.get_by_label("Date of birth").fill("1974-05-03")
    page.get_by_label("E-mail").fill("wrenna@patients.example")
    page.get_by_label("Record number").fill("jh-10777")
    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_role("heading", name="Is this one of them?")).to_be_visible()
    expect(page.get_by_label("Record number")).to_have_value("jh-10777")
    faults += faults_of(page) if javascript else []
    page.get_by_label("This is somebody else").check()
    page.get_by_role("button", name="Invite").click()

    expect(page.get_by_role("heading", name="Wrenna Applegarth")).to_be_visible()
    assert (Patient.objects.filter(mrn="JH-10777").count(), faults) == (1, [])
    invited = visitor("", viewport)
    invited.goto(link_in_the_mail())
    invited.get_by_role("button", name="Open my portal").click()
    invited.wait_for_url("**/today/")


@SIZES
def test_a_silent_patient_is_phoned(visitor: Callable[..., Page], viewport: dict) -> None:
    page = visitor(SCHEDULER, viewport)
    page.goto("/patients/")
    page.get_by_role("link", name="Silent").click()
    row = page.get_by_role("row", name=re.compile("Mabel Quickthorn"))
    expect(row.get_by_role("link", name=re.compile("555"))).to_have_attribute("href", re.compile("^tel:"))
    row.locator("summary").click()
    faults = faults_of(page)
    row.get_by_role("button", name="Spoke with the patient").click()

    expect(page.get_by_role("status")).to_contain_text("Noted.")
    expect(row).to_have_count(0)
    assert faults == []


@SIZES
def test_a_nurse_is_invited_and_signs_in_until_she_is_let_go(
    visitor: Callable[..., Page], viewport: dict
) -> None:
    office = visitor(ADMINISTRATOR, viewport)
    office.goto("/clinic/")
    office.get_by_role("link", name="Staff").click()
    office.get_by_role("link", name="Invite somebody").click()
    office.get_by_label("Name").fill("Rosalind Teasel")
    office.get_by_label("E-mail").fill("rosalind@juniper.example")
    office.get_by_label("Nurse").check()
    faults = faults_of(office)
    office.get_by_role("button", name="Invite").click()
    expect(office.get_by_role("row", name=re.compile("Rosalind Teasel"))).to_contain_text("Invited")
    nurse = visitor("", viewport)
    nurse.goto(link_in_the_mail())
    nurse.get_by_label("Your password").fill(PASSWORD)
    nurse.get_by_label("The same again").fill(PASSWORD)
    faults += faults_of(nurse)
    nurse.get_by_role("button", name="Keep this password").click()
    expect(nurse.get_by_role("heading", name="Queue")).to_be_visible()
    nurse.get_by_role("button", name="Sign out").click()
    sign_in(nurse, "rosalind@juniper.example", PASSWORD)
    office.reload()
    expect(office.get_by_role("row", name=re.compile("Rosalind Teasel"))).to_contain_text("Last signed in")
    office.get_by_role("link", name="Rosalind Teasel").click()
    faults += faults_of(office)
    office.get_by_role("button", name="Deactivate").click()
    expect(office.get_by_role("status")).to_contain_text("cannot sign in any more")
    nurse.goto("/queue/")

    expect(nurse).to_have_url(re.compile("/accounts/login/"))
    assert faults == []
