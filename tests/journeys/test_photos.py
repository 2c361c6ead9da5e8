"""Photos in a real browser: added to a message on a phone, with JavaScript or without, seen at a desk."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from aftercare.management.demo.drawing import Redness, draw_knee
from aftercare.models import CheckIn, Photo
from tests.journeys.conftest import DESKTOP
from tests.journeys.test_every_page import faults_of

NURSE = "odile@juniper.example"
PATIENT = "ignatius@patients.example"
WREN = "wren@patients.example"


def a_photo(redness: Redness = Redness.AROUND) -> dict:
    return {"name": "knee.jpg", "mimeType": "image/jpeg", "buffer": draw_knee(redness).getvalue()}


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
