"""Photos in a real browser: added on a phone, to a message or a check-in, with JavaScript or without; then
seen at a desk.
"""

import io
import re
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from PIL import Image
from playwright.sync_api import Page, expect

from aftercare.management.demo.drawing import Redness, draw_knee
from aftercare.models import CheckIn, Photo
from tests.journeys.check_in_walk import answer_quietly, go_on, is_at, open_check_in, tick
from tests.journeys.conftest import DESKTOP, ask_to_come_in
from tests.journeys.test_every_page import faults_of

NURSE = "odile@juniper.example"
PATIENT = "ignatius@patients.example"
WREN = "wren@patients.example"


def a_photo(redness: Redness = Redness.AROUND) -> dict:
    return {"name": "knee.jpg", "mimeType": "image/jpeg", "buffer": draw_knee(redness).getvalue()}


def a_photo_with_its_place() -> dict:
    """As a phone takes it: the file tells where that was."""
    exif = Image.Exif()
    exif[0x010F] = "MAKER"
    exif.get_ifd(0x8825).update({1: "N", 2: (40.0, 44.0, 54.0)})
    file = io.BytesIO()
    Image.open(draw_knee(Redness.AROUND)).save(file, "JPEG", exif=exif)
    return {**a_photo(), "buffer": file.getvalue()}


def drawn(page: Page) -> list[bool]:
    """Whether each picture of the page came and could be drawn."""
    expect(page.locator(".photos img").last).to_be_visible()
    return page.locator(".photos img").evaluate_all(
        """async all => { for (const one of all) { one.loading = "eager"; await one.decode().catch(() => 0); }
                          return all.map(one => one.naturalWidth > 0); }"""
    )


def test_from_a_photo_on_the_phone_to_the_nurse_who_sees_it(visitor: Callable[..., Page]) -> None:
    phone = visitor(PATIENT)
    phone.goto("/messages/")
    phone.get_by_label("Write to the clinic").fill("Should it look like this?")
    phone.get_by_label("Photos").set_input_files(a_photo(Redness.NONE))
    expect(phone.locator(".photos__kept")).to_have_count(1)
    phone.get_by_label("Photos").set_input_files(a_photo())
    expect(phone.locator(".photos__kept")).to_have_count(2)
    expect(phone.get_by_label("Photos")).to_be_focused()
    assert (drawn(phone), faults_of(phone)) == ([True, True], [])
    phone.get_by_role("button", name=re.compile("^Remove Photo 1 of 2")).click()
    expect(phone.locator(".photos__kept")).to_have_count(1)
    phone.get_by_role("button", name="Send message").dblclick()
    expect(phone.get_by_role("article")).to_contain_text("Should it look like this?")
    assert (drawn(phone), faults_of(phone)) == ([True], [])

    desk = visitor(NURSE, DESKTOP)
    desk.get_by_role("link", name=re.compile("^Messages 2")).click()
    desk.get_by_role("link", name="Ignatius Plumtree").click()
    assert (drawn(desk), faults_of(desk)) == ([True], [])
    desk.get_by_role("link", name=re.compile("^Photo of ")).click()
    assert desk.evaluate("[document.contentType, document.images[0].naturalWidth]") == ["image/jpeg", 1200]


def test_photos_without_javascript(visitor: Callable[..., Page]) -> None:
    phone = visitor(PATIENT, java_script_enabled=False)
    phone.goto("/messages/")
    phone.get_by_label("Write to the clinic").fill("And this?")
    phone.get_by_label("Photos").set_input_files(a_photo())
    phone.get_by_role("button", name="Add").click()
    expect(phone.locator(".photos__kept")).to_have_count(1)
    expect(phone.get_by_label("Write to the clinic")).to_have_value("And this?")
    phone.get_by_label("Photos").set_input_files(
        {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"<svg/>"}
    )
    phone.get_by_role("button", name="Send message").click()
    expect(phone.get_by_role("alert")).to_contain_text("This is not a photo.")
    phone.get_by_role("button", name="Send message").click()
    expect(phone.get_by_role("article")).to_contain_text("And this?")

    assert Photo.objects.filter(message__body="And this?").count() == 1


def test_a_photo_of_a_check_in_is_seen_by_patient_and_nurse(visitor: Callable[..., Page]) -> None:
    with_photo = CheckIn.objects.filter(photos__isnull=False, patient__user__email=WREN)
    check_in = with_photo.order_by("-at", "-id")[0]
    phone, desk = visitor(WREN), visitor(NURSE, DESKTOP)

    phone.goto(f"/check-ins/{check_in.pk}/")
    desk.goto(f"/flags/{check_in.flags.get().pk}/")
    desk.get_by_text("Check-ins before it").click()

    assert (drawn(phone), faults_of(phone)) == ([True], [])
    assert (drawn(desk), faults_of(desk)) == ([True, True], [])


def answer_with_fever(page: Page) -> None:
    """To the last look over a check-in that a nurse is told of."""
    open_check_in(page)
    answer_quietly(page, until="more")
    tick(page, "fever")
    go_on(page)
    page.get_by_role("link", name="Go on with the check-in").click()
    is_at(page, "times")
    page.get_by_label("Just now").first.check()
    go_on(page)
    answer_quietly(page)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_photo_goes_with_a_check_in_to_the_nurse_of_its_flag(
    visitor: Callable[..., Page], scripts: bool
) -> None:
    phone = visitor(PATIENT, java_script_enabled=scripts)
    answer_with_fever(phone)
    phone.get_by_label("Anything you want to tell the nurse?").fill("It looks like this.")
    phone.get_by_label("Photos of your").set_input_files(a_photo_with_its_place())
    if not scripts:
        phone.get_by_role("button", name="Add").click()
    expect(phone.locator(".photos__kept")).to_have_count(1)
    expect(phone.get_by_label("Anything you want to tell the nurse?")).to_have_value("It looks like this.")
    phone.get_by_role("button", name="Send check-in").click()
    expect(phone.get_by_role("heading", name="What you told us")).to_be_visible()
    expect(phone.locator(".photos img")).to_have_count(1)

    desk = visitor(NURSE, DESKTOP)
    check_in = CheckIn.objects.get(patient__user__email=PATIENT)
    desk.goto(f"/flags/{check_in.flags.get().pk}/")
    assert (drawn(desk), faults_of(desk)) == ([True], [])

    for page in (phone, desk):
        served = page.request.get(page.locator(".photos a").get_attribute("href")).body()
        assert (dict(Image.open(io.BytesIO(served)).getexif()), b"MAKER" in served) == ({}, False)


def test_a_photo_that_is_refused_at_the_last_step_is_told_beside_it_and_loses_nothing(
    visitor: Callable[..., Page],
) -> None:
    phone = visitor(PATIENT)
    open_check_in(phone)
    answer_quietly(phone)
    phone.get_by_label("Anything you want to tell the nurse?").fill("It looks like this.")
    phone.get_by_label("Photos of your").set_input_files(
        {"name": "knee.jpg", "mimeType": "image/jpeg", "buffer": b"<svg/>"}
    )
    expect(phone.locator(".field__error")).to_contain_text("This is not a photo.")
    expect(phone.get_by_text("Saved", exact=True)).to_be_visible()
    assert faults_of(phone) == []
    phone.get_by_label("Photos of your").set_input_files(a_photo())
    expect(phone.locator(".photos__kept")).to_have_count(1)
    expect(phone.locator(".field__error")).to_have_count(0)
    assert (drawn(phone), faults_of(phone)) == ([True], [])
    phone.get_by_role("link", name=re.compile("^Change.*Your pain")).click()
    tick(phone, "pain", "2")
    go_on(phone)
    is_at(phone, "review")
    phone.get_by_role("button", name="Send check-in").dblclick()

    expect(phone.get_by_role("heading", name="What you told us")).to_be_visible()
    told = CheckIn.objects.get(patient__user__email=PATIENT)
    assert (told.pain_score, told.note, told.photos.count()) == (2, "It looks like this.", 1)


def test_a_photo_that_could_not_be_sent_is_said_and_goes_along_with_the_message(
    visitor: Callable[..., Page],
) -> None:
    phone = visitor(PATIENT)
    phone.goto("/messages/")
    phone.route("**/messages/", lambda route: route.abort("internetdisconnected"))
    phone.get_by_label("Photos").set_input_files(a_photo())
    expect(phone.get_by_text("Not added yet")).to_be_visible()
    assert faults_of(phone) == []

    phone.unroute("**/messages/")
    phone.get_by_label("Write to the clinic").fill("It looks like this.")
    phone.get_by_role("button", name="Send").click()

    expect(phone.get_by_text("Your message is with the clinic.")).to_be_visible()
    assert Photo.objects.filter(patient__user__email=PATIENT, message__isnull=False).count() == 1


def test_a_photo_chosen_signed_out_is_asked_for_again_and_the_note_is_not(
    visitor: Callable[..., Page],
) -> None:
    phone = visitor(PATIENT)
    open_check_in(phone)
    answer_quietly(phone)
    Session.objects.all().delete()
    phone.get_by_label("Photos of your").set_input_files(a_photo())
    expect(phone.get_by_text("You have been signed out. Press the button")).to_be_visible()
    phone.get_by_label("Anything you want to tell the nurse?").fill("It looks like this.")
    phone.get_by_role("button", name="Send check-in").click()
    expect(phone.get_by_text("Only the photo that came with it")).to_be_visible()
    phone.get_by_role("link", name="Sign in and go on").click()
    ask_to_come_in(phone, PATIENT)

    is_at(phone, "review")
    expect(phone.get_by_label("Anything you want to tell the nurse?")).to_have_value("It looks like this.")
    assert Photo.objects.filter(patient__user__email=PATIENT).count() == 0
