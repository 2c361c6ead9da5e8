"""Silent patients: who is one, from when until when, and who is told how the last report was."""

import uuid
from datetime import datetime, timedelta

import pytest

from aftercare.models import Clinic, Flag, Patient, User
from aftercare.queries.silent import silent_page
from aftercare.services.care import set_care
from aftercare.services.contact import ask_how_it_goes, log_call_to_patient, record_reached
from aftercare.services.flag_holding import log_call
from aftercare.services.flags import resolve_flag
from aftercare.services.triage import follow_up
from tests.cast import MONDAY, complete, make_patient, report

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
NOW = MONDAY + 4 * DAY


def treated(patient: Patient, at: datetime = MONDAY) -> Patient:
    complete(patient, at)
    return patient


def unheard(patient: Patient, at: datetime = NOW) -> Patient:
    """Time has passed: whatever the clocks say by then is a flag."""
    follow_up(patient=patient, at=at)
    return patient


def listed(user: User) -> list[tuple[str, str, str]]:
    rows = silent_page(user=user, now=NOW).rows
    return [(row.name, row.heard, row.due.text) for row in rows]


def someone(clinic: Clinic, by: User, name: str) -> Patient:
    return make_patient(clinic, name, f"{name.replace(' ', '.').lower()}@patients.example", by)


def test_nobody_is_silent_until_the_time_has_passed(patient: Patient, nurse: User) -> None:
    treated(patient)
    unheard(patient, MONDAY + 2 * DAY)
    at_the_time = listed(nurse)
    unheard(patient, MONDAY + 2 * DAY + SECOND)

    assert (at_the_time, listed(nurse)) == (
        [],
        [("Wren Applegarth", "Never heard from", "Wed 4 Mar, 10:00 am")],
    )


def test_the_worst_comes_first_and_then_whoever_was_due_first(
    clinic: Clinic, scheduler: User, nurse: User
) -> None:
    names = ("Fine Later", "Fine Sooner", "Never Heard", "Bad Later")
    fine_later, fine_sooner, never, bad = (someone(clinic, scheduler, name) for name in names)
    for patient in (fine_later, fine_sooner, never, bad):
        treated(patient)
    report(fine_later, MONDAY + 2 * HOUR)
    report(fine_sooner, MONDAY + HOUR)
    report(bad, MONDAY + 3 * HOUR, pain=9)
    for patient in (fine_later, fine_sooner, never, bad):
        unheard(patient)

    assert listed(nurse) == [
        ("Bad Later", "Last report was bad", "Wed 4 Mar, 1:00 pm"),
        ("Never Heard", "Never heard from", "Wed 4 Mar, 10:00 am"),
        ("Fine Sooner", "Last report was fine", "Wed 4 Mar, 11:00 am"),
        ("Fine Later", "Last report was fine", "Wed 4 Mar, 12:00 noon"),
    ]


def test_schedulers_are_not_told_how_the_last_report_was(
    patient: Patient, other_patient: Patient, scheduler: User
) -> None:
    report(treated(patient), MONDAY + 3 * HOUR, pain=9)
    report(treated(other_patient), MONDAY + HOUR)
    unheard(patient)
    unheard(other_patient)

    rows = silent_page(user=scheduler, now=NOW).rows

    assert [(row.name, row.heard, row.heard_at.text, row.tone, row.icon, row.flag) for row in rows] == [
        ("Hester Crumbwell", "Last report", "Mon 2 Mar, 11:00 am", "", "checkin", None),
        ("Wren Applegarth", "Last report", "Mon 2 Mar, 1:00 pm", "", "checkin", None),
    ]


def test_each_way_of_being_silent_has_its_word_and_its_shape(
    clinic: Clinic, scheduler: User, nurse: User
) -> None:
    names = ("Un Heard", "Al Right", "Ba Ad")
    never, fine, bad = (treated(someone(clinic, scheduler, name)) for name in names)
    report(fine, MONDAY + HOUR)
    report(bad, MONDAY + HOUR, pain=9)
    for patient in (never, fine, bad):
        unheard(patient)

    pages = [silent_page(user=user, now=NOW).rows for user in (nurse, scheduler)]

    assert [[(row.heard, row.icon) for row in rows] for rows in pages] == [
        [("Last report was bad", "urgent"), ("Never heard from", "ask"), ("Last report was fine", "check")],
        [("Never heard from", "ask"), ("Last report", "checkin"), ("Last report", "checkin")],
    ]


def test_a_row_tells_the_last_question_and_the_last_call_and_who_made_them(
    patient: Patient, nurse: User, scheduler: User
) -> None:
    unheard(treated(patient))
    for hours in (5, 30):
        ask_how_it_goes(patient=patient, by=scheduler, at=MONDAY + 2 * DAY + hours * HOUR)
    call = {"outcome": "voicemail", "submission": uuid.uuid4()}
    log_call_to_patient(patient=patient, **call, by=nurse, at=NOW - 8 * HOUR)
    at_the_flag = {"outcome": "no-answer", "note": "", "submission": uuid.uuid4()}
    log_call(flag=Flag.objects.get(), **at_the_flag, by=nurse, at=NOW - 7 * HOUR)

    rows = [silent_page(user=user, now=NOW).rows[0] for user in (nurse, scheduler)]

    assert [row.tries for row in rows] == [
        (
            "Called today, 3:00 am, by you: no answer",
            "Asked by message Thu 5 Mar, 4:00 pm, by Felix Underleaf",
        ),
        (
            "Called today, 2:00 am, by Odile Marrowby: left a message",
            "Asked by message Thu 5 Mar, 4:00 pm, by you",
        ),
    ]
    assert {row.not_asked for row in rows} == {"Can be asked again from today, 4:00 pm"}


def test_what_was_done_about_an_earlier_silence_is_not_told(patient: Patient, nurse: User) -> None:
    unheard(treated(patient), MONDAY + 2 * DAY + SECOND)
    ask_how_it_goes(patient=patient, by=nurse, at=MONDAY + 2 * DAY + HOUR)
    report(patient, MONDAY + 2 * DAY + 2 * HOUR)
    unheard(patient, MONDAY + 5 * DAY)

    (row,) = silent_page(user=nurse, now=MONDAY + 5 * DAY).rows

    assert (row.tries, row.not_asked) == ((), "")


def test_whom_no_message_reaches_is_to_be_called(patient: Patient, nurse: User) -> None:
    unheard(treated(patient))
    User.objects.filter(pk=patient.user_id).update(email_undeliverable_at=MONDAY)

    (row,) = silent_page(user=nurse, now=NOW).rows

    assert row.not_asked == "No message arrives: please call"


def test_a_check_in_ends_the_silence_and_the_next_one_begins_with_its_own_time(
    patient: Patient, nurse: User
) -> None:
    unheard(treated(patient), MONDAY + 3 * DAY)
    report(patient, MONDAY + 3 * DAY)
    heard = listed(nurse)
    unheard(patient, MONDAY + 6 * DAY)

    assert Flag.objects.open().count() == 2
    assert (heard, listed(nurse)) == (
        [],
        [("Wren Applegarth", "Last report was fine", "Sat 7 Mar, 10:00 am")],
    )


@pytest.mark.parametrize(("after", "rows"), [(-SECOND, 1), (timedelta(), 0), (SECOND, 0)])
def test_who_was_phoned_since_is_off_the_list(
    patient: Patient, nurse: User, after: timedelta, rows: int
) -> None:
    unheard(treated(patient))

    record_reached(patient=patient, by=nurse, at=MONDAY + 2 * DAY + after)

    assert len(listed(nurse)) == rows


def test_a_resolved_flag_ends_it(patient: Patient, nurse: User) -> None:
    unheard(treated(patient))

    resolve_flag(flag=Flag.objects.get(), disposition="advised-by-phone", by=nurse, at=NOW)

    assert listed(nurse) == []


def test_who_is_out_of_care_is_not_listed(patient: Patient, nurse: User) -> None:
    unheard(treated(patient))

    set_care(patient=patient, care="left", by=nurse, at=NOW)

    assert listed(nurse) == []


def test_another_clinics_patients_are_not_listed(foreign_patient: Patient, nurse: User) -> None:
    unheard(treated(foreign_patient))

    assert listed(nurse) == []


def test_other_flags_list_nobody(patient: Patient, nurse: User) -> None:
    report(treated(patient), MONDAY + HOUR, pain=9)

    assert (Flag.objects.open().count(), listed(nurse)) == (1, [])


def test_a_nurse_is_led_to_the_flag(patient: Patient, nurse: User) -> None:
    unheard(treated(patient))

    (row,) = silent_page(user=nurse, now=NOW).rows

    assert (row.flag, row.phone.href) == (Flag.objects.get().pk, "tel:+1-212-555-0168")


def test_the_list_ends_at_a_hundred_and_says_so(clinic: Clinic, scheduler: User, nurse: User) -> None:
    for number in range(101):
        one = make_patient(clinic, f"Person {number}", f"p{number}@patients.example", scheduler)
        Flag.objects.create(
            patient=one,
            clinic=clinic,
            rule="no-check-in-48h",
            rule_name="No check-in",
            severity="routine",
            gravity=1,
            raised_at=MONDAY + number * SECOND,
            due_at=NOW,
            escalate_at=NOW,
        )

    page = silent_page(user=nurse, now=NOW)

    assert (len(page.rows), page.rows[-1].name, page.more) == (
        100,
        "Person 99",
        "The first 100 are shown. The others follow as these are reached.",
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_is_constant(
    clinic: Clinic, scheduler: User, nurse: User, rows: int, django_assert_num_queries
) -> None:
    for number in range(rows):
        unheard(treated(someone(clinic, scheduler, f"Number{number} Person")))
    user = User.objects.select_related("clinic").get(pk=nurse.pk)

    # the protocol's rules, their flags with patient and last report; questions and calls, calls at flags
    with django_assert_num_queries(4):
        page = silent_page(user=user, now=NOW)

    assert len(page.rows) == rows
