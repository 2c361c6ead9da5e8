"""A question and its answer in a real browser: asked on a phone, answered at a desk, read on the phone."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESKTOP

NURSE = "odile@juniper.example"
PATIENT = "ignatius@patients.example"


def test_from_a_question_to_the_answer_that_was_read(visitor: Callable[..., Page]) -> None:
    phone = visitor(PATIENT)
    phone.goto("/messages/")
    phone.get_by_label("Write to the clinic").fill("May I sleep on my left side?")
    phone.get_by_role("button", name="Send message").dblclick()
    expect(phone.get_by_role("status").first).to_contain_text("A nurse answers by")
    expect(phone.get_by_role("article")).to_contain_text("Not read yet.")

    desk = visitor(NURSE, DESKTOP)
    desk.get_by_role("link", name=re.compile("^Messages 2")).click()
    desk.get_by_role("link", name="Ignatius Plumtree").click()
    expect(desk.get_by_role("article")).to_contain_text("May I sleep on my left side?")
    phone.reload()
    expect(phone.get_by_role("article")).to_contain_text("Read by Odile Marrowby, today")
    desk.get_by_label("Your note to the patient").fill("Yes, with a pillow between your knees.")
    desk.get_by_role("button", name="Send note").click()
    expect(desk.get_by_role("article").first).to_contain_text("Not read yet.")

    phone.goto("/today/")
    expect(phone.get_by_role("main")).to_contain_text("Yes, with a pillow between your knees.")
    phone.get_by_role("link", name="Read your messages").click()
    expect(phone.get_by_role("article").first).to_contain_text("New. Odile Marrowby")
    desk.reload()
    expect(desk.get_by_role("article").first).to_contain_text("Read by Ignatius Plumtree, today")
    desk.get_by_role("link", name="Back to the messages").click()
    expect(desk.get_by_role("link", name="Ignatius Plumtree")).to_have_count(0)
