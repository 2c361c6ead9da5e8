import uuid
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from aftercare.models import Flag, Message, Patient, User
from aftercare.models.check_in_drafts import DRAFT_LASTS
from aftercare.services.check_in_drafts import begin_draft, keep_step
from aftercare.services.flags import reply_to_patient
from tests.cast import MONDAY, book, complete, local, report

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
THURSDAY = local("2026-03-05T08:10")


def read(client: Client, patient: Patient, name: str = "today", at: datetime = THURSDAY) -> str:
    client.force_login(patient.user)
    with time_machine.travel(at, tick=False):
        response = client.get(reverse(name))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def two_sessions(patient: Patient) -> None:
    complete(patient, MONDAY)
    book(patient, local("2026-03-09T10:00"), at=MONDAY + HOUR)


def test_today_answers_first_and_has_one_filled_button(client: Client, patient: Patient) -> None:
    two_sessions(patient)

    shown = read(client, patient)

    assert '<p class="muted">Good morning, Wren. Thu 5 Mar, 8:10 am</p>' in shown
    assert "<h1>Day 3 for your right knee</h1>" in shown
    assert shown.count('class="button button--big"') == 1
    assert '<a class="button button--big" href="/check-ins/new/">Check in' in shown


def test_today_draws_the_gap_that_is_none(client: Client, patient: Patient) -> None:
    two_sessions(patient)

    shown = read(client, patient)

    assert shown.count('class="lane lane--mini"') == 1
    assert 'id="p-avoid"' in shown


def test_today_shows_a_standing_card_above_the_greeting(client: Client, patient: Patient) -> None:
    complete(patient, MONDAY)
    report(patient, MONDAY + HOUR, chest_pain=MONDAY)

    shown = read(client, patient, at=MONDAY + 2 * HOUR)

    assert shown.index("Call 911 now") < shown.index("Good afternoon, Wren")


def test_today_without_a_session_names_the_phone(client: Client, patient: Patient) -> None:
    shown = read(client, patient)

    assert "No session is planned" in shown
    assert 'href="tel:+1-212-555-0142"' in shown
    assert 'href="/check-ins/new/">Check in<svg' not in shown


@pytest.mark.parametrize("rows", [1, 3])
def test_today_takes_at_most_five_queries_besides_session_and_user(
    client: Client, patient: Patient, rows: int, django_assert_num_queries: object
) -> None:
    for index in range(rows):
        complete(patient, MONDAY + index * 8 * DAY)
        report(patient, MONDAY + index * 8 * DAY + HOUR, fever=MONDAY + index * 8 * DAY)
    client.force_login(patient.user)

    with time_machine.travel(MONDAY + 30 * DAY, tick=False), django_assert_num_queries(2 + 5):
        client.get(reverse("today"))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_plan_takes_at_most_five_queries_besides_session_and_user(
    client: Client, patient: Patient, rows: int, django_assert_num_queries: object
) -> None:
    for index in range(rows):
        complete(patient, MONDAY + index * 8 * DAY)
    client.force_login(patient.user)

    with time_machine.travel(MONDAY + 30 * DAY, tick=False), django_assert_num_queries(2 + 5):
        client.get(reverse("plan"))


def test_the_plan_is_a_picture_with_a_table_beneath(client: Client, patient: Patient) -> None:
    two_sessions(patient)

    shown = read(client, patient, "plan")

    assert shown.index('class="lanes"') < shown.index('<table class="table table--stack table--plan"')
    assert shown.count('role="rowheader"') == 18


def test_the_plan_without_a_session_says_so(client: Client, patient: Patient) -> None:
    shown = read(client, patient, "plan")

    assert "No session is planned yet" in shown
    assert 'class="lanes"' not in shown


def note(patient: Patient, nurse: User, body: str) -> Message:
    flag = Flag.objects.get(patient=patient)
    return reply_to_patient(flag=flag, body=body, submission=uuid.uuid4(), by=nurse, at=MONDAY + 2 * HOUR)


def test_opening_the_messages_marks_them_read(client: Client, patient: Patient, nurse: User) -> None:
    complete(patient, MONDAY)
    report(patient, MONDAY + HOUR, fever=MONDAY)
    written = note(patient, nurse, "Please <call> us.\nToday.")

    first = read(client, patient, "messages")
    second = read(client, patient, "messages")

    written.refresh_from_db()
    assert written.read_at == THURSDAY
    assert "Please &lt;call&gt; us.<br>Today." in first
    assert (first.count("<b>New.</b>"), second.count("<b>New.</b>")) == (1, 0)


def test_without_messages_the_page_says_so(client: Client, patient: Patient) -> None:
    assert "No messages yet" in read(client, patient, "messages")


def test_messages_to_others_are_not_shown(
    client: Client, patient: Patient, other_patient: Patient, nurse: User
) -> None:
    complete(patient, MONDAY)
    report(patient, MONDAY + HOUR, fever=MONDAY)
    note(patient, nurse, "For Wren alone.")

    assert "For Wren alone." not in read(client, other_patient, "messages")


def test_today_tells_of_a_check_in_that_was_begun(client: Client, patient: Patient) -> None:
    two_sessions(patient)
    begun = begin_draft(patient=patient, at=THURSDAY).draft
    keep_step(patient=patient, submission=begun.submission, step="area", answers={"heat": "no"}, at=THURSDAY)

    shown = read(client, patient, at=THURSDAY + HOUR)

    assert '<a class="button button--big" href="/check-ins/new/">Finish your check-in<svg' in shown
    assert "You began it at 8:10 am. It is not sent yet, and nobody has seen it." in shown


def test_today_tells_nothing_of_a_check_in_that_was_only_looked_at(client: Client, patient: Patient) -> None:
    two_sessions(patient)
    begin_draft(patient=patient, at=THURSDAY)

    assert "Finish your check-in" not in read(client, patient)


def test_today_tells_nothing_of_a_check_in_that_grew_too_old(client: Client, patient: Patient) -> None:
    two_sessions(patient)
    begun = begin_draft(patient=patient, at=THURSDAY).draft
    keep_step(patient=patient, submission=begun.submission, step="area", answers={"heat": "no"}, at=THURSDAY)

    assert "Finish your check-in" not in read(client, patient, at=THURSDAY + DRAFT_LASTS)


@pytest.mark.parametrize(("at", "told"), [("2026-03-05T23:59", 1), ("2026-03-06T00:00", 0)])
def test_today_tells_of_a_check_in_that_was_sent_this_day(
    client: Client, patient: Patient, at: str, told: int
) -> None:
    two_sessions(patient)
    report(patient, THURSDAY)

    shown = read(client, patient, at=local(at))

    assert shown.count("Today's check-in was sent at 8:10 am.") == told
