"""What patients tell of themselves, each on a page of its own, and where staff read it."""

import pytest
import time_machine
from django.test import Client
from django.utils.html import escape

from aftercare.models import Patient, RecordAccess, User
from tests.cast import MONDAY, complete, local

EARLIER = local("2026-02-27T09:00")


@pytest.fixture(autouse=True)
def before_treatment():
    with time_machine.travel(EARLIER, tick=False):
        yield


@pytest.fixture
def wren(client: Client, patient: Patient) -> Client:
    client.force_login(patient.user)
    return client


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def said(answer) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def test_the_overview_says_what_is_not_told_yet(wren: Client) -> None:
    rows = [(row.term, row.text) for row in wren.get("/me/").context["page"].about]

    assert rows == [
        ("Time zone", "New York time"),
        ("Allergies", "You have not told us yet"),
        ("Current medicines", "You have not told us yet"),
        ("Pain before treatment", "Not on record"),
    ]


def test_another_time_zone_is_told_with_what_it_does(wren: Client, patient: Patient) -> None:
    page = text_of(wren, "/me/time-zone/")
    answer = wren.post("/me/time-zone/", {"zone": "America/Los_Angeles"}, follow=True)

    patient.refresh_from_db()
    assert "Your times are shown in New York time. It is 9:00 am there now." in page
    assert said(answer) == ["Saved. Your times are shown in Los Angeles time now."]
    assert (answer.redirect_chain, patient.zone) == ([("/me/", 302)], "America/Los_Angeles")


def test_every_zone_can_be_chosen_once_the_likely_first(wren: Client, patient: Patient) -> None:
    Patient.objects.filter(pk=patient.pk).update(zone="Asia/Kathmandu")

    groups = wren.get("/me/time-zone/").context["form"].fields["zone"].choices

    keys = [key for _, zones in groups for key, _ in zones]
    assert [city for _, city in groups[0][1]][:3] == ["Kathmandu", "New York", "Chicago"]
    assert [name for name, _ in groups[1:3]] == ["North and South America", "Europe"]
    assert len(keys) == len(set(keys))
    assert ("America/Argentina/Buenos_Aires" in keys, "America/Buenos_Aires" in keys) == (True, False)


@pytest.mark.parametrize("zone", ["", "Nowhere/Land", "UTC"])
def test_a_zone_of_nowhere_is_refused(wren: Client, patient: Patient, zone: str) -> None:
    answer = wren.post("/me/time-zone/", {"zone": zone})

    patient.refresh_from_db()
    assert (list(answer.context["form"].errors), patient.zone) == (["zone"], "America/New_York")


def test_allergies_and_medicines_are_told_in_own_words(wren: Client, patient: Patient) -> None:
    answer = wren.post("/me/health/", {"no_allergies": "on", "medicines": "Lisinopril 10 mg"}, follow=True)

    patient.refresh_from_db()
    page = answer.context["page"]
    assert said(answer) == ["Saved. Your nurses read it with your record."]
    assert [(row.text, row.small) for row in page.about[1:3]] == [
        ("None known", "You told us: today, 9:00 am."),
        ("Lisinopril 10 mg", "You told us: today, 9:00 am."),
    ]
    assert (patient.allergies_told_at, patient.medicines_told_by) == (EARLIER, patient.user)


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({}, ["allergies", "medicines"]),
        ({"allergies": "  ", "no_medicines": "on"}, ["allergies"]),
        ({"allergies": "Latex", "no_allergies": "on", "no_medicines": "on"}, ["allergies"]),
        ({"allergies": "x" * 2001, "no_medicines": "on"}, ["allergies"]),
    ],
)
def test_an_answer_that_is_none_or_two_is_refused(
    wren: Client, patient: Patient, given: dict, errors: list
) -> None:
    answer = wren.post("/me/health/", given)

    patient.refresh_from_db()
    assert list(answer.context["form"].errors) == errors
    assert patient.medicines_told_at is None


def test_nobody_is_told_to_leave_a_prescribed_medicine(wren: Client) -> None:
    assert "Keep taking what a doctor prescribed." in text_of(wren, "/me/health/")


def test_pain_before_treatment_is_asked_before_it(wren: Client, patient: Patient) -> None:
    answer = wren.post("/me/pain/", {"pain": "0", "limitation": "3"}, follow=True)

    patient.refresh_from_db()
    assert (patient.baseline_pain, patient.baseline_limitation) == (0, 3)
    assert answer.context["page"].about[3].text == "0 of 10"


def test_what_it_keeps_from_before_treatment_may_be_left_out(wren: Client, patient: Patient) -> None:
    wren.post("/me/pain/", {"pain": "4"})

    patient.refresh_from_db()
    assert (patient.baseline_pain, patient.baseline_limitation) == (4, None)


def test_what_it_keeps_from_can_be_taken_back(wren: Client, patient: Patient) -> None:
    Patient.objects.filter(pk=patient.pk).update(baseline_pain=4, baseline_limitation=7)

    wren.post("/me/pain/", {"pain": "4", "limitation": "unsaid"})

    patient.refresh_from_db()
    assert (patient.baseline_pain, patient.baseline_limitation) == (4, None)


def test_what_it_keeps_from_that_is_no_score_is_refused(wren: Client, patient: Patient) -> None:
    answer = wren.post("/me/pain/", {"pain": "4", "limitation": "11"})

    patient.refresh_from_db()
    assert answer.context["form"].errors == {"limitation": ["Choose a number from 0 to 10."]}
    assert patient.baseline_pain is None


@pytest.mark.parametrize("score", ["", "11", "bad"])
def test_a_pain_that_is_no_score_is_refused(wren: Client, patient: Patient, score: str) -> None:
    answer = wren.post("/me/pain/", {"pain": score})

    patient.refresh_from_db()
    assert (list(answer.context["form"].errors), patient.baseline_pain) == (["pain"], None)


def test_pain_before_treatment_is_shown_only_after_it(wren: Client, patient: Patient) -> None:
    Patient.objects.filter(pk=patient.pk).update(baseline_pain=6, baseline_limitation=5)
    complete(patient, MONDAY)

    with time_machine.travel(MONDAY, tick=False):
        page = text_of(wren, "/me/pain/")
        answer = wren.post("/me/pain/", {"pain": "1"})

    patient.refresh_from_db()
    assert "<b>Pain: 6 of 10</b>" in page
    assert "<b>Kept from what you usually do: 5 of 10</b>" in page
    assert "Ask us to correct it." in page
    assert 'name="pain"' not in page
    assert said(answer) == ["Not saved: your first session has been. Ask us to correct it."]
    assert patient.baseline_pain == 6


def test_who_wants_texts_that_are_not_sent_is_told_so(wren: Client, patient: Patient, settings) -> None:
    Patient.objects.filter(pk=patient.pk).update(by_email=False, by_sms=True)
    told = "We cannot send you text messages now."

    without, with_texts = text_of(wren, "/me/"), ""
    settings.SMS_OFFERED = True
    with_texts = text_of(wren, "/me/")

    assert (told in without, told in with_texts) == (True, False)


@pytest.mark.parametrize("who", ["nurse", "scheduler"])
def test_staff_read_who_said_what_and_when(
    client: Client, patient: Patient, who: str, request: pytest.FixtureRequest
) -> None:
    reader: User = request.getfixturevalue(who)
    client.force_login(patient.user)
    client.post("/me/health/", {"allergies": "<b>Latex</b>", "no_medicines": "on"})
    client.post("/me/health/", {"no_allergies": "on", "no_medicines": "on"})
    client.force_login(reader)

    page = text_of(client, f"/patients/{patient.pk}/")

    assert "None known<small>Told by the patient, today, 9:00 am.</small>" in page
    assert f"Before: {escape('<b>Latex</b>')}. Told by the patient, today, 9:00 am." in page
    assert RecordAccess.objects.filter(patient=patient, by=reader, what="patient").count() == 1


def test_staff_save_other_details_without_saying_a_patients_words_anew(
    client: Client, patient: Patient, scheduler: User
) -> None:
    client.force_login(patient.user)
    client.post("/me/health/", {"allergies": "Latex", "no_medicines": "on"})
    client.force_login(scheduler)
    form = client.get(f"/patients/{patient.pk}/edit/").context["form"]
    given = {name: form[name].value() for name in form.fields}

    answer = client.post(
        f"/patients/{patient.pk}/edit/", {key: value for key, value in given.items() if value} | {"phone": ""}
    )

    patient.refresh_from_db()
    assert (answer.status_code, str(patient.phone)) == (302, "")
    assert (patient.allergies_told_by, patient.medicines_told_by) == (patient.user, patient.user)


def test_staff_cannot_leave_open_what_was_answered(client: Client, patient: Patient, scheduler: User) -> None:
    Patient.objects.filter(pk=patient.pk).update(allergies="Latex")
    client.force_login(scheduler)

    form = client.post(f"/patients/{patient.pk}/edit/", {"allergies": ""}).context["form"]

    assert form.errors["allergies"] == ["Allergies: write what, or tick that there is none."]
    assert "medicines" not in form.errors


@pytest.mark.parametrize("page", ["time-zone", "health", "pain"])
def test_only_patients_have_these_pages(client: Client, nurse: User, page: str) -> None:
    client.force_login(nurse)

    assert client.get(f"/me/{page}/").status_code == 404
