"""What patients say about themselves and how they are written to: on a phone, or by the keyboard alone."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from aftercare.models import Patient
from tests.journeys.conftest import DESKTOP

PATIENT = "wren@patients.example"


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_channels_and_quiet_hours_are_chosen_with_the_keyboard(visitor: Callable[..., Page]) -> None:
    page = visitor(PATIENT, DESKTOP)
    page.goto("/me/")

    page.get_by_label("E-mail").focus()
    press(page, "Space", "Tab")
    expect(page.get_by_label("Quiet during these hours")).to_be_focused()
    press(page, "Tab", "1", "0", "3", "0", "P")
    press(page, "Tab", "Tab", "0", "7", "1", "5", "A")
    page.get_by_role("button", name="Save").focus()
    press(page, "Enter")

    expect(page.get_by_role("status")).to_contain_text("Saved.")
    wren = Patient.objects.get(user__email=PATIENT)
    assert (wren.channels, f"{wren.quiet_from:%H:%M}", f"{wren.quiet_until:%H:%M}") == ([], "22:30", "07:15")
    expect(page.get_by_label("E-mail")).not_to_be_checked()
    expect(page.get_by_label("From")).to_have_value("22:30")


def test_without_quiet_hours_no_times_are_asked(visitor: Callable[..., Page]) -> None:
    page = visitor(PATIENT)
    page.goto("/me/")

    page.get_by_label("Quiet during these hours").focus()
    press(page, "ArrowUp")
    expect(page.get_by_label("From")).to_be_hidden()
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_label("No quiet hours")).to_be_checked()
    wren = Patient.objects.get(user__email=PATIENT)
    assert wren.quiet_from == wren.quiet_until


def test_the_time_zone_is_changed_with_the_keyboard(visitor: Callable[..., Page]) -> None:
    page = visitor(PATIENT, DESKTOP)
    page.goto("/me/")

    page.get_by_role("link", name="Change Time zone").focus()
    press(page, "Enter")
    page.get_by_label("Your time zone").focus()
    page.keyboard.type("Los")
    press(page, "Tab", "Enter")

    expect(page.get_by_role("status")).to_contain_text("Your times are shown in Los Angeles time now.")
    assert Patient.objects.get(user__email=PATIENT).zone == "America/Los_Angeles"


def test_allergies_and_medicines_are_told_on_a_phone_without_javascript(visitor: Callable[..., Page]) -> None:
    page = visitor(PATIENT, java_script_enabled=False)
    page.goto("/me/")

    page.get_by_role("link", name="Change Allergies").click()
    expect(page.get_by_text("The clinic wrote this:")).to_be_visible()
    page.get_by_label("Allergies", exact=True).fill("Latex, and plasters")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text(
        "Current medicines: write what, or tick that there is none."
    )
    page.get_by_label("I take none").check()
    page.get_by_role("button", name="Save").click()

    about = page.get_by_role("region", name="About you")
    expect(about).to_contain_text("Latex, and plasters")
    expect(about).to_contain_text("None known")


def test_pain_before_treatment_is_only_read_afterwards(visitor: Callable[..., Page]) -> None:
    page = visitor(PATIENT)
    page.goto("/me/pain/")

    expect(page.get_by_text("Ask us to correct it.")).to_be_visible()
    expect(page.get_by_role("radio")).to_have_count(0)
