"""The thread's two pages: what is sent, what is shown, and that nobody's words leave them."""

import logging
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from aftercare.models import Message, Patient, RecordAccess, User
from aftercare.queries.thread import MESSAGES_A_PAGE
from aftercare.services.care import set_care
from tests.cast import MONDAY
from tests.photo_story import ask_with_photos
from tests.thread_story import HOUR, ask, opened, write

NOW = MONDAY + 3 * HOUR
SUBMISSION = "8d7c4f3e-0d44-4f0e-a2ad-5d5b8a1f9c03"
QUESTION = "May I swim in the lake?"


def go(client: Client, user: User, address: str, **data: str | list) -> HttpResponse:
    """The answer to a visit of `user`; with data to a form that is sent, and what it leads to."""
    client.force_login(user)
    with time_machine.travel(NOW, tick=False):
        return client.post(address, data, follow=True) if data else client.get(address)


def thread(patient: Patient) -> str:
    return f"/patients/{patient.pk}/messages/"


def said(response: HttpResponse) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def words(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def test_a_question_that_was_sent_stands_in_the_thread(client: Client, patient: Patient) -> None:
    response = go(client, patient.user, "/messages/", body=QUESTION, submission=SUBMISSION)

    assert response.redirect_chain == [("/messages/", 302)]
    assert said(response) == ["Your message is with the clinic. A nurse answers by Tue 3 Mar, 5:00 pm."]
    assert [line.body for line in response.context["page"].earlier] == [QUESTION]


def test_a_question_sent_twice_is_one(client: Client, patient: Patient) -> None:
    for _time in range(2):
        go(client, patient.user, "/messages/", body=QUESTION, submission=SUBMISSION)

    assert Message.objects.count() == 1


def test_the_form_says_what_it_is_not_for(client: Client, patient: Patient) -> None:
    shown = go(client, patient.user, "/messages/").content.decode()

    assert '<b>Not for emergencies:</b> <a class="nowrap" href="tel:911">call 911</a>.' in shown
    assert "A nurse answers by Tue\u00a03\u00a0Mar, 5:00\u00a0pm." in shown


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (" ", "Write what you want to ask or tell."),
        ("x" * 4001, "This is too long: at most 4000 letters fit. Please shorten it."),
    ],
    ids=["blank", "too long"],
)
def test_a_refused_question_keeps_what_was_written(
    client: Client, patient: Patient, body: str, error: str
) -> None:
    response = go(client, patient.user, "/messages/", body=body, submission=SUBMISSION)

    form = response.context["form"]
    assert (response.status_code, form.errors) == (200, {"body": [error]})
    assert (form["body"].value(), form["submission"].value()) == (body, SUBMISSION)
    assert Message.objects.count() == 0


def test_out_of_care_there_is_a_phone_and_no_form(client: Client, patient: Patient, nurse: User) -> None:
    set_care(patient=patient, care="left", by=nurse, at=MONDAY)

    shown = words(go(client, patient.user, "/messages/"))

    assert "You are no longer in our care, so nobody reads messages here. Please call us." in shown
    assert ('name="body"' in shown, 'href="tel:+1-212-555-0142"' in shown) == (False, True)


def test_what_was_written_as_care_ended_is_not_lost(client: Client, patient: Patient, nurse: User) -> None:
    set_care(patient=patient, care="left", by=nurse, at=MONDAY)

    response = go(client, patient.user, "/messages/", body=QUESTION, submission=SUBMISSION)

    told = "You are no longer in our care, so nobody reads messages here. Call us: (212) 555-0142."
    assert response.context["form"].errors == {"body": [told]}
    assert f"{QUESTION}</textarea>" in words(response)
    assert "A nurse answers" not in words(response)


def test_opening_the_page_reads_the_clinics_notes_only(client: Client, patient: Patient, nurse: User) -> None:
    note, question = write(patient, nurse), ask(patient)

    go(client, patient.user, "/messages/")

    note.refresh_from_db()
    question.refresh_from_db()
    assert (note.read_at, note.read_by, question.read_at) == (NOW, patient.user, None)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_patients_page_takes_a_constant_number_of_queries(
    client: Client, patient: Patient, nurse: User, rows: int, django_assert_num_queries: object
) -> None:
    for _number in range(rows):
        ask_with_photos(patient, 2)
        write(patient, nurse)
    client.force_login(patient.user)

    # the session and the user; the patient, the holidays, the thread with its photos, its length, the
    # reading in its transaction
    with time_machine.travel(NOW, tick=False), django_assert_num_queries(2 + 8):
        client.get("/messages/")


def test_opening_the_thread_is_recorded_and_reads_the_patients_messages(
    client: Client, patient: Patient, nurse: User
) -> None:
    question, note = ask(patient), write(patient, nurse)

    response = go(client, nurse, thread(patient))

    question.refresh_from_db()
    note.refresh_from_db()
    assert (question.read_at, question.read_by, note.read_at) == (NOW, nurse, None)
    assert [(one.by, one.what, one.at) for one in RecordAccess.objects.all()] == [(nurse, "messages", NOW)]
    assert words(response).count("<b>New.</b>") == 1


def test_an_answer_settles_the_question_and_is_announced_without_its_words(
    client: Client, patient: Patient, nurse: User
) -> None:
    ask(patient)
    seen = go(client, nurse, thread(patient)).context["reply"]["seen"].value()

    response = go(client, nurse, thread(patient), body="Not yet.", submission=SUBMISSION, seen=seen)

    assert response.redirect_chain == [(thread(patient), 302)]
    assert said(response) == ["Your note is in the portal. The patient is told that something waits."]
    assert (response.context["page"].waiting, Message.objects.waiting().count()) == ((), 0)


def test_an_empty_answer_is_refused_beside_its_field(client: Client, patient: Patient, nurse: User) -> None:
    response = go(client, nurse, thread(patient), body="", submission=SUBMISSION)

    assert response.context["reply"].errors == {"body": ["Write what the patient should read."]}
    assert words(response).count("<title>Error: Messages with Wren Applegarth") == 1


def test_a_refused_answer_stands_beside_what_has_come_since_and_answers_that_too(
    client: Client, patient: Patient, nurse: User
) -> None:
    first, second = ask(patient), ask(patient, hours=2)

    response = go(client, nurse, thread(patient), body="", submission=SUBMISSION, seen=[str(first.pk)])

    assert response.context["reply"]["seen"].value() == [second.pk, first.pk]
    for message in (first, second):
        named = f'<input type="hidden" name="seen" value="{message.pk}"'
        assert words(response).count(named) == 2  # once to be answered, once to need no answer


def test_an_answer_from_a_page_that_was_tampered_with_is_refused(
    client: Client, patient: Patient, nurse: User
) -> None:
    response = go(client, nurse, thread(patient), body="Not yet.", submission=SUBMISSION, seen="none")

    told = "Open the thread again: this page could not be read."
    assert response.context["reply"].errors == {"seen": [told]}
    assert "Not yet.</textarea>" in words(response)


def test_what_stands_on_an_older_page_stays_unread(client: Client, patient: Patient, nurse: User) -> None:
    oldest = ask(patient, "The oldest.", hours=0)
    for _number in range(MESSAGES_A_PAGE):
        ask(patient)

    go(client, nurse, thread(patient))
    waiting = Message.objects.filter(read_at__isnull=True).get()
    response = go(client, nurse, f"{thread(patient)}?page=2")

    assert waiting == oldest
    assert [line.id for line in response.context["page"].waiting] == [oldest.pk]
    assert '<a class="button button--quiet" href="?page=1" rel="prev">Newer</a>' in words(response)
    assert Message.objects.filter(read_at__isnull=True).count() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("side", ["patient", "clinic"])
def test_what_is_committed_between_the_loading_and_the_mark_stays_unread(
    client: Client, patient: Patient, nurse: User, side: str
) -> None:
    shown, reader = (write(patient, nurse), patient.user) if side == "patient" else (ask(patient), nurse)
    late: list[Message] = []

    def write_late() -> None:
        late.append(write(patient, nurse) if side == "patient" else ask(patient))
        connection.close()

    def before_the_mark(execute: Callable[..., object], sql: str, *rest: object) -> object:
        if sql.startswith('UPDATE "aftercare_message"') and not late:
            with ThreadPoolExecutor(1) as other_connection:
                other_connection.submit(write_late).result()
        return execute(sql, *rest)

    with connection.execute_wrapper(before_the_mark):
        go(client, reader, "/messages/" if side == "patient" else thread(patient))

    shown.refresh_from_db()
    assert (list(Message.objects.filter(read_at__isnull=True)), shown.read_by) == (late, reader)


def test_an_answer_to_a_patient_out_of_care_says_that_no_email_goes(
    client: Client, patient: Patient, nurse: User
) -> None:
    set_care(patient=patient, care="left", by=nurse, at=MONDAY)

    response = go(client, nurse, thread(patient), body="Take care.", submission=SUBMISSION)

    told = "Your note is in the portal. No e-mail tells of it: the patient is no longer in your care."
    assert said(response) == [told]
    assert words(response).count("No longer in your care.") == 1


def test_nothing_is_written_to_somebody_who_has_died(client: Client, patient: Patient, nurse: User) -> None:
    set_care(patient=patient, care="deceased", by=nurse, at=MONDAY)

    shown = words(go(client, nurse, thread(patient)))
    sent = go(client, nurse, thread(patient), body="Take care.", submission=SUBMISSION)

    assert ("The patient has died." in shown, 'name="body"' in shown) == (True, False)
    assert said(sent) == ["Your note is on record. The patient has died: nobody can read it there."]


def test_no_answer_needed_takes_the_patient_off_the_queue(
    client: Client, patient: Patient, nurse: User
) -> None:
    ask(patient, "Thank you!")
    seen = go(client, nurse, thread(patient)).context["page"].seen

    response = go(client, nurse, f"{thread(patient)}settle/", seen=seen)

    assert (response.redirect_chain, said(response)) == (
        [(thread(patient), 302)],
        ["Noted that no answer is needed."],
    )
    assert Message.objects.waiting().count() == 0


def test_no_answer_needed_a_second_time_says_nothing(client: Client, patient: Patient, nurse: User) -> None:
    response = go(client, nurse, f"{thread(patient)}settle/", sent="yes")

    assert said(response) == []


def test_coming_back_to_the_actions_address_leads_to_the_thread(
    client: Client, patient: Patient, nurse: User
) -> None:
    ask(patient)
    opened(patient, nurse)

    response = go(client, nurse, f"{thread(patient)}settle/")

    assert (response.status_code, response.url) == (302, thread(patient))
    assert Message.objects.waiting().count() == 1


def test_the_queue_leads_to_the_thread(client: Client, patient: Patient, nurse: User) -> None:
    question = ask(patient)

    shown = words(go(client, nurse, "/queue/?show=messages"))

    assert f'<a id="message-{question.pk}" href="{thread(patient)}">Wren Applegarth</a>' in shown


OUTSIDERS = ["patient", "scheduler", "stranger_nurse", "other_patient", "foreign_patient"]


@pytest.mark.parametrize("who", OUTSIDERS)
@pytest.mark.parametrize("action", ["", "settle/"])
@pytest.mark.parametrize("sent", [{}, {"body": "Hello.", "submission": SUBMISSION}], ids=["get", "post"])
def test_the_thread_is_not_there_for_outsiders(
    client: Client,
    request: pytest.FixtureRequest,
    patient: Patient,
    nurse: User,
    who: str,
    action: str,
    sent: dict,
) -> None:
    question = ask(patient)
    opened(patient, nurse)
    outsider = request.getfixturevalue(who)

    response = go(client, getattr(outsider, "user", outsider), f"{thread(patient)}{action}", **sent)

    assert response.status_code == 404
    assert (list(Message.objects.waiting()), RecordAccess.objects.count()) == ([question], 0)


def test_a_thread_with_nobody_is_not_there(client: Client, nurse: User) -> None:
    assert go(client, nurse, f"/patients/{uuid.UUID(int=1)}/messages/").status_code == 404


def test_a_message_without_its_token_is_refused(patient: Patient) -> None:
    client = Client(enforce_csrf_checks=True)

    response = go(client, patient.user, "/messages/", body=QUESTION, submission=SUBMISSION)

    assert (response.status_code, Message.objects.count()) == (403, 0)


def test_nobodys_words_are_in_a_log_a_mail_a_cookie_or_an_address(
    client: Client, patient: Patient, nurse: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.handler.setFormatter(logging.Formatter("%(message)s"))
    go(client, patient.user, "/messages/", body="SWIMMING", submission=SUBMISSION)
    kept = [cookie.value for cookie in client.cookies.values()]
    go(client, nurse, thread(patient), body="SWIMMING TOO", submission=SUBMISSION)
    kept += [cookie.value for cookie in client.cookies.values()]

    logged = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    written = [*kept, *logged, *(str(one.body) for one in mail.outbox)]

    assert [text for text in written if "SWIMMING" in text] == []
