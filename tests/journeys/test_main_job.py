"""The main job from end to end, as each person does it: invited, treated, reporting, seen, answered."""

import re
from collections.abc import Callable
from datetime import timedelta

from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from aftercare.models import Flag, Invitation, Message, TreatmentSession
from aftercare.tasks import send_invitations
from tests.cast import NEW_YORK
from tests.journeys.check_in_walk import answer_quietly, go_on, open_check_in, tick
from tests.journeys.conftest import DESKTOP

NURSE = "odile@juniper.example"
PATIENT = "ignatius@patients.example"  # two hours after the first injection
SCHEDULER = "felix@juniper.example"


def test_from_invitation_to_the_first_plan(visitor: Callable[..., Page]) -> None:
    desk = visitor(SCHEDULER, DESKTOP)
    desk.goto("/patients/new/")
    desk.get_by_label("Name").fill("Bryony Larkspur")
    desk.get_by_label("E-mail").fill("bryony@patients.example")
    desk.get_by_label("Date of birth").fill("1990-04-01")
    desk.get_by_role("button", name=re.compile("Invite|Send")).click()
    expect(desk.get_by_role("heading", level=1)).to_have_text(re.compile("Bryony Larkspur"))
    desk.get_by_role("main").get_by_role("link", name=re.compile("Book")).first.click()
    soon = timezone.localtime(timezone.now(), NEW_YORK).date() + timedelta(days=5)
    while soon.weekday() >= 5:
        soon += timedelta(days=1)
    desk.get_by_label("Date", exact=True).fill(soon.isoformat())
    desk.get_by_label("Time", exact=True).fill("11:00")
    desk.get_by_label("Exosome", exact=True).check()
    desk.get_by_label("Left knee").check()
    desk.get_by_role("button", name=re.compile("^Book")).click()
    expect(desk.get_by_role("main")).to_contain_text("Left knee")

    invitation = Invitation.objects.get(user__email="bryony@patients.example")
    send_invitations([str(invitation.pk)])
    link = re.search(r"/invitations/\S+/", str(mail.outbox[-1].body))
    assert link
    phone = visitor("")
    phone.goto(link[0])
    phone.get_by_role("main").get_by_role("button").click()

    expect(phone).to_have_url(re.compile("/today/$"))
    expect(phone.get_by_role("heading", level=1)).to_contain_text("session")
    assert TreatmentSession.objects.filter(patient__user=invitation.user, status="scheduled").count() == 1


def test_from_a_report_to_the_nurses_answer(visitor: Callable[..., Page]) -> None:
    phone = visitor(PATIENT)
    open_check_in(phone)
    answer_quietly(phone, until="pain")
    tick(phone, "pain", "8")
    phone.get_by_role("group", name="Pain: when did it start?").get_by_label("Just now").check()
    go_on(phone)
    expect(phone.get_by_role("article")).to_contain_text("Speak to a nurse")
    phone.get_by_role("link", name="Go on with the check-in").click()
    answer_quietly(phone)
    phone.get_by_role("button", name="Send check-in").click()
    expect(phone.get_by_role("article")).to_contain_text("Speak to a nurse")

    desk = visitor(NURSE, DESKTOP)
    desk.get_by_role("link", name="Ignatius Plumtree").click()
    desk.get_by_role("button", name=re.compile("Acknowledge")).click()
    expect(desk.get_by_role("button", name=re.compile("Acknowledge"))).to_have_count(0)
    if not desk.get_by_label("Your note to the patient").is_visible():
        desk.get_by_text("Write to the patient").click()
    desk.get_by_label("Your note to the patient").fill("We will phone you in ten minutes.")
    desk.get_by_role("button", name="Send note").click()
    expect(desk.get_by_role("main")).to_contain_text("We will phone you in ten minutes.")
    phone.goto("/today/")
    expect(phone.get_by_role("main")).to_contain_text("We will phone you in ten minutes.")
    desk.get_by_label("Advised by phone").check()
    desk.get_by_role("button", name="Resolve").click()

    flag = Flag.objects.get(patient__user__email=PATIENT)
    assert (flag.rule, flag.disposition) == ("severe-pain", "advised-by-phone")
    assert flag.resolved_by is not None
    assert (flag.resolved_by.email, Message.objects.get(flag=flag).written_by) == (NURSE, flag.resolved_by)


def test_the_queue_is_walked_by_keys(visitor: Callable[..., Page]) -> None:
    desk = visitor(NURSE, DESKTOP)
    desk.keyboard.press("j")
    desk.keyboard.press("j")
    desk.keyboard.press("k")
    desk.keyboard.press("Enter")

    expect(desk.get_by_role("heading", level=1)).to_contain_text("Chest pain")
