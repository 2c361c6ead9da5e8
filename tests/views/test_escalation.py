"""What the link in a message to whoever is on call leads to: nothing without signing in as a nurse here."""

import uuid

import pytest
import time_machine
from django.test import Client

from aftercare.models import Escalation, FlagAction, Patient, RecordAccess, User
from aftercare.services.escalations import escalate_overdue
from tests.nurse_story import HOUR, NOW, told_of_heat

CALL = {"call-outcome": "no-answer", "call-note": "", "call-submission": str(uuid.UUID(int=8))}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW + 2 * HOUR, tick=False) as travelled:
        yield travelled


@pytest.fixture
def told(patient: Patient, nurse: User) -> Escalation:
    told_of_heat(patient)
    escalate_overdue(at=NOW + 2 * HOUR)
    return Escalation.objects.get()


@pytest.fixture
def on_call(client: Client, nurse: User) -> Client:
    client.force_login(nurse)
    return client


def at(told: Escalation, action: str = "") -> str:
    return f"/escalations/{told.pk}/{action}"


def test_without_signing_in_the_link_says_nothing_but_sign_in(client: Client, told: Escalation) -> None:
    answer = client.get(at(told), follow=True)

    assert answer.redirect_chain == [(f"/accounts/login/?next={at(told)}", 302)]
    assert b"Wren" not in answer.content


@pytest.mark.parametrize("who", ["scheduler", "stranger_nurse", "patient"])
def test_it_is_not_there_for_outsiders(
    client: Client, told: Escalation, request: pytest.FixtureRequest, who: str
) -> None:
    person = request.getfixturevalue(who)
    client.force_login(getattr(person, "user", person))
    flag = told.flags.get()

    answers = [
        client.get(at(told)),
        client.post(at(told, "take/")),
        client.post(at(told, f"call/{flag.pk}/"), CALL),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert FlagAction.objects.count() == 0


def test_reading_it_leaves_a_trace_on_each_record(
    on_call: Client, told: Escalation, patient: Patient
) -> None:
    on_call.get(at(told))

    assert list(RecordAccess.objects.values_list("patient", "what")) == [(patient.pk, "escalation")]


def test_i_have_it_acknowledges_and_says_so(on_call: Client, told: Escalation, nurse: User) -> None:
    answer = on_call.post(at(told, "take/"), follow=True)

    assert told.flags.get().acknowledged_by == nurse
    assert [str(one) for one in answer.context["messages"]] == ["You have it. Nobody is told again."]


def test_a_second_click_says_that_it_is_taken_on_and_by_whom_stands_below(
    on_call: Client, told: Escalation
) -> None:
    on_call.post(at(told, "take/"))

    answer = on_call.post(at(told, "take/"), follow=True)

    said = [str(one) for one in answer.context["messages"]]
    assert said[-1] == "It is taken on already. Below stands who has it."


def test_a_call_is_logged_from_the_page_once(on_call: Client, told: Escalation) -> None:
    for _ in range(2):
        answer = on_call.post(at(told, f"call/{told.flags.get().pk}/"), CALL)

    assert answer["Location"] == at(told)
    assert [action.outcome for action in FlagAction.objects.all()] == ["no-answer"]


def test_a_call_without_its_outcome_is_asked_for_beside_the_question(
    on_call: Client, told: Escalation
) -> None:
    flag = told.flags.get()

    answer = on_call.post(at(told, f"call/{flag.pk}/"), {**CALL, "call-outcome": "", "call-note": "Rang."})

    html = answer.content.decode()
    assert answer.status_code == 200
    assert all(
        words in html for words in ("Choose how the call went.", "Rang.", '<details class="fold" open>')
    )
    assert FlagAction.objects.count() == 0


@pytest.mark.parametrize("action", ["take/", "call/{flag}/"])
def test_whoever_comes_back_to_an_action_by_its_address_is_led_to_the_page(
    on_call: Client, told: Escalation, action: str
) -> None:
    answer = on_call.get(at(told, action.format(flag=told.flags.get().pk)))

    assert (answer.status_code, answer["Location"]) == (302, at(told))
