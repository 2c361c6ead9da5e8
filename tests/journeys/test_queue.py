"""The queue on a long night: by keys, cut off and back, with an emergency that comes, without scripts."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from aftercare.models import Flag, FlagAction
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.test_every_page import faults_of

NURSE = "odile@juniper.example"
PATIENT = "Mabel Quickthorn"
LISTENING = """
    window.heard = { tones: 0, told: [] };
    OscillatorNode.prototype.start = () => (window.heard.tones += 1);
    OscillatorNode.prototype.stop = () => undefined;
    window.Notification = class extends EventTarget {
        static permission = sessionStorage.refuses ? "denied" : "granted";
        static requestPermission = async () => Notification.permission;
        constructor(text) { super(); window.heard.told.push(text); }
    };
"""
"""What would be heard and shown outside the page is written down instead."""


def raise_another(severity: str, gravity: int, name: str) -> Flag:
    """One more open flag of Mabel."""
    first = Flag.objects.filter(patient__user__full_name=PATIENT).order_by("raised_at", "id")[0]
    now = timezone.now()
    due = now + timedelta(minutes=15)
    return Flag.objects.create(
        **{
            "patient": first.patient,
            "clinic": first.clinic,
            "session": first.session,
            "episode": uuid.uuid4(),
        },
        **{"rule": name.lower(), "rule_name": name, "severity": severity, "gravity": gravity},
        **{"raised_at": now, "due_at": due, "escalate_at": due},
    )


def go_to_patient(page: Page) -> None:
    """Press J until the patient's row has the focus."""
    for _row in range(10):
        page.keyboard.press("j")
        if PATIENT in page.evaluate("document.activeElement.textContent"):
            return
    pytest.fail(f"J does not lead to {PATIENT}")


def await_tones(page: Page, count: int) -> None:
    for _time in range(50):
        if page.evaluate("window.heard.tones") == count:
            return
        page.wait_for_timeout(100)
    pytest.fail(f"{count} tones were not heard")


def ask_again(page: Page) -> int:
    """The page asks for its list at once; what the portal answers."""
    with page.expect_response(lambda answer: "/queue/" in answer.url) as found:
        page.evaluate("htmx.trigger('[data-refreshes]', 'refresh')")
    return found.value.status


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_patient_is_one_row_and_is_worked_by_keys(visitor: Callable[..., Page], viewport: dict) -> None:
    page = visitor(NURSE, viewport)
    raise_another("urgent", 2, "Severe pain")
    page.goto("/queue/?show=unclaimed")
    row = page.get_by_role("row", name=PATIENT)
    expect(row).to_contain_text("Routine: No check-in for 48 hours")

    go_to_patient(page)
    page.keyboard.press("c")
    expect(page.get_by_text(f"You have 2 flags of {PATIENT} in hand.")).to_be_visible()
    expect(row).to_have_count(0)
    page.get_by_role("link", name="Mine").click()
    page.wait_for_url("**/queue/?show=mine")
    go_to_patient(page)
    page.keyboard.press("a")
    expect(page.get_by_text(f"You have acknowledged 2 flags of {PATIENT}.")).to_be_visible()
    expect(row.get_by_role("link", name=PATIENT, exact=True)).to_be_focused()
    faults = faults_of(page)
    page.keyboard.press("r")
    page.wait_for_url("**/flags/*/#resolve")

    assert sorted(FlagAction.objects.values_list("kind", flat=True)).count("claimed") == 2
    assert faults == []


def test_the_keys_are_shown_and_rest_while_somebody_types_or_reads_them(visitor: Callable[..., Page]) -> None:
    page = visitor(NURSE, DESKTOP)
    page.goto("/queue/")
    keys = page.get_by_role("dialog", name="Keys of the queue")

    page.get_by_label("Kind of flag").focus()
    page.keyboard.press("?")
    expect(keys).to_be_hidden()
    page.get_by_role("heading", name="Queue").click()
    page.keyboard.press("?")
    expect(keys).to_be_visible()
    faults = faults_of(page)
    page.keyboard.press("j")
    expect(keys.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Keys").click()
    expect(keys).to_be_visible()
    keys.get_by_role("button", name="Close").click()
    expect(keys).to_be_hidden()

    assert faults == []


def test_a_lost_connection_is_said_and_that_it_is_back(visitor: Callable[..., Page]) -> None:
    page = visitor(NURSE, DESKTOP)
    page.goto("/queue/")

    page.context.set_offline(True)
    expect(page.get_by_role("status").get_by_text("The connection is lost.")).to_be_visible()
    expect(page.get_by_text("updated just now")).to_be_hidden()
    faults = faults_of(page)
    page.context.set_offline(False)
    expect(page.get_by_role("status").get_by_text("The connection is back.")).to_be_visible()
    expect(page.get_by_text("updated just now")).to_be_visible()

    assert faults == []


def test_the_list_is_sent_again_only_where_something_has_changed(visitor: Callable[..., Page]) -> None:
    page = visitor(NURSE, DESKTOP)
    page.goto("/queue/")
    said = page.get_by_text("Something new stands in the queue.")

    answers = [ask_again(page) for _time in range(3)]  # the minute may end between two of them
    page.get_by_role("link", name=PATIENT).focus()
    expect(said).to_have_count(1)
    raise_another("routine", 1, "Change of skin color")
    answers.append(ask_again(page))
    expect(page.get_by_role("row", name=PATIENT)).to_contain_text("Change of skin color")
    expect(said).not_to_have_attribute("hidden", "")
    expect(page.get_by_role("link", name=PATIENT)).to_be_focused()

    assert (answers[0], 304 in answers[1:3], answers[3]) == (200, True, 200)


def test_a_new_emergency_is_said_heard_and_shown_without_a_name(visitor: Callable[..., Page]) -> None:
    page = visitor(NURSE, DESKTOP)
    page.add_init_script(LISTENING)
    page.goto("/queue/?show=mine")
    page.get_by_label("Play a short sound").check()
    page.get_by_label("Show a notification on this computer").check()
    await_tones(page, 3)
    page.reload()
    expect(page.get_by_label("Play a short sound")).to_be_checked()
    page.get_by_role("heading", name="Queue").click()

    raise_another("emergency", 3, "Chest pain or fainting")
    ask_again(page)
    expect(page.get_by_role("alert")).to_have_text("A new emergency waits in the queue")
    await_tones(page, 3)
    ask_again(page)

    assert page.evaluate("window.heard") == {"tones": 3, "told": ["A new emergency waits in the queue"]}
    assert faults_of(page) == []


def test_of_two_tabs_one_sounds_for_every_new_emergency(visitor: Callable[..., Page]) -> None:
    first = visitor(NURSE, DESKTOP)
    first.context.add_init_script(LISTENING)
    first.goto("/queue/")
    second = first.context.new_page()
    second.goto("/queue/?show=mine")
    first.get_by_label("Show a notification on this computer").check()
    first.get_by_label("Play a short sound").check()
    await_tones(first, 3)
    second.get_by_role("heading", name="Queue").click()

    heard = []
    for name in ("Chest pain or fainting", "Trouble breathing"):
        raise_another("emergency", 3, name)
        for page in (second, first):
            ask_again(page)
            expect(page.get_by_role("alert")).to_have_text("A new emergency waits in the queue")
        await_tones(second, 3 * len(heard) + 3)
        heard.append([page.evaluate("window.heard.told.length") for page in (second, first)])

    assert heard == [[1, 0], [2, 0]]
    assert first.evaluate("window.heard.tones") == 3


def test_a_switch_in_one_tab_is_the_switch_of_the_other(visitor: Callable[..., Page]) -> None:
    first = visitor(NURSE, DESKTOP)
    first.goto("/queue/")
    second = first.context.new_page()
    second.goto("/queue/")

    first.get_by_label("Play a short sound").check()
    expect(second.get_by_label("Play a short sound")).to_be_checked()
    second.get_by_label("Play a short sound").uncheck()

    expect(first.get_by_label("Play a short sound")).not_to_be_checked()


def test_where_the_browser_refuses_notifications_the_way_out_is_told(visitor: Callable[..., Page]) -> None:
    page = visitor(NURSE, DESKTOP)
    page.add_init_script(LISTENING)
    page.goto("/queue/")
    switch = page.get_by_label("Show a notification on this computer")
    switch.check()
    expect(page.get_by_text("The browser does not allow notifications")).to_be_hidden()

    page.evaluate("sessionStorage.refuses = true")
    page.reload()

    expect(page.get_by_text("The browser does not allow notifications")).to_be_visible()
    expect(switch).not_to_be_checked()
    switch.click()
    expect(page.get_by_text("then tick the box again")).to_be_visible()
    expect(switch).not_to_be_checked()


def test_a_nurse_who_is_signed_out_is_told_that_the_list_has_stopped(visitor: Callable[..., Page]) -> None:
    page = visitor(NURSE, DESKTOP)
    told: list[str] = []
    page.expose_function("tell", lambda text: told.append(text))
    page.add_init_script(LISTENING.replace("window.heard.told.push", "window.tell"))
    page.goto("/queue/")
    page.get_by_label("Show a notification on this computer").check()

    page.context.clear_cookies()
    page.evaluate("htmx.trigger('[data-refreshes]', 'refresh')")
    page.wait_for_url("**/accounts/login/**")

    assert told == ["The queue no longer brings itself up to date"]


def test_nothing_sounds_where_it_was_not_switched_on(visitor: Callable[..., Page]) -> None:
    page = visitor(NURSE, DESKTOP)
    page.add_init_script(LISTENING)
    page.goto("/queue/")

    raise_another("emergency", 3, "Chest pain or fainting")
    ask_again(page)
    expect(page.get_by_role("alert")).to_have_text("A new emergency waits in the queue")

    assert page.evaluate("window.heard") == {"tones": 0, "told": []}


def test_without_scripts_the_queue_is_narrowed_worked_and_loaded_again(visitor: Callable[..., Page]) -> None:
    page = visitor(NURSE, PHONE, java_script_enabled=False)
    page.goto("/queue/")

    page.get_by_label("Kind of flag").select_option(label="Numbness or weakness")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("Only this kind is shown: Numbness or weakness.")).to_be_visible()
    page.get_by_role("link", name="Show all kinds").click()
    page.get_by_role("row", name=PATIENT).get_by_role("button", name="Claim").click()
    expect(page.get_by_text(f"You have the flag of {PATIENT} in hand.")).to_be_visible()
    page.get_by_role("link", name="Load again").click()
    expect(page.get_by_role("row", name=PATIENT)).to_contain_text("You")
    expect(page.get_by_role("button", name="Keys")).to_be_hidden()
    expect(page.get_by_label("Play a short sound")).to_be_hidden()
