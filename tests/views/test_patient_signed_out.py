"""A check-in whose sign-in ran out midway: nothing is lost, nobody else gets it, and help comes first."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client

from aftercare.models import CheckInDraft, Flag, Patient, User
from tests.cast import MONDAY, complete
from tests.check_in_answers import walk

HOUR = timedelta(hours=1)
LATER = MONDAY + 2 * HOUR


@pytest.fixture
def draft(client: Client, patient: Patient) -> CheckInDraft:
    """A check-in that came as far as the pain; then the session ended."""
    complete(patient, MONDAY)
    client.force_login(patient.user)
    walk(client, LATER, to="pain")
    client.logout()
    return CheckInDraft.objects.get()


def post(
    client: Client, draft: CheckInDraft, step: str, *, quietly: bool = False, **sent: str
) -> HttpResponse:
    itself = {"submission": str(draft.submission), "turn": str(draft.turn)}
    told = {name.replace("_", "-"): text for name, text in sent.items()}
    headers = {"X-Autosave": "1"} if quietly else {}
    with time_machine.travel(LATER, tick=False):
        return client.post(f"/check-ins/new/{step}/", itself | told, headers=headers)


def sign_in_and_go_on(client: Client, user: User, step: str, after: timedelta = HOUR / 2) -> HttpResponse:
    with time_machine.travel(LATER + after, tick=False):
        client.force_login(user)
        return client.get(f"/check-ins/new/{step}/", follow=True)


def page(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def test_what_is_sent_signed_out_is_there_after_signing_in(
    client: Client, patient: Patient, draft: CheckInDraft
) -> None:
    held = page(post(client, draft, "pain", pain="4", pain_since="now"))
    shown = page(sign_in_and_go_on(client, patient.user, "pain"))

    assert "You have been signed out" in held
    assert 'href="/accounts/login/?next=/check-ins/new/pain/"' in held
    assert "Your answers are still here." in shown
    assert 'name="pain" value="4" id="id_pain_4" checked' in shown
    assert CheckInDraft.objects.get().told["pain"] == "4"


def test_an_emergency_sent_signed_out_is_told_to_call_before_signing_in(
    client: Client, draft: CheckInDraft
) -> None:
    held = page(post(client, draft, "first", chest_pain="yes"))

    assert held.index("Call 911 now") < held.index("Sign in and go on")
    assert "nobody has seen it" in held
    assert Flag.objects.count() == 0


def test_an_emergency_sent_signed_out_is_flagged_once_it_is_known_whose_it_is(
    client: Client, patient: Patient, draft: CheckInDraft
) -> None:
    post(client, draft, "first", chest_pain="yes")

    shown = page(sign_in_and_go_on(client, patient.user, "first"))

    assert "Call 911 now" in shown
    assert Flag.objects.get().patient == patient


def test_a_page_that_saves_itself_signed_out_gets_the_card_alone(client: Client, draft: CheckInDraft) -> None:
    danger = post(client, draft, "first", quietly=True, chest_pain="yes")
    quiet = post(client, draft, "pain", quietly=True, pain="4")

    assert (danger.status_code, quiet.status_code) == (401, 401)
    assert ("Call 911 now" in page(danger), page(quiet)) == (True, "")


@pytest.mark.parametrize("who", ["other_patient", "nurse"])
def test_what_was_held_is_dropped_when_somebody_else_signs_in(
    client: Client, request: pytest.FixtureRequest, patient: Patient, draft: CheckInDraft, who: str
) -> None:
    other = request.getfixturevalue(who)
    post(client, draft, "pain", pain="4")

    sign_in_and_go_on(client, other.user if isinstance(other, Patient) else other, "pain")

    assert "held_check_in_step" not in client.session
    assert "pain" not in CheckInDraft.objects.get(patient=patient).told


@pytest.mark.parametrize(("after", "kept"), [(HOUR - timedelta(seconds=1), True), (HOUR, False)])
def test_what_was_held_is_held_for_an_hour(
    client: Client, patient: Patient, draft: CheckInDraft, after: timedelta, kept: bool
) -> None:
    post(client, draft, "pain", pain="4")

    sign_in_and_go_on(client, patient.user, "pain", after)

    assert ("pain" in CheckInDraft.objects.get().told) is kept


def test_what_is_held_is_in_the_database_alone_and_its_session_ends_with_it(
    client: Client, draft: CheckInDraft
) -> None:
    response = post(client, draft, "pain", pain="4")

    session = Session.objects.get(session_key=client.session.session_key)
    assert session.get_decoded()["held_check_in_step"]["sent"]["answers"] == {"pain": "4"}
    assert session.expire_date == LATER + HOUR
    assert response["Cache-Control"] == "no-store"


def test_signing_in_again_lasts_as_long_as_ever(
    client: Client, patient: Patient, draft: CheckInDraft
) -> None:
    post(client, draft, "pain", pain="4")

    sign_in_and_go_on(client, patient.user, "pain")

    assert client.session.get_expiry_age() > 24 * 60 * 60


def test_what_was_held_for_a_draft_that_is_gone_is_not_told(
    client: Client, patient: Patient, draft: CheckInDraft
) -> None:
    post(client, draft, "pain", pain="4")
    CheckInDraft.objects.all().delete()

    shown = sign_in_and_go_on(client, patient.user, "pain")

    assert shown.request["PATH_INFO"] == "/check-ins/new/first/"
    assert "held_check_in_step" not in client.session
