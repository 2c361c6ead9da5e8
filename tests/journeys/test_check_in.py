"""The check-in in a browser: on a phone and a desk, by keys alone, without scripts, interrupted."""

import re
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect

from aftercare.models import CheckIn, CheckInDraft, Flag
from tests.journeys.check_in_walk import answer_quietly, go_on, is_at, open_check_in, tick
from tests.journeys.conftest import DESKTOP, PHONE, ask_to_come_in
from tests.journeys.test_every_page import faults_of

PATIENT = "ignatius@patients.example"  # two hours after the first injection
SENT = re.compile(r"/check-ins/[0-9a-f-]{36}/$")


def send(page: Page) -> None:
    page.get_by_role("button", name="Send check-in").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_quiet_day_is_told_page_by_page(
    visitor: Callable[..., Page], viewport: dict, scripts: bool
) -> None:
    page = visitor(PATIENT, viewport, java_script_enabled=scripts)
    open_check_in(page)
    answer_quietly(page)
    send(page)

    expect(page).to_have_url(SENT)
    assert CheckIn.objects.get(patient__user__email=PATIENT).pain_score == 0


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_what_a_patient_is_kept_from_is_told_looked_over_and_drawn(
    visitor: Callable[..., Page], scripts: bool
) -> None:
    phone = visitor(PATIENT, java_script_enabled=scripts)
    open_check_in(phone)
    answer_quietly(phone, until="pain")
    phone.get_by_role("group", name=re.compile("keep you from")).get_by_label("7", exact=True).check()
    answer_quietly(phone)
    expect(phone.get_by_role("region", name="Your pain and your day")).to_contain_text("7 of 10")
    send(phone)
    expect(phone.get_by_role("region", name="What you told us")).to_contain_text("7 of 10")
    phone.goto("/progress/")

    expect(phone.get_by_role("img", name=re.compile("Kept from what you usually do"))).to_be_visible()
    expect(phone.get_by_role("table")).to_contain_text("7 of 10")
    expect(phone.get_by_text("It keeps you from what you usually do: 7 of 10.")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_double_click_makes_one_check_in(visitor: Callable[..., Page], scripts: bool) -> None:
    phone = visitor(PATIENT, java_script_enabled=scripts)
    open_check_in(phone)
    answer_quietly(phone)
    phone.get_by_role("button", name="Send check-in").dblclick()

    expect(phone).to_have_url(SENT)
    assert CheckIn.objects.filter(patient__user__email=PATIENT).count() == 1


def test_the_card_comes_the_moment_an_emergency_is_ticked(visitor: Callable[..., Page]) -> None:
    phone = visitor(PATIENT)
    open_check_in(phone)
    phone.get_by_label("Chest pain").check()

    expect(phone.get_by_role("article")).to_contain_text("Call 911 now")
    is_at(phone, "first")
    flags = Flag.objects.filter(patient__user__email=PATIENT)
    assert [flag.severity for flag in flags] == ["emergency"]
    assert faults_of(phone) == []


def test_what_is_ticked_before_the_script_has_come_is_told_too(visitor: Callable[..., Page]) -> None:
    phone = visitor(PATIENT)
    late: list[Route] = []
    phone.route("**/check_in.js", lambda route: late.append(route))
    phone.goto("/check-ins/new/", wait_until="commit")
    phone.get_by_label("Chest pain").check()
    late[0].continue_()

    expect(phone.get_by_role("article")).to_contain_text("Call 911 now")


def test_without_scripts_the_card_comes_before_anything_else_is_asked(visitor: Callable[..., Page]) -> None:
    phone = visitor(PATIENT, java_script_enabled=False)
    open_check_in(phone)
    phone.get_by_label("Chest pain").check()
    go_on(phone)

    expect(phone.get_by_role("article")).to_contain_text("Call 911 now")
    phone.get_by_role("link", name="Go on with the check-in").click()
    is_at(phone, "area")
    assert CheckIn.objects.filter(patient__user__email=PATIENT).count() == 0


def test_what_is_ticked_is_saved_by_itself(visitor: Callable[..., Page]) -> None:
    phone = visitor(PATIENT)
    open_check_in(phone)
    answer_quietly(phone, until="pain")
    tick(phone, "pain", "4")
    expect(phone.get_by_text("Saved", exact=True)).to_be_visible()

    phone.goto("/today/")
    phone.get_by_role("link", name="Finish your check-in").click()

    is_at(phone, "more")
    phone.get_by_role("link", name="Back", exact=True).click()
    expect(phone.locator("input[name=pain][value='4']")).to_be_checked()


def test_being_offline_is_said_and_saved_once_it_is_over(visitor: Callable[..., Page]) -> None:
    phone = visitor(PATIENT)
    open_check_in(phone)
    answer_quietly(phone, until="pain")
    phone.route("**/check-ins/new/pain/", lambda route: route.abort("internetdisconnected"))
    tick(phone, "pain", "4")
    expect(phone.get_by_text("you seem to be offline")).to_be_visible()

    phone.unroute("**/check-ins/new/pain/")
    phone.evaluate("window.dispatchEvent(new Event('online'))")

    expect(phone.get_by_text("Saved", exact=True)).to_be_visible()
    assert CheckInDraft.objects.get(patient__user__email=PATIENT).told["pain"] == "4"


def test_a_step_that_is_sent_offline_stays_and_goes_on_once_it_is_over(visitor: Callable[..., Page]) -> None:
    phone = visitor(PATIENT)
    open_check_in(phone)
    answer_quietly(phone, until="pain")
    phone.context.set_offline(True)
    tick(phone, "pain", "4")
    go_on(phone)
    expect(phone.get_by_role("alert")).to_have_text(re.compile("You are offline: nothing was sent."))

    phone.context.set_offline(False)
    expect(phone.get_by_role("alert")).to_have_count(0)
    go_on(phone)

    is_at(phone, "more")
    assert CheckInDraft.objects.get(patient__user__email=PATIENT).told["pain"] == "4"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_sign_in_that_runs_out_midway_loses_nothing(visitor: Callable[..., Page], scripts: bool) -> None:
    phone = visitor(PATIENT, java_script_enabled=scripts)
    open_check_in(phone)
    answer_quietly(phone, until="pain")
    Session.objects.all().delete()
    tick(phone, "pain", "4")
    go_on(phone)
    expect(phone.get_by_role("heading", level=1)).to_have_text("You have been signed out")
    phone.get_by_role("link", name="Sign in and go on").click()
    ask_to_come_in(phone, PATIENT)

    is_at(phone, "pain")
    expect(phone.locator("input[name=pain][value='4']")).to_be_checked()
    go_on(phone)
    answer_quietly(phone)
    send(phone)
    expect(phone).to_have_url(SENT)
    assert CheckIn.objects.get(patient__user__email=PATIENT).pain_score == 4


def test_the_whole_check_in_is_told_by_keys(visitor: Callable[..., Page]) -> None:
    desk = visitor(PATIENT, DESKTOP)
    open_check_in(desk)
    keys = desk.keyboard

    desk.locator("input[name='none-of-these']").focus()
    keys.press("Space")
    keys.press("Tab")
    keys.press("Enter")
    is_at(desk, "area")
    for name in ("heat", "redness"):
        desk.locator(f"input[name='{name}'][value='no']").focus()
        keys.press("Space")
    keys.press("Enter")
    is_at(desk, "pain")
    desk.locator("input[name='pain'][value='0']").focus()
    keys.press("ArrowRight")
    keys.press("Enter")
    is_at(desk, "more")
    desk.locator("input[name='nothing-else']").focus()
    keys.press("Space")
    keys.press("Enter")
    is_at(desk, "medicines")
    desk.locator("input[name='acetaminophen']").focus()
    keys.type("500")
    keys.press("Enter")
    is_at(desk, "review")
    desk.get_by_role("button", name="Send check-in").focus()
    keys.press("Enter")

    expect(desk).to_have_url(SENT)
    told = CheckIn.objects.get(patient__user__email=PATIENT)
    assert (told.pain_score, told.acetaminophen_mg_24h) == (1, 500)


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_every_step_serves_everybody(visitor: Callable[..., Page], viewport: dict) -> None:
    page = visitor(PATIENT, viewport, reduced_motion="reduce")
    open_check_in(page)

    faults = []
    for step in ("first", "area", "pain", "more"):
        faults += faults_of(page)
        go_on(page)
        expect(page).to_have_title(re.compile("^Error: "))  # refused
        faults += faults_of(page)
        if step != "more":
            answer_quietly(page, until={"first": "area", "area": "pain", "pain": "more"}[step])
    tick(page, "swelling")
    go_on(page)
    is_at(page, "times")
    faults += faults_of(page)
    page.get_by_label("Just now").first.check()
    go_on(page)
    is_at(page, "medicines")
    faults += faults_of(page)
    answer_quietly(page)
    faults += faults_of(page)

    assert faults == []
