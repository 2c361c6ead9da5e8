"""A flag between two nurses, as its page shows it to each."""

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from aftercare.models import Flag, FlagAction, Patient, User
from aftercare.services.flag_asking import ask_again
from aftercare.services.flag_holding import claim_flag
from aftercare.services.flags import acknowledge_flag, resolve_flag
from aftercare.services.triage import follow_up
from tests.nurse_story import HOUR, MINUTE, NOW, chest_pain, told_of_heat

SUBMISSION = "8d7c4f3e-0d44-4f0e-a2ad-5d5b8a1f9c01"


@pytest.fixture
def flag(patient: Patient) -> Flag:
    return told_of_heat(patient)


@pytest.fixture
def desk(client: Client, nurse: User) -> Client:
    client.force_login(nurse)
    return client


def get(client: Client, flag: Flag, now=NOW) -> HttpResponse:
    with time_machine.travel(now, tick=False):
        return client.get(f"/flags/{flag.pk}/")


def post(client: Client, flag: Flag, step: str, now=NOW, **data: str) -> HttpResponse:
    with time_machine.travel(now, tick=False):
        return client.post(f"/flags/{flag.pk}/{step}/", data, follow=True)


def said(response: HttpResponse) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def may(response: HttpResponse) -> set[str]:
    work = response.context["page"].work
    names = ("claim", "take_over", "acknowledge", "hand_over", "snooze", "ask")
    return {name for name in names if getattr(work, f"may_{name}")} | ({"works"} if work.works else set())


def test_what_may_be_done_depends_on_who_has_it(
    desk: Client, flag: Flag, nurse: User, second_nurse: User
) -> None:
    pages = [get(desk, flag)]
    claim_flag(flag=flag, by=nurse, at=NOW)
    pages.append(get(desk, flag))
    acknowledge_flag(flag=flag, by=nurse, at=NOW)
    pages.append(get(desk, flag))
    Flag.objects.update(holder=second_nurse)
    pages.append(get(desk, flag))

    assert [may(page) for page in pages] == [
        {"claim", "acknowledge", "hand_over", "ask", "works"},
        {"acknowledge", "hand_over", "ask", "works"},
        {"hand_over", "snooze", "ask", "works"},
        {"take_over"},
    ]
    assert [page.context["page"].work.holder for page in pages] == [
        "Nobody has it in hand.",
        "You have it in hand.",
        "You have it in hand.",
        "Ines Halloway has it in hand.",
    ]


def test_an_emergency_offers_no_putting_off(desk: Client, patient: Patient, nurse: User) -> None:
    flag = acknowledge_flag(flag=chest_pain(patient), by=nurse, at=NOW)

    assert may(get(desk, flag)) == {"hand_over", "works"}


def test_a_closed_flag_is_in_nobodys_hand(desk: Client, flag: Flag, nurse: User) -> None:
    resolve_flag(flag=flag, disposition="self-care", by=nurse, at=NOW - HOUR)

    page = get(desk, flag)

    assert (may(page), page.context["page"].work.holder, page.context["page"].work.undo) == (set(), "", None)


def test_claiming_twice_says_it_calmly_and_a_colleague_is_told_who(
    desk: Client, flag: Flag, second_nurse: User
) -> None:
    first, again = post(desk, flag, "claim"), post(desk, flag, "claim")
    other = Client()
    other.force_login(second_nurse)
    refused = post(other, flag, "claim")

    assert said(first) == said(again) == ["You have this flag in hand. Its time runs on."]
    assert said(refused) == ["Odile Marrowby has this flag in hand. You can take it over."]


def test_taking_over_and_handing_over_are_told(desk: Client, flag: Flag, second_nurse: User) -> None:
    claim_flag(flag=flag, by=second_nurse, at=NOW)

    taken = post(desk, flag, "take-over")
    given = post(
        desk, flag, "hand-over", **{"over-to": str(second_nurse.pk), "over-note": "Rings back at ten."}
    )

    assert said(taken) == ["You have taken this flag over."]
    assert said(given) == ["Handed over to Ines Halloway."]
    record = [(entry.who, entry.what, entry.note) for entry in given.context["page"].record]
    assert record[-1] == ("You", "handed it over to Ines Halloway", "Rings back at ten.")


def test_handing_over_asks_to_whom_and_what_they_must_know(desk: Client, flag: Flag, nurse: User) -> None:
    form = post(desk, flag, "hand-over").context["hand_over"]

    assert form.errors == {
        "to": ["Choose who takes it on."],
        "note": ["Write what the next nurse must know."],
    }
    assert nurse not in form.fields["to"].queryset


def test_a_note_for_a_flag_that_another_took_meanwhile_is_shown_again(
    desk: Client, flag: Flag, second_nurse: User, administrator: User
) -> None:
    claim_flag(flag=flag, by=second_nurse, at=NOW)

    response = post(
        desk, flag, "hand-over", **{"over-to": str(administrator.pk), "over-note": "Rings at ten."}
    )

    assert said(response) == [
        "Ines Halloway has this flag in hand. You can take it over.",
        "Your note was not stored: “Rings at ten.”",
    ]


def test_putting_off_says_until_when(desk: Client, flag: Flag, nurse: User) -> None:
    acknowledge_flag(flag=flag, by=nurse, at=NOW)

    response = post(desk, flag, "snooze", **{"later-hours": "2", "later-reason": "Asleep."})

    assert said(response) == ["Put off. It comes back by itself."]
    assert response.context["page"].work.snoozed == "Put off until 10:00 pm."
    assert [entry.what for entry in response.context["page"].record][-1] == "put it off until 10:00 pm"


def test_a_flag_that_is_put_off_by_a_double_press_is_put_off_once(
    desk: Client, flag: Flag, nurse: User
) -> None:
    acknowledge_flag(flag=flag, by=nurse, at=NOW)

    for seconds in (1, 3):
        at = NOW + seconds * MINUTE / 60
        post(desk, flag, "snooze", now=at, **{"later-hours": "24", "later-reason": "Asleep."})

    assert [action.until for action in flag.actions.filter(kind="snoozed")] == [NOW + 24 * HOUR]


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({}, {"hours": ["Choose when it comes back."], "reason": ["Write why it can wait."]}),
        ({"later-hours": "2"}, {"reason": ["Write why it can wait."]}),
    ],
)
def test_putting_off_asks_how_long_and_why(desk: Client, flag: Flag, sent: dict, errors: dict) -> None:
    response = post(desk, flag, "snooze", **sent)

    assert response.context["snooze"].errors == errors
    assert Flag.objects.get().snoozed_until is None


def test_a_call_is_on_record_with_its_outcome(desk: Client, flag: Flag) -> None:
    sent = {"call-outcome": "no-answer", "call-note": "Rang long.", "call-submission": SUBMISSION}

    responses = [post(desk, flag, "call", **sent) for _again in range(2)]

    assert [said(response) for response in responses] == [["The call is on record."]] * 2
    record = [(entry.who, entry.what, entry.note) for entry in responses[1].context["page"].record]
    assert record[1:] == [("You", "called: no answer", "Rang long.")]


def test_a_call_without_an_outcome_keeps_the_note(desk: Client, flag: Flag) -> None:
    response = post(desk, flag, "call", **{"call-note": "Rang long.", "call-submission": SUBMISSION})

    assert response.context["call"].errors == {"outcome": ["Choose how the call went."]}
    assert "Rang long." in response.content.decode()
    assert FlagAction.objects.count() == 0


def test_what_was_done_last_can_be_taken_back_for_ten_minutes(desk: Client, flag: Flag) -> None:
    post(desk, flag, "acknowledge")
    undo = get(desk, flag, NOW + 10 * MINUTE).context["page"].work.undo
    late = get(desk, flag, NOW + 11 * MINUTE).context["page"].work.undo

    response = post(desk, flag, "undo", NOW + MINUTE, action=str(undo.action_id))

    assert undo.text == "You have acknowledged this flag. You can take that back until 8:10 pm."
    assert (late, said(response)) == (None, ["Taken back."])
    assert [entry.what for entry in response.context["page"].record] == [
        "raised it",
        "acknowledged it",
        "took that back: acknowledged it",
    ]
    assert response.context["page"].head.waits


@pytest.mark.parametrize("action", ["", "0", "-1", "9" * 40, "one"])
def test_what_names_no_change_takes_nothing_back(desk: Client, flag: Flag, action: str) -> None:
    post(desk, flag, "acknowledge")

    response = post(desk, flag, "undo", action=action)

    assert said(response) == ["This cannot be taken back any more."]
    assert Flag.objects.get().acknowledged_at == NOW


@pytest.mark.parametrize("action", ["claim", "take-over", "hand-over", "snooze", "call", "undo"])
def test_whoever_comes_back_to_an_action_is_led_to_the_flag(desk: Client, flag: Flag, action: str) -> None:
    response = desk.get(f"/flags/{flag.pk}/{action}/")

    assert (response.status_code, response.url) == (302, f"/flags/{flag.pk}/")


def test_a_note_can_begin_with_a_text(desk: Client, flag: Flag) -> None:
    with time_machine.travel(NOW, tick=False):
        page = desk.get(f"/flags/{flag.pk}/", {"text": "we-call"})

    assert page.context["reply"]["body"].value() == (
        "A nurse calls you today. Please keep your phone near you."
    )
    assert page.content.decode().count('href="?text=') == 5


def test_the_patient_is_asked_again_on_their_own_clock(
    desk: Client, flag: Flag, patient: Patient, nurse: User
) -> None:
    Patient.objects.update(zone="America/Los_Angeles")
    suggested = get(desk, flag).context["recheck"].initial

    told = {"again-date": "2026-03-03", "again-time": "06:30"}
    asked = [post(desk, flag, "recheck", **told) for _twice in range(2)]

    assert (f"{suggested['date']:%d %b}", f"{suggested['time']:%H:%M}") == ("03 Mar", "08:00")
    assert {tuple(said(page)) for page in asked} == {
        ("The patient is asked then whether it is still so. Without an answer the flag comes back.",)
    }
    record = [(entry.who, entry.what) for entry in asked[-1].context["page"].record]
    assert record[-1] == ("You", "asked for a re-check on Tue 3 Mar at 9:30 am")
    assert asked[-1].context["page"].head.detail == (
        "Warm or hot skin, since 11:00 am; the patient is asked again on Tue 3 Mar at 9:30 am"
    )
    assert asked[-1].context["page"].work.undo.text.startswith("You have asked for a re-check.")


@pytest.mark.parametrize(
    ("time", "error"),
    [("19:59", "This time is past. Choose a later one."), ("", "Choose a time.")],
)
def test_a_time_that_is_past_is_refused_beside_it(desk: Client, flag: Flag, time: str, error: str) -> None:
    page = post(desk, flag, "recheck", **{"again-date": "2026-03-02", "again-time": time})

    assert (page.context["recheck"].errors, page.context["sent"]) == ({"time": [error]}, "recheck")
    assert FlagAction.objects.filter(kind="asked-again").count() == 0


def test_the_flag_says_that_no_answer_came(desk: Client, flag: Flag, nurse: User) -> None:
    ask_again(flag=flag, asked_at=NOW + HOUR, by=nurse, at=NOW)
    waits = get(desk, flag, NOW + 13 * HOUR).context["page"]
    follow_up(patient=flag.patient, at=NOW + 13 * HOUR + MINUTE)
    page = get(desk, flag, NOW + 13 * HOUR + MINUTE).context["page"]

    assert waits.head.detail.endswith(
        "asked again on Mon 2 Mar at 9:00 pm, waits for an answer until 9:00 am"
    )
    assert page.head.detail.endswith("asked again on Mon 2 Mar at 9:00 pm, no answer by 9:00 am")
    assert [(entry.who, entry.what) for entry in page.record][-1] == ("The patient", "gave no answer in time")


def test_a_quiet_time_is_told_where_the_question_waits_for_its_end(
    desk: Client, patient: Patient, flag: Flag
) -> None:
    urgent = get(desk, flag).context["recheck"].hint
    Flag.objects.update(severity="routine", gravity=1)
    routine = get(desk, flag).context["recheck"].hint
    Patient.objects.update(quiet_from="08:00", quiet_until="08:00")

    assert urgent == get(desk, flag).context["recheck"].hint == "On the patient's clock, New York time."
    assert routine == (
        "On the patient's clock, New York time. Between 9:00 pm and 8:00 am the question waits."
    )
