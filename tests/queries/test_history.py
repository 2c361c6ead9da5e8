"""The history of a record and of a flag: who looked, who did what, when, in words."""

from datetime import timedelta
from urllib.parse import parse_qs

import pghistory
import pytest
import time_machine
from django.test import Client

from aftercare.models import Flag, Patient, RecordAccess, User
from aftercare.queries.access import open_flag, open_record
from aftercare.queries.history import LINES_A_PAGE, HistoryLine, HistoryPage, history_page
from aftercare.services.flags import acknowledge_flag, resolve_flag
from aftercare.services.sessions import move_session
from tests.cast import MONDAY, book, let_go_out, report
from tests.nurse_story import HOUR, MINUTE, NOW, told_of_heat
from tests.outreach_story import a_message

SECOND = timedelta(seconds=1)


def read(
    user: User, patient: Patient, kind: str = "", before: str = "", flag: Flag | None = None
) -> HistoryPage:
    fetched = Patient.objects.select_related("user__clinic").get(pk=patient.pk)
    return history_page(user=user, patient=fetched, kind=kind, before=before, now=NOW, flag=flag)


def words(line: HistoryLine) -> tuple[str, str, str]:
    about = f"{line.told.about}: " if line.told.about else ""
    return line.when.text, line.who, about + line.told.text


def test_who_looked_is_told_with_the_way_to_what_was_looked_at(patient: Patient, nurse: User) -> None:
    flag = told_of_heat(patient)
    open_record(user=nurse, patient_id=patient.pk, what="patient", at=NOW - 2 * MINUTE)
    open_flag(user=nurse, flag_id=flag.pk, at=NOW - MINUTE)

    lines = read(nurse, patient, "seen").lines

    assert [(*words(line), line.told.href) for line in lines] == [
        ("Mon 2 Mar, 7:59 pm", "Odile Marrowby", "opened a flag", f"/flags/{flag.pk}/"),
        ("Mon 2 Mar, 7:58 pm", "Odile Marrowby", "opened the patient's page", f"/patients/{patient.pk}/"),
    ]


def test_the_same_again_within_a_minute_is_one_line(
    patient: Patient, nurse: User, second_nurse: User
) -> None:
    for user, seconds in ((nurse, 1), (nurse, 2), (second_nurse, 3), (nurse, 4)):
        open_record(user=user, patient_id=patient.pk, what="patient", at=NOW - HOUR + seconds * SECOND)

    lines = read(nurse, patient, "seen").lines

    assert [(line.who, line.times) for line in lines] == [
        ("Odile Marrowby", 1),
        ("Ines Halloway", 1),
        ("Odile Marrowby", 2),
    ]


def test_what_the_portal_did_is_told_apart_from_what_people_did(patient: Patient, nurse: User) -> None:
    flag = told_of_heat(patient)
    acknowledge_flag(flag=flag, by=nurse, at=NOW - 30 * MINUTE)
    resolve_flag(flag=flag, disposition="self-care", note="All well.", by=nurse, at=NOW)

    lines = read(nurse, patient, flag=flag).lines

    rule = flag.rule_name
    assert [(*words(line), line.role, line.by_itself) for line in lines] == [
        (
            "Mon 2 Mar, 8:00 pm",
            "Odile Marrowby",
            f"{rule}: resolved it: Self-care as in the plan",
            "Nurse",
            False,
        ),
        ("Mon 2 Mar, 7:30 pm", "Odile Marrowby", f"{rule}: acknowledged it", "Nurse", False),
        ("Mon 2 Mar, 7:00 pm", "The portal", f"{rule}: raised it: urgent", "by itself", True),
        ("Mon 2 Mar, 7:00 pm", "Wren Applegarth", "sent a check-in", "Patient", False),
    ]
    assert [line.told.note for line in lines] == [
        "All well.",
        "",
        "",
        "Was told to call the clinic the same day.",
    ]


def test_the_history_of_a_flag_leaves_out_what_is_about_another(patient: Patient, nurse: User) -> None:
    flag = told_of_heat(patient)
    report(patient, NOW - MINUTE, chest_pain=NOW - 30 * MINUTE)
    other = Flag.objects.exclude(pk=flag.pk).get()
    open_flag(user=nurse, flag_id=flag.pk, at=NOW)

    lines = read(nurse, patient, flag=other).lines

    assert [line.told.text for line in lines] == ["raised it: emergency", "sent a check-in"]


def test_what_was_booked_and_moved_is_told_with_its_reason(
    patient: Patient, nurse: User, scheduler: User
) -> None:
    session = book(patient, MONDAY + timedelta(days=7), at=MONDAY)
    move_session(
        session=session,
        scheduled_at=MONDAY + timedelta(days=8),
        interval_reason="",
        reason="The patient asked.",
        by=scheduler,
        at=MONDAY + HOUR,
    )

    lines = [line for line in read(nurse, patient, "changed").lines if "session" in line.told.text]

    assert [(*words(line), line.told.note) for line in lines] == [
        (
            "Mon 2 Mar, 11:00 am",
            "Felix Underleaf",
            "moved a session to Tue 10 Mar, 11:00 am",
            "The patient asked.",
        ),
        ("Mon 2 Mar, 10:00 am", "Felix Underleaf", "booked a session: Mon 9 Mar, 11:00 am", ""),
    ]


def test_a_changed_detail_tells_what_it_was_and_who_changed_it(patient: Patient, nurse: User) -> None:
    with pghistory.context(user=str(nurse.pk)):
        Patient.objects.filter(pk=patient.pk).update(mrn="", allergies="Penicillin", replan_at=NOW)

    lines = [line for line in read(nurse, patient, "changed").lines if "changed" in line.told.text]

    assert [(line.who, line.told.text, line.told.note) for line in lines] == [
        ("Odile Marrowby", "changed: allergies", "Allergies: Penicillin, before: none.")
    ]


def test_a_change_of_the_plan_alone_is_no_news(patient: Patient, nurse: User) -> None:
    Patient.objects.filter(pk=patient.pk).update(plan_revision=7, replan_at=NOW)

    assert [line for line in read(nurse, patient, "changed").lines if "changed" in line.told.text] == []


def test_a_change_that_nobody_was_signed_in_for_is_the_portals(patient: Patient, nurse: User) -> None:
    patient.user.email_undeliverable_at = NOW
    patient.user.save()

    lines = [line for line in read(nurse, patient, "changed").lines if "changed" in line.told.text]

    assert [(line.who, line.told.text) for line in lines] == [
        ("The portal", "changed: e-mail address refused")
    ]


def test_what_was_sent_says_what_became_of_it(patient: Patient, nurse: User) -> None:
    let_go_out(a_message(patient, MONDAY), MONDAY)
    a_message(patient, MONDAY + 20 * HOUR)

    lines = read(nurse, patient, "sent").lines

    assert [(*words(line), line.told.note) for line in lines] == [
        ("Mon 2 Mar, 10:00 am", "The portal", "E-mail to the patient: sent", "Time to check in.")
    ]


def test_pages_follow_one_another_without_a_gap_or_a_double(patient: Patient, nurse: User) -> None:
    same = [RecordAccess(patient=patient, by=nurse, at=NOW - HOUR, what="patient") for _ in range(3)]
    others = [
        RecordAccess(patient=patient, by=nurse, at=NOW - HOUR - n * MINUTE, what="patient")
        for n in range(1, LINES_A_PAGE)
    ]
    RecordAccess.objects.bulk_create([*same, *others])
    let_go_out(a_message(patient, MONDAY), NOW - HOUR)

    first = read(nurse, patient)
    second = read(nurse, patient, before=parse_qs(first.older[1:])["before"][0])

    seen = [line for line in (*first.lines, *second.lines) if line.told.text == "opened the patient's page"]
    assert sum(line.times for line in seen) == LINES_A_PAGE + 2
    assert (first.newest, second.newest, second.older) == ("", "?", "")


@pytest.mark.parametrize(
    "before", ["x", "~~", "2026-03-02T10:00:00~0~1", "2026-03-02T10:00:00+00:00~99~1", "2026-99-02~0~x", "~1"]
)
def test_a_place_that_cannot_be_read_begins_with_the_newest(
    patient: Patient, nurse: User, before: str
) -> None:
    open_record(user=nurse, patient_id=patient.pk, what="patient", at=NOW - HOUR)

    assert len(read(nurse, patient, "seen", before).lines) == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_often_for_one_as_for_three(
    client: Client, patient: Patient, nurse: User, rows: int, django_assert_num_queries
) -> None:
    told_of_heat(patient)
    for number in range(rows):
        open_record(user=nurse, patient_id=patient.pk, what="patient", at=NOW - number * HOUR)
        let_go_out(a_message(patient, MONDAY + number * HOUR, channel="sms"), MONDAY)
    client.force_login(nurse)

    with time_machine.travel(NOW, tick=False), django_assert_num_queries(20):
        client.get(f"/patients/{patient.pk}/history/")
