"""From a reminder's link to a sent check-in: signed out on a phone, and once more when it is sent."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from aftercare.models import CheckIn, Patient
from aftercare.notifications.post import Post
from aftercare.services.delivery import deliver_reminders
from tests.journeys.check_in_walk import answer_quietly
from tests.journeys.conftest import ask_to_come_in
from tests.reminder_story import in_hand

PATIENT = "ignatius@patients.example"  # two hours after the first injection


def link_in_reminder() -> str:
    """The way in, as it stands in the patient's next reminder, which is sent now."""
    now = timezone.now()
    row = Patient.objects.get(user__email=PATIENT).reminders.filter(state="planned").earliest("due_at", "id")
    in_hand(row, now)
    with Post() as post:
        deliver_reminders(ids=[row.pk], post=post, now=lambda: now)
    letter = mail.outbox[-1]
    assert letter.to == [PATIENT]
    links = re.findall(r"^https?://[^/\s]+(/\S*)$", str(letter.body), re.MULTILINE)
    return str(links[0])


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_reminder_leads_by_a_code_to_the_check_in_and_then_says_that_it_is_sent(
    visitor: Callable[..., Page], scripts: bool
) -> None:
    link, phone = link_in_reminder(), visitor("", java_script_enabled=scripts)
    phone.goto(link)
    ask_to_come_in(phone, PATIENT)
    expect(phone).to_have_url(re.compile("/today/$"))
    phone.get_by_role("main").get_by_role("link", name="Check in").click()
    answer_quietly(phone)
    phone.get_by_role("button", name="Send check-in").click()
    expect(phone.get_by_text("Check-in saved")).to_be_visible()
    phone.goto(link)

    expect(phone).to_have_url(re.compile("/today/$"))
    expect(phone.get_by_text("Today's check-in was sent at")).to_be_visible()
    assert CheckIn.objects.filter(patient__user__email=PATIENT).count() == 1
