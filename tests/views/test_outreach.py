"""The ledger, contact trouble and the end of care, as staff use them."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from aftercare.models import Heartbeat, Patient, RecordAccess, Reminder, User
from aftercare.services.care import set_care
from aftercare.services.triage import follow_up
from tests.cast import MONDAY, book, complete, local, make_patient, report
from tests.outreach_story import HOUR, a_message, fail

NOW = MONDAY + HOUR


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture
def desk(client: Client, scheduler: User) -> Client:
    client.force_login(scheduler)
    return client


@pytest.fixture
def ward(nurse: User) -> Client:
    client = Client()
    client.force_login(nurse)
    return client


# --- the ledger


def test_reading_the_ledger_leaves_a_trace(desk: Client, patient: Patient, scheduler: User) -> None:
    desk.get(f"/patients/{patient.pk}/outreach/")

    assert list(RecordAccess.objects.values_list("patient", "by", "what")) == [
        (patient.pk, scheduler.pk, "outreach")
    ]


def test_the_ledger_folds_the_steps_of_each_message(desk: Client, patient: Patient) -> None:
    fail(a_message(patient), MONDAY)
    a_message(patient, MONDAY + HOUR)

    shown = desk.get(f"/patients/{patient.pk}/outreach/").content.decode()

    assert (shown.count("<details"), shown.count("<details open")) == (1, 0)
    assert shown.count("Failed: call the patient") == 2


def test_a_ledger_without_messages_says_so(desk: Client, patient: Patient) -> None:
    assert "No message so far" in desk.get(f"/patients/{patient.pk}/outreach/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_ledger_takes_a_constant_number_of_queries(
    desk: Client, patient: Patient, rows: int, django_assert_num_queries
) -> None:
    for number in range(rows):
        fail(a_message(patient, MONDAY + number * HOUR), MONDAY)

    # session, user, the record and the trace; how many, the messages, their steps
    with django_assert_num_queries(4 + 3):
        desk.get(f"/patients/{patient.pk}/outreach/")


def test_the_patients_page_leads_to_the_ledger(ward: Client, patient: Patient) -> None:
    fail(a_message(patient), MONDAY)
    page = ward.get(f"/patients/{patient.pk}/")

    assert [one.channel for one in page.context["page"].gone] == ["E-mail"]
    assert page.content.decode().count(f'href="/patients/{patient.pk}/outreach/"') == 1


# --- contact trouble


def test_who_was_phoned_is_off_the_list(desk: Client, ward: Client, patient: Patient, nurse: User) -> None:
    fail(a_message(patient), MONDAY)
    before = len(desk.get("/outreach/").context["page"].rows)

    answer = ward.post(f"/patients/{patient.pk}/reached/", follow=True)

    patient.refresh_from_db()
    assert (before, answer.context["page"].rows) == (1, ())
    assert (patient.reached_at, patient.reached_by) == (NOW, nurse)
    assert "Noted. The patient is back here" in answer.content.decode()


def test_a_silent_patient_who_was_phoned_is_off_that_list(desk: Client, patient: Patient) -> None:
    complete(patient, NOW - timedelta(days=3))
    follow_up(patient=patient, at=NOW - HOUR)
    before = [row.name for row in desk.get("/silent/").context["page"].rows]

    call = {"outcome": "reached", "submission": str(uuid.uuid4())}
    answer = desk.post(f"/patients/{patient.pk}/call/", call, follow=True)

    assert (before, answer.redirect_chain) == (["Wren Applegarth"], [("/silent/", 302)])
    assert (answer.context["page"].rows, answer.content.decode().count("Nobody is silent")) == ((), 1)


@pytest.mark.parametrize("who", ["scheduler", "nurse", "administrator"])
def test_a_silent_patient_is_asked_once_and_the_row_says_so(
    client: Client, patient: Patient, request: pytest.FixtureRequest, who: str
) -> None:
    complete(patient, NOW - timedelta(days=3))
    follow_up(patient=patient, at=NOW - HOUR)
    user = request.getfixturevalue(who)
    client.force_login(user)
    before = client.get("/silent/").context["page"].rows

    asked, again = (client.post(f"/patients/{patient.pk}/ask/", follow=True) for _twice in range(2))

    assert [(row.tries, row.not_asked) for row in before] == [((), "")]
    assert [(row.tries, row.not_asked) for row in asked.context["page"].rows] == [
        (("Asked by message today, 11:00 am, by you",), "Can be asked again from Tue 3 Mar, 11:00 am")
    ]
    assert [str(one) for page in (asked, again) for one in page.context["messages"]] == [
        "Wren Applegarth is asked how it goes.",
        f"{user.full_name} has asked Wren Applegarth: today, 11:00 am. "
        "The next time is possible from Tue 3 Mar, 11:00 am.",
    ]


def test_a_call_in_vain_leaves_the_patient_on_the_list(ward: Client, patient: Patient) -> None:
    complete(patient, NOW - timedelta(days=3))
    follow_up(patient=patient, at=NOW - HOUR)
    call = {"outcome": "wrong-number", "submission": str(uuid.uuid4())}

    for _twice in range(2):
        answer = ward.post(f"/patients/{patient.pk}/call/", call, follow=True)

    assert [row.tries for row in answer.context["page"].rows] == [
        ("Called today, 11:00 am, by you: the number is wrong",)
    ]
    assert [str(one) for one in answer.context["messages"]] == ["The call is on record."]


@pytest.mark.parametrize("step", ["ask", "call"])
def test_the_addresses_of_the_silent_only_opened_do_nothing(
    desk: Client, patient: Patient, step: str
) -> None:
    answer = desk.get(f"/patients/{patient.pk}/{step}/")

    assert (answer.status_code, answer.url, patient.contact_tries.count()) == (302, "/silent/", 0)


def test_a_call_without_an_outcome_is_not_logged(desk: Client, patient: Patient) -> None:
    answer = desk.post(f"/patients/{patient.pk}/call/", {"submission": str(uuid.uuid4())})

    assert (answer.url, patient.contact_tries.count()) == ("/silent/", 0)


def test_the_address_of_the_button_only_opened_notes_nothing(desk: Client, patient: Patient) -> None:
    answer = desk.get(f"/patients/{patient.pk}/reached/")

    patient.refresh_from_db()
    assert (answer.status_code, answer.url, patient.reached_at) == (302, "/outreach/", None)


def test_schedulers_correct_the_address_and_nurses_phone(
    desk: Client, ward: Client, patient: Patient
) -> None:
    User.objects.filter(pk=patient.user_id).update(email_undeliverable_at=MONDAY)
    pages = [one.get("/outreach/").content.decode() for one in (desk, ward)]

    assert [page.count(f'href="/patients/{patient.pk}/edit/"') for page in pages] == [1, 0]
    assert [page.count('href="tel:+1-212-555-0168"') for page in pages] == [1, 1]
    assert [page.count(f'action="/patients/{patient.pk}/reached/"') for page in pages] == [1, 1]


@pytest.mark.parametrize("who", ["scheduler", "nurse", "administrator"])
def test_whoever_of_the_staff_knows_better_has_a_refused_address_tried_again(
    client: Client, patient: Patient, request: pytest.FixtureRequest, who: str
) -> None:
    User.objects.filter(pk=patient.user_id).update(email_undeliverable_at=MONDAY)
    client.force_login(request.getfixturevalue(who))
    pages = [client.get(path).content.decode() for path in ("/outreach/", f"/patients/{patient.pk}/")]

    answer = client.post(f"/patients/{patient.pk}/address/", {"listed": ""}, follow=True)

    again = client.get(f"/patients/{patient.pk}/").content.decode()
    assert [page.count("The address works: try again") for page in (*pages, again)] == [1, 1, 0]
    assert (answer.redirect_chain, answer.context["page"].rows) == ([("/outreach/", 302)], ())
    assert [str(one) for one in answer.context["messages"]] == [
        "We write to wren@patients.example again. What is still of use goes out now."
    ]


def test_trying_an_address_again_from_the_patients_page_leads_back_there(
    desk: Client, patient: Patient
) -> None:
    answer = desk.post(f"/patients/{patient.pk}/address/")

    assert (answer.status_code, answer.url) == (302, f"/patients/{patient.pk}/")


def test_opening_the_address_of_that_button_changes_nothing(desk: Client, patient: Patient) -> None:
    User.objects.filter(pk=patient.user_id).update(email_undeliverable_at=MONDAY)

    desk.get(f"/patients/{patient.pk}/address/")

    patient.user.refresh_from_db()
    assert patient.user.email_undeliverable_at == MONDAY


def test_a_patient_who_marked_our_e_mail_as_spam_has_no_address_to_correct(
    desk: Client, patient: Patient
) -> None:
    User.objects.filter(pk=patient.user_id).update(email_complained_at=MONDAY)

    pages = [desk.get(path).content.decode() for path in ("/outreach/", f"/patients/{patient.pk}/")]

    assert [page.count("Marked our e-mail as spam") for page in pages] == [1, 1]
    assert [page.count("Correct the address") + page.count("The address works") for page in pages] == [0, 0]


@pytest.mark.parametrize(("ago", "notices"), [(60, 0), (61, 1)])
def test_messages_that_are_late_are_told_on_top(desk: Client, ago: int, notices: int) -> None:
    Heartbeat.objects.beat(Heartbeat.TICK, at=NOW - timedelta(seconds=ago))

    assert desk.get("/outreach/").content.decode().count("Messages are late.") == notices


@pytest.mark.parametrize("rows", [1, 3])
def test_outreach_takes_a_constant_number_of_queries(
    desk: Client, clinic, scheduler: User, rows: int, django_assert_num_queries
) -> None:
    for number in range(rows):
        one = make_patient(clinic, f"Person {number}", f"p{number}@patients.example", scheduler)
        fail(a_message(one), MONDAY)

    with django_assert_num_queries(2 + 4):  # session and user; and what the page asks
        desk.get("/outreach/")


# --- the end of care


def test_care_begins_with_what_is_so_and_says_what_stays_open(desk: Client, patient: Patient) -> None:
    complete(patient, MONDAY - timedelta(days=1))
    report(patient, MONDAY, fever=MONDAY - HOUR)

    answer = desk.get(f"/patients/{patient.pk}/care/")

    shown = answer.content.decode()
    assert answer.context["form"]["care"].value() == "active"
    assert "1 flag is open. It stays in the queue until a nurse has resolved it." in shown
    assert shown.count("No message goes out any more and no clock runs.") == 2
    assert "booked" not in shown


@pytest.mark.parametrize(
    ("sessions", "words"),
    [
        (1, "1 session is booked. It stays booked until it is cancelled."),
        (2, "2 sessions are booked. They stay booked until they are cancelled."),
    ],
)
def test_care_says_what_stays_booked(desk: Client, patient: Patient, sessions: int, words: str) -> None:
    for number in range(sessions):
        book(patient, NOW + timedelta(days=20 + 10 * number), at=MONDAY)

    shown = desk.get(f"/patients/{patient.pk}/care/").content.decode()

    assert f"No flag is open. {words}" in shown


@pytest.mark.parametrize(
    ("care", "words"),
    [
        ("left", "Recorded: left the clinic. No message goes out any more and no clock runs."),
        (
            "deceased",
            "Recorded: deceased. No message goes out any more, no clock runs, and nobody can sign in.",
        ),
    ],
)
def test_the_end_of_care_sent_twice_is_recorded_once(
    desk: Client, patient: Patient, scheduler: User, care: str, words: str
) -> None:
    complete(patient, MONDAY)
    first = desk.post(f"/patients/{patient.pk}/care/", {"care": care}, follow=True)
    with time_machine.travel(NOW + HOUR, tick=False):
        again = desk.post(f"/patients/{patient.pk}/care/", {"care": care}, follow=True)

    patient.refresh_from_db()
    assert (patient.care, patient.care_ended_at, patient.care_ended_by) == (care, NOW, scheduler)
    assert [[str(one) for one in answer.context["messages"]] for answer in (first, again)] == [[words]] * 2
    assert Reminder.objects.filter(state="planned").count() == 0


def test_a_patient_comes_back_into_care(desk: Client, patient: Patient, scheduler: User) -> None:
    set_care(patient=patient, care="left", by=scheduler, at=MONDAY)

    answer = desk.post(f"/patients/{patient.pk}/care/", {"care": "active"}, follow=True)

    patient.refresh_from_db()
    assert patient.in_care
    assert "In care: messages go out as planned, and the clocks run." in answer.content.decode()


@pytest.mark.parametrize("sent", [{"care": ""}, {"care": "gone"}])
def test_care_that_is_none_is_refused(desk: Client, patient: Patient, sent: dict[str, str]) -> None:
    answer = desk.post(f"/patients/{patient.pk}/care/", sent)

    patient.refresh_from_db()
    assert (list(answer.context["form"].errors), patient.care) == (["care"], "active")


def test_a_patient_out_of_care_is_marked_with_a_word(
    desk: Client, ward: Client, patient: Patient, scheduler: User
) -> None:
    set_care(patient=patient, care="left", by=scheduler, at=local("2026-03-02T10:30"))

    listed = desk.get("/patients/").context["page"].rows[0].open
    page = ward.get(f"/patients/{patient.pk}/").content.decode()

    assert [one.text for one in listed][:1] == ["Left the clinic"]
    assert (page.count("Left the clinic"), page.count("recorded by Felix Underleaf")) == (1, 1)


def test_booking_is_offered_in_care_only(desk: Client, patient: Patient, scheduler: User) -> None:
    way = f'href="/sessions/new/?patient={patient.pk}"'
    before = desk.get(f"/patients/{patient.pk}/").content.decode().count(way)
    set_care(patient=patient, care="left", by=scheduler, at=MONDAY)

    assert (before, desk.get(f"/patients/{patient.pk}/").content.decode().count(way)) == (1, 0)
