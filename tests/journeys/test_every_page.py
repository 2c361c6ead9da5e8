"""Every page of the demo for each who may open it, on a phone and a desk, by day and by night."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.utils import timezone
from playwright.sync_api import Page

from aftercare.models import CheckIn, Escalation, Flag, Message, Patient, ProductLot, TreatmentSession
from aftercare.services.escalations import escalate_overdue
from aftercare.services.preferences import unsubscribe_token
from tests.journeys.conftest import DESKTOP, PHONE

PATIENT = "wren@patients.example"
SCHEDULER = "felix@juniper.example"
NURSE = "odile@juniper.example"
ADMINISTRATOR = "maud@juniper.example"
SCHEDULE = ["/schedule/", *(f"/schedule/?view={view}" for view in ("week", "week&by=room", "agenda"))]
SECOND = timedelta(seconds=1)
WRONG_ONLY = {"preload": False, "resultTypes": ["violations"]}
RULES = {
    **WRONG_ONLY,
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "rules": {"landmark-unique": {"enabled": True}},
}
# what a theme changes
COLOURS = {**WRONG_ONLY, "runOnly": {"type": "rule", "values": ["color-contrast"]}}


def pages_of(email: str) -> list[str]:
    wren = Patient.objects.get(user__email=PATIENT)
    if not email:
        link = f"/unsubscribe/{unsubscribe_token(wren)}/"
        return ["/", "/accounts/login/", "/accounts/password/reset/", link]
    session = TreatmentSession.objects.get(patient=wren, status="scheduled")
    lot = f"/lots/{ProductLot.objects.quarantined().get(clinic__name='Juniper Hollow').pk}/"
    if email == PATIENT:
        check_in = CheckIn.objects.filter(patient=wren).order_by("-at", "id")[0]
        return [
            "/today/",
            "/plan/",
            "/can-i/",
            "/progress/",
            "/learn/",
            "/can-i/?q=fish+oil",
            "/can-i/?q=beer+and+advli",
            "/can-i/?q=chest+pain",
            "/check-ins/new/",
            *(f"/check-ins/new/{step}/" for step in ("area", "pain", "more", "medicines")),
            "/check-ins/",
            f"/check-ins/{check_in.pk}/",
            "/messages/",
            "/me/",
            "/me/time-zone/",
            "/me/health/",
            "/me/pain/",
        ]
    if email == SCHEDULER:
        at = f"/sessions/{session.pk}/"
        unrecorded = TreatmentSession.objects.unrecorded(timezone.now()).get()
        people = [*SCHEDULE, "/patients/", "/patients/new/", f"/patients/{wren.pk}/"]
        return [
            *people,
            f"/patients/{wren.pk}/edit/",
            f"/patients/{wren.pk}/care/",
            f"/patients/{wren.pk}/outreach/",
            "/outreach/",
            "/silent/",
            "/clinic/on-call/",
            "/sessions/new/",
            f"/sessions/new/?patient={wren.pk}",
            f"/sessions/new/?patient={wren.pk}&course",
            at,
            f"{at}move/",
            f"{at}cancel/",
            f"{at}complete/",
            f"/sessions/{unrecorded.pk}/missed/",
            *("/lots/", "/lots/?q=nothing", "/lots/new/", lot),
            *(f"{lot}{page}/" for page in ("edit", "quarantine", "release", "recall")),
        ]
    if email == ADMINISTRATOR:
        provider, room = wren.clinic.providers.all()[0], wren.clinic.rooms.all()[0]
        shift = wren.clinic.on_call_shifts.order_by("starts_at")[0]
        colleague = wren.clinic.people.get(email=NURSE)
        desk = [
            "hours/",
            "on-call/",
            "on-call/new/",
            "staff/",
            "staff/new/",
            f"staff/{colleague.pk}/",
            "providers/",
            "providers/new/",
            "rooms/",
            "rooms/new/",
            "treatments/",
        ]
        return [
            "/clinic/",
            *(f"/clinic/{page}" for page in desk),
            f"/clinic/on-call/{shift.pk}/",
            f"/clinic/providers/{provider.pk}/",
            f"/clinic/rooms/{room.pk}/",
            f"/sessions/new/?patient={wren.pk}",
            "/outreach/",
            "/hand-over/",
            "/figures/",
        ]
    flag = Flag.objects.open().filter(patient=wren)[0]
    asks = Patient.objects.get(messages__in=Message.objects.waiting())
    emergency = Flag.objects.get(severity="emergency")
    escalate_overdue(at=emergency.escalate_at + SECOND)
    told = Escalation.objects.order_by("due_at", "id")[0]
    return [
        "/queue/",
        "/queue/?show=mine",
        "/queue/?show=snoozed",
        "/queue/?show=closed",
        "/queue/?show=messages",
        "/hand-over/",
        "/hand-over/?date=1026-03-02&time=x&hours=8",
        "/clinic/on-call/",
        "/queue/?rule=nerve-signs",
        f"/flags/{flag.pk}/",
        f"/flags/{emergency.pk}/",
        f"/flags/{flag.pk}/?text=how-now",
        f"/flags/{flag.pk}/history/",
        f"/escalations/{told.pk}/",
        f"/patients/{wren.pk}/",
        f"/patients/{wren.pk}/history/",
        f"/patients/{wren.pk}/history/?kind=seen",
        "/figures/",
        "/figures/?days=7",
        "/outreach/",
        "/patients/",
        "/silent/",
        f"/patients/{wren.pk}/messages/",
        f"/patients/{asks.pk}/messages/",
        "/protocol/",
        lot,
        f"{lot}recall/",
    ]


def faults_of(page: Page, rules: dict = RULES) -> list[str]:
    page.wait_for_load_state()  # a click that sends a form does not wait for the page that answers
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    # what is right stays in the browser: to send it takes as long as to find it
    found = page.evaluate("rules => axe.run(rules).then(all => all.violations)", rules)
    faults = [f"{page.url} {fault['id']}: {fault['nodes'][0]['html'][:120]}" for fault in found]
    too_wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [*faults, *([f"{page.url} scrolls sideways"] if too_wide else [])]


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize(
    "email",
    ["", PATIENT, SCHEDULER, NURSE, ADMINISTRATOR],
    ids=["nobody", "patient", "scheduler", "nurse", "administrator"],
)
def test_every_page_serves_everybody(
    visitor: Callable[..., Page], email: str, viewport: dict, settings
) -> None:
    settings.SMS_OFFERED = settings.WEB_PUSH_OFFERED = True
    page = visitor(email, viewport, reduced_motion="reduce")

    faults = []
    for address in pages_of(email):
        answer = page.goto(address)
        assert answer is not None
        if answer.status != 200:
            faults.append(f"{address} answers {answer.status}")
        faults += faults_of(page)
        page.emulate_media(color_scheme="dark")
        faults += [f"dark: {fault}" for fault in faults_of(page, COLOURS)]
        page.emulate_media(color_scheme="light")

    assert faults == []
