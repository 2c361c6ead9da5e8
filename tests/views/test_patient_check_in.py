import uuid
from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from aftercare.models import CheckIn, Flag, Patient, User
from aftercare.services.flags import reply_to_patient
from tests.cast import MONDAY, book, complete, report
from tests.check_in_answers import answers

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LATER = MONDAY + 9 * HOUR


@pytest.fixture
def signed_in(client: Client, patient: Patient) -> Client:
    client.force_login(patient.user)
    return client


def send(client: Client, at=LATER, sent: dict[str, str] | None = None, **changes: str | None) -> HttpResponse:
    with time_machine.travel(at, tick=False):
        return client.post(reverse("check_in_new"), sent or answers(at, **changes))


def page(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def test_a_check_in_is_stored_and_leads_to_its_answer(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)

    response = send(signed_in, pain="3", pain__since="now", note="slept well")

    stored = CheckIn.objects.get()
    assert (response.status_code, response.url) == (302, f"/check-ins/{stored.pk}/")
    assert (stored.at, stored.pain_score, stored.note) == (LATER, 3, "slept well")


def test_the_same_form_sent_twice_is_one_check_in(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)
    sent = answers(LATER, swelling="yes", swelling__since="now")

    first = send(signed_in, sent=sent)
    second = send(signed_in, LATER + HOUR, sent=sent)

    assert (first.url, CheckIn.objects.count()) == (second.url, 1)


def test_a_sent_form_that_comes_back_changed_is_answered_for_what_it_says_now(
    signed_in: Client, patient: Patient
) -> None:
    complete(patient, MONDAY)
    sent = answers(LATER)
    changed = {**sent, "chest-pain": "yes"}
    del changed["none-of-these"]
    send(signed_in, sent=sent)

    first = send(signed_in, LATER + HOUR, sent=changed)
    again = send(signed_in, LATER + HOUR, sent=changed)

    assert (first.url, CheckIn.objects.count()) == (again.url, 2)
    assert Flag.objects.get().rule == "circulation-emergency"


@pytest.mark.parametrize("opened_at", ["0001-01-01T00:00:00+00:00", "0001-01-01T00:00:00+23:59", "\x00"])
def test_a_form_that_lies_about_its_age_still_shows_the_card(
    signed_in: Client, patient: Patient, opened_at: str
) -> None:
    complete(patient, MONDAY)

    response = send(signed_in, chest_pain="yes", opened_at=opened_at)

    assert "Call 911 now" in page(response)
    assert Flag.objects.count() == 1


def test_a_refused_form_keeps_what_was_typed_and_stores_nothing(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)

    response = send(signed_in, pain="11", note="typed & kept", used_ice="yes", acetaminophen="1000")

    shown = page(response)
    assert response.status_code == 200
    assert "Pain: choose a number from 0 to 10." in shown
    assert "typed &amp; kept" in shown
    assert 'value="1000"' in shown
    assert CheckIn.objects.count() == 0


def test_the_error_summary_leads_to_the_control(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)

    response = send(signed_in, heat="yes")

    assert '<a href="#id_heat_since_0">Warm or hot skin: say when it started.</a>' in page(response)


@pytest.mark.parametrize(
    ("changes", "card"),
    [
        ({"chest_pain": "yes", "pain": "11"}, "Call 911 now"),
        ({"fever": "yes", "fever__since": "other"}, "Call the clinic today"),
        ({"pain": "8", "pain__since": "other"}, "Call the clinic today"),
        ({"acetaminophen": "2501", "pain": ""}, "Call the clinic today"),
        ({"heat": "yes", "heat__since": "morning", "pain": ""}, "Call the clinic today"),
    ],
)
def test_refusing_never_withholds_a_card(
    signed_in: Client, patient: Patient, changes: dict[str, str], card: str
) -> None:
    complete(patient, MONDAY - DAY)
    at = MONDAY + 7 * HOUR

    response = send(signed_in, at, **changes)

    assert response.status_code == 200
    assert f'<h2 id="care-title">{card}</h2>' in page(response)
    assert CheckIn.objects.count() == 0


def test_a_refused_emergency_is_flagged_and_its_correction_raises_no_second_flag(
    signed_in: Client, patient: Patient
) -> None:
    complete(patient, MONDAY)
    sent = answers(LATER, none_of_these=None, chest_pain="yes", pain="11")

    send(signed_in, sent=sent)
    raised = list(Flag.objects.values_list("rule", "raised_at"))
    send(signed_in, LATER + HOUR, sent={**sent, "pain": "0"})

    assert raised == [("circulation-emergency", LATER)]
    assert list(Flag.objects.values_list("rule", "raised_at")) == raised
    assert CheckIn.objects.count() == 1


def test_a_card_claims_no_nurse_was_told_before_one_was(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)

    shown = page(send(signed_in, MONDAY + 8 * HOUR, heat="yes", heat__since="morning", pain="11"))

    assert "Do not wait for a reply from us: call." in shown
    assert "has been told too" not in shown
    assert Flag.objects.count() == 0


def test_a_refused_form_without_anything_grave_shows_no_card(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)

    assert "care-title" not in page(send(signed_in, pain="11"))


def test_a_refused_form_keeps_its_submission(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)
    sent = answers(LATER, pain="11")

    assert f'value="{sent["submission"]}"' in page(send(signed_in, sent=sent))


def test_a_form_without_a_submission_is_a_check_in_all_the_same(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)

    assert send(signed_in, submission="nonsense", opened_at="").status_code == 302


def test_what_was_present_last_time_is_asked_by_name(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)
    report(patient, MONDAY + 2 * HOUR, swelling=MONDAY + HOUR)

    with time_machine.travel(LATER, tick=False):
        shown = page(signed_in.get(reverse("check_in_new")))
    left_out = send(signed_in)

    assert "<legend>Swelling: is it still there?</legend>" in shown
    assert "Swelling: choose one of the answers." in page(left_out)


def test_a_patient_with_a_booked_session_may_check_in(signed_in: Client, patient: Patient) -> None:
    book(patient, MONDAY + 7 * DAY, at=MONDAY)

    assert send(signed_in).status_code == 302


def test_a_patient_without_any_session_is_told_to_call(signed_in: Client, patient: Patient) -> None:
    with time_machine.travel(LATER, tick=False):
        shown = page(signed_in.get(reverse("check_in_new")))

    assert "You have no session with us yet" in shown
    assert "(212) 555-0199" in shown
    assert "<form" not in shown.split("<main")[1].split("</main>")[0]


def test_a_patient_without_any_session_is_shown_the_card_and_nothing_is_stored(
    signed_in: Client, patient: Patient
) -> None:
    response = send(signed_in, none_of_these=None, breathing_difficulty="yes")

    assert response.status_code == 200
    assert '<h2 id="care-title">Call 911 now</h2>' in page(response)
    assert CheckIn.objects.count() == 0


def test_a_note_that_is_too_long_is_refused(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)

    assert send(signed_in, note="a" * 2001).status_code == 200


@pytest.mark.parametrize("check_ins", [1, 3])
def test_the_form_takes_a_constant_number_of_queries(
    signed_in: Client, patient: Patient, check_ins: int, django_assert_num_queries: object
) -> None:
    complete(patient, MONDAY)
    for hours in range(check_ins):
        report(patient, MONDAY + (1 + hours) * HOUR)

    with time_machine.travel(LATER, tick=False), django_assert_num_queries(2 + 4):
        signed_in.get(reverse("check_in_new"))


def test_the_card_says_until_when_a_nurse_answers(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)
    at = MONDAY + 2 * HOUR

    with time_machine.travel(at, tick=False):
        shown = page(
            signed_in.post(reverse("check_in_new"), answers(at, fever="yes", fever__since="now"), follow=True)
        )

    assert '<h2 id="care-title">Call the clinic today</h2>' in shown
    assert "A nurse has been told too, and has until 2:00 pm to answer. Do not wait for that: call." in shown
    assert "(212) 555-0142" in shown


def test_out_of_hours_the_card_names_the_nurse_on_call(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)
    at = MONDAY + 10 * HOUR

    with time_machine.travel(at, tick=False):
        shown = page(
            signed_in.post(reverse("check_in_new"), answers(at, fever="yes", fever__since="now"), follow=True)
        )

    assert '<h2 id="care-title">Call the on-call nurse now</h2>' in shown
    assert '<a class="button button--big" href="tel:+1-212-555-0199">' in shown


def test_an_address_that_is_no_check_in_is_not_found(signed_in: Client) -> None:
    assert signed_in.get(reverse("check_in", args=[uuid.uuid4()])).status_code == 404


def test_what_a_nurse_wrote_about_a_check_in_stands_on_its_page(
    signed_in: Client, patient: Patient, nurse: User
) -> None:
    complete(patient, MONDAY)
    stored = report(patient, MONDAY + HOUR, fever=MONDAY)
    reply_to_patient(
        flag=Flag.objects.get(), body="Rest.", submission=uuid.uuid4(), by=nurse, at=MONDAY + 2 * HOUR
    )

    shown = page(signed_in.get(f"/check-ins/{stored.pk}/"))

    assert "<b>Odile Marrowby</b>" in shown
    assert "<p>Rest.</p>" in shown
