"""Who has to be phoned because messages did not arrive, and whether messages go out in time."""

from datetime import timedelta

import pytest

from aftercare.models import Heartbeat, Patient, Reminder, User
from aftercare.models.outgoing import State
from aftercare.queries.contact_trouble import OutreachPage, outreach_page
from aftercare.services.care import set_care
from aftercare.services.contact import record_reached
from aftercare.services.undeliverable import record_complaint, try_address_again
from tests.cast import MONDAY, make_patient
from tests.outreach_story import HOUR, a_message, fail

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
NOW = MONDAY + DAY


def read(user: User) -> OutreachPage:
    return outreach_page(user=User.objects.select_related("clinic").get(pk=user.pk), now=NOW)


def listed(user: User) -> list[tuple[str, str, str]]:
    return [(row.name, row.since.text, row.why) for row in read(user).rows]


def refuse_address(patient: Patient) -> None:
    User.objects.filter(pk=patient.user_id).update(email_undeliverable_at=MONDAY)


# --- who has to be phoned


def test_a_patient_is_listed_once_with_the_newest_message_that_did_not_arrive(
    patient: Patient, other_patient: Patient, nurse: User
) -> None:
    fail(a_message(patient), MONDAY)
    fail(a_message(patient, MONDAY + HOUR, channel="sms"), MONDAY + HOUR)
    lost = a_message(other_patient)
    lost.pass_to(State.CLAIMED, at=MONDAY)
    lost.pass_to(State.SENDING, at=MONDAY)
    lost.pass_to(State.UNKNOWN, at=MONDAY + 2 * HOUR)

    assert listed(nurse) == [
        ("Wren Applegarth", "Mon 2 Mar, 11:00 am", "Text message: The provider did not take it"),
        ("Hester Crumbwell", "Mon 2 Mar, 12:00 noon", "E-mail: Not known whether it arrived"),
    ]


def test_an_address_that_does_not_work_is_told_before_its_messages(patient: Patient, nurse: User) -> None:
    refuse_address(patient)
    fail(a_message(patient), MONDAY + HOUR, why="address-refused")

    page = read(nurse)

    assert [(row.since.text, row.why, row.refused) for row in page.rows] == [
        ("Mon 2 Mar, 10:00 am", "The e-mail address does not work", True)
    ]


def test_whom_no_message_reaches_at_all_is_listed_before_whoever_has_waited_longer(
    patient: Patient, other_patient: Patient, nurse: User, texts: None
) -> None:
    fail(a_message(other_patient), MONDAY - HOUR)
    refuse_address(patient)
    cut_off = [(row.name, row.cut_off) for row in read(nurse).rows]
    Patient.objects.filter(pk=patient.pk).update(by_sms=True)
    by_text = [(row.name, row.cut_off) for row in read(nurse).rows]

    assert cut_off == [("Wren Applegarth", True), ("Hester Crumbwell", False)]
    assert by_text == [("Hester Crumbwell", False), ("Wren Applegarth", False)]


def test_whoever_marked_our_e_mail_as_spam_is_listed_and_the_address_is_not_said_to_be_wrong(
    patient: Patient, nurse: User
) -> None:
    record_complaint(email=patient.user.email, at=MONDAY)

    assert [(row.since.text, row.why, row.refused) for row in read(nurse).rows] == [
        ("Mon 2 Mar, 10:00 am", "Marked our e-mail as spam: ask how we may write", False)
    ]


@pytest.mark.parametrize(("failed_after", "rows"), [(timedelta(), 0), (SECOND, 1)])
def test_what_a_refused_address_did_not_take_lists_nobody_once_somebody_says_that_it_works(
    patient: Patient, nurse: User, failed_after: timedelta, rows: int
) -> None:
    refuse_address(patient)
    try_address_again(patient=patient, by=nurse, at=MONDAY)

    fail(a_message(patient), MONDAY + failed_after, why="address-refused")

    assert len(listed(nurse)) == rows


def test_messages_that_arrived_or_still_wait_list_nobody(patient: Patient, nurse: User) -> None:
    a_message(patient)
    waiting = a_message(patient, MONDAY + HOUR)
    waiting.pass_to(State.CLAIMED, at=MONDAY)
    waiting.pass_to(State.SENDING, at=MONDAY)
    Reminder.objects.filter(pk=waiting.pk).update(state="unknown", leased_until=None, next_at=NOW)

    assert listed(nurse) == []


@pytest.mark.parametrize(("reached_after", "rows"), [(-SECOND, 1), (timedelta(), 0), (SECOND, 0)])
def test_a_patient_phoned_since_is_off_the_list(
    patient: Patient, nurse: User, reached_after: timedelta, rows: int
) -> None:
    fail(a_message(patient), MONDAY)
    record_reached(patient=patient, by=nurse, at=MONDAY + reached_after)
    after_a_message = len(listed(nurse))
    Reminder.objects.all().delete()
    refuse_address(patient)

    assert (after_a_message, len(listed(nurse))) == (rows, rows)


@pytest.mark.parametrize(
    ("failed_at", "rows"), [(NOW - 30 * DAY, 1), (NOW - 30 * DAY - SECOND, 0), (NOW - DAY, 1)]
)
def test_messages_are_looked_back_to_for_thirty_days(patient: Patient, nurse: User, failed_at, rows) -> None:
    fail(a_message(patient, failed_at), failed_at)

    assert len(listed(nurse)) == rows


def test_a_patient_out_of_care_is_not_listed(patient: Patient, nurse: User, scheduler: User) -> None:
    fail(a_message(patient), MONDAY)
    refuse_address(patient)
    set_care(patient=patient, care="left", by=scheduler, at=MONDAY)

    assert listed(nurse) == []


def test_another_clinics_patients_are_not_listed(foreign_patient: Patient, nurse: User) -> None:
    fail(a_message(foreign_patient), MONDAY)
    refuse_address(foreign_patient)

    page = read(nurse)

    assert (page.rows, page.overdue) == ((), "No message is overdue.")


def test_the_list_ends_at_a_hundred_and_says_so(clinic, scheduler: User) -> None:
    for number in range(100):
        one = make_patient(clinic, f"Person {number}", f"p{number}@patients.example", scheduler)
        fail(a_message(one), MONDAY + number * SECOND)
    hundred = read(scheduler)
    fail(a_message(make_patient(clinic, "Person 100", "p100@patients.example", scheduler)), NOW)

    page = read(scheduler)

    assert (len(hundred.rows), hundred.more) == (100, "")
    assert (len(page.rows), page.rows[0].name, page.rows[-1].name) == (100, "Person 0", "Person 99")
    assert page.more == "The first 100 are shown. The others follow as these are reached."


# --- whether messages go out


@pytest.mark.parametrize(
    ("ago", "words", "late"),
    [
        (timedelta(), "0 seconds ago.", False),
        (SECOND, "1 second ago.", False),
        (59 * SECOND, "59 seconds ago.", False),
        (60 * SECOND, "1 min ago.", False),
        (61 * SECOND, "1 min ago.", True),
        (-SECOND, "0 seconds ago.", False),
    ],
)
def test_the_last_look_is_told_and_one_over_a_minute_ago_is_late(
    nurse: User, ago: timedelta, words: str, late: bool
) -> None:
    Heartbeat.objects.beat(Heartbeat.TICK, at=NOW - ago)

    page = read(nurse)

    assert (page.looked, bool(page.late)) == (f"Last look for what is due: {words}", late)


def test_no_look_at_all_is_late_too(nurse: User) -> None:
    page = read(nurse)

    assert (page.looked, bool(page.late)) == ("Nobody has looked yet for what is due.", True)


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (0, "No message is overdue."),
        (1, "1 message is overdue now."),
        (999, "999 messages are overdue now."),
        (1000, "1000 messages or more are overdue now."),
        (1001, "1000 messages or more are overdue now."),
    ],
)
def test_messages_past_their_time_are_counted_up_to_a_limit(
    patient: Patient, nurse: User, due: int, words: str
) -> None:
    ahead = a_message(patient, NOW + SECOND)
    Reminder.objects.bulk_create(
        Reminder(
            patient=patient,
            due_at=NOW - number * SECOND,
            next_at=NOW - number * SECOND,
            expires_at=NOW + DAY,
            state_at=MONDAY,
            reasons=ahead.reasons,
            plan_revision=1,
        )
        for number in range(due)
    )

    assert read(nurse).overdue == words


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_is_constant(
    clinic, scheduler: User, rows: int, django_assert_num_queries
) -> None:
    for number in range(rows):
        one = make_patient(clinic, f"Person {number}", f"p{number}@patients.example", scheduler)
        fail(a_message(one), MONDAY)
        refuse_address(make_patient(clinic, f"Other {number}", f"o{number}@patients.example", scheduler))
    user = User.objects.select_related("clinic").get(pk=scheduler.pk)

    with django_assert_num_queries(4):  # the last look, what is overdue, addresses, messages
        page = outreach_page(user=user, now=NOW)

    assert len(page.rows) == 2 * rows
