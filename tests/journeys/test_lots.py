"""From the delivery to the recall in a real browser: at a desk and on a tablet, and the patient's phone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from aftercare.models import TreatmentSession
from tests.journeys.conftest import DESKTOP
from tests.journeys.test_every_page import faults_of

SCHEDULER = "felix@juniper.example"
NURSE = "odile@juniper.example"
PATIENT = "percival@patients.example"  # his session is over, and nobody has recorded it
TABLET = {"width": 834, "height": 1112}


@pytest.mark.parametrize("viewport", [DESKTOP, TABLET], ids=["desktop", "tablet"])
def test_from_the_delivery_to_the_recall(visitor: Callable[..., Page], viewport: dict, tmp_path) -> None:
    faults = []
    desk = visitor(SCHEDULER, viewport)
    desk.get_by_role("navigation", name="Main").get_by_role("link", name="Lots").click()
    faults += faults_of(desk)
    desk.get_by_role("link", name="Add a lot").click()
    desk.get_by_label("Product").fill("Fernwell exosomes")
    desk.get_by_label("Exosome").check(force=True)
    desk.get_by_label("Lot number").fill("FW-2701")
    desk.get_by_label("Expiry date").fill((timezone.localdate() + timedelta(days=400)).isoformat())
    desk.get_by_label("Supplier").fill("Fernwell Laboratory")
    desk.get_by_label("Storage temperature").fill("warm")
    desk.get_by_role("button", name="Save the lot").click()
    expect(desk.get_by_role("main")).to_contain_text("Write degrees Celsius")
    faults += faults_of(desk)
    desk.get_by_label("Storage temperature").fill("-80")
    desk.get_by_role("button", name="Save the lot").dblclick()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Fernwell exosomes, lot FW-2701")

    session = TreatmentSession.objects.get(patient__user__email=PATIENT)
    desk.goto(f"/sessions/{session.pk}/complete/")
    desk.get_by_label("Time").fill("00:01")
    desk.get_by_label("PRP with exosome").check(force=True)
    desk.get_by_role("button", name="Record as completed").click()
    expect(desk.get_by_role("main")).to_contain_text("Write the exosome dose")
    desk.get_by_label("Exosome dose").fill("7.5")
    expect(desk.get_by_label("FW-2601")).to_have_count(0)
    expect(desk.get_by_label("Who performed it")).not_to_have_value("")
    desk.get_by_label("Who performed it").select_option("Ambrose Larkmoor, physician")
    desk.get_by_label("lot FW-2701").check()
    desk.get_by_label("I went through the allergies").check()
    desk.get_by_label("Pain before treatment").select_option("4")
    faults += faults_of(desk)
    desk.get_by_role("button", name="Record as completed").dblclick()
    expect(desk.get_by_role("main")).to_contain_text("7.5 billion vesicles")
    expect(desk.get_by_role("main")).to_contain_text("Gone through by Felix Underleaf")
    expect(desk.get_by_role("main")).to_contain_text("Ambrose Larkmoor, physician")

    phone = visitor(PATIENT)
    phone.goto("/plan/")
    expect(phone.get_by_role("main")).to_contain_text("Avoid until")

    desk.get_by_role("link", name="Fernwell exosomes, lot FW-2701").click()
    desk.get_by_role("link", name="Put in quarantine").click()
    desk.get_by_label("Reason").fill("The supplier calls it back.")
    desk.get_by_role("button", name="Put in quarantine").click()
    expect(desk.get_by_role("main")).to_contain_text("The supplier calls it back.")
    desk.get_by_role("link", name="Who was treated with it").click()
    expect(desk.get_by_role("row")).to_have_count(2)
    faults += faults_of(desk)
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Export as CSV").click()
    download.value.save_as(tmp_path / "recall.csv")
    assert "Percival Snapdragon" in (tmp_path / "recall.csv").read_text(encoding="utf-8-sig")
    assert faults == []


def test_a_nurse_sees_the_flags_of_a_recalled_lot(visitor: Callable[..., Page]) -> None:
    ward = visitor(NURSE, TABLET)
    session = TreatmentSession.objects.get(patient__user__email="rufus@patients.example")
    ward.goto(f"/sessions/{session.pk}/")
    ward.get_by_role("link", name="FW-2601").click()
    ward.get_by_role("link", name="Who was treated with it").click()
    ward.get_by_role("row", name="Rufus Tanglewood").get_by_role("link", name="Still in pain").click()

    expect(ward.get_by_role("heading", level=1)).to_contain_text("Still in pain")
