from datetime import date, datetime, timedelta

import pytest

from aftercare.models import Holiday, Patient, User
from aftercare.queries.nurse_messages import ThreadPage, load_thread
from aftercare.queries.nurse_queue import QueuePage, load_queue
from aftercare.queries.patient_messages import MessagesPage, messages_page
from aftercare.queries.patient_today import today_page
from aftercare.queries.staff_patient import staff_patient_page
from aftercare.queries.thread import MESSAGES_A_PAGE
from aftercare.queries.time_left import TimeLeft
from aftercare.services.care import set_care
from aftercare.services.messages import settle_messages
from tests.cast import MONDAY, local, make_patient
from tests.photo_story import ask_with_photos
from tests.thread_story import HOUR, ask, ids, opened, write

DUE = local("2026-03-03T17:00")
"""When Monday's question is to be answered: the next working day at 5:00 pm."""


def fresh(patient: Patient) -> Patient:
    return Patient.objects.select_related("user__clinic").get(pk=patient.pk)


def patients(patient: Patient, at: datetime = MONDAY + 9 * HOUR) -> MessagesPage:
    return messages_page(patient=fresh(patient), now=at)


def nurses(patient: Patient, nurse: User, at: datetime = MONDAY + 9 * HOUR) -> ThreadPage:
    return load_thread(patient=fresh(patient), user=nurse, now=at)


def queue(nurse: User, at: datetime = MONDAY + 9 * HOUR, page: int = 1) -> QueuePage:
    return load_queue(user=nurse, show="messages", page=page, now=at)


def test_the_patient_reads_new_notes_first_then_the_rest_newest_first(patient: Patient, nurse: User) -> None:
    write(patient, nurse, "Welcome.", hours=1)
    opened(patient, patient.user)
    write(patient, nurse, "Rest today.", hours=2)
    ask(patient, hours=3)

    page = patients(patient)

    assert [(line.by, line.body, line.own) for line in page.new] == [("Odile Marrowby", "Rest today.", False)]
    assert [(line.by, line.body, line.own) for line in page.earlier] == [
        ("You", "May I swim?", True),
        ("Odile Marrowby", "Welcome.", False),
    ]
    assert [line.when.text for line in page.earlier] == ["today, 1:00 pm", "today, 11:00 am"]


def test_the_patient_is_told_who_has_read_a_question_and_by_when_it_is_answered(
    patient: Patient, nurse: User
) -> None:
    ask(patient)

    unread = patients(patient).earlier[0].state
    opened(patient, nurse, hours=2)
    read = patients(patient).earlier[0].state

    assert unread == "Not read yet. A nurse answers by Tue 3 Mar, 5:00 pm."
    assert read == "Read by Odile Marrowby, today, 12:00 noon. A nurse answers by Tue 3 Mar, 5:00 pm."


@pytest.mark.parametrize(
    ("at", "late", "promise"),
    [
        (DUE - timedelta(seconds=1), False, "A nurse answers by today, 5:00 pm."),
        (DUE, True, "The answer was due by today, 5:00 pm. Please call us."),
    ],
    ids=["a second before", "due"],
)
def test_an_answer_that_is_late_is_admitted(patient: Patient, at: datetime, late: bool, promise: str) -> None:
    ask(patient)

    (question,) = patients(patient, at).earlier

    assert (question.late, question.state) == (late, f"Not read yet. {promise}")


def test_an_answered_question_promises_nothing_more(patient: Patient, nurse: User) -> None:
    ask(patient)
    opened(patient, nurse)
    write(patient, nurse, seen=ids(patient))

    question = patients(patient).earlier[0]

    assert (question.waits, question.state) == (False, "Read by Odile Marrowby, today, 11:00 am.")


def test_a_question_that_needs_no_answer_says_so_to_both_sides(
    patient: Patient, nurse: User, second_nurse: User
) -> None:
    ask(patient, "Thank you!")
    opened(patient, nurse)
    settle_messages(patient=patient, seen=ids(patient), by=nurse, at=MONDAY + 2 * HOUR)

    told = (
        patients(patient).earlier[0].state,
        nurses(patient, nurse).earlier[0].state,
        nurses(patient, second_nurse).earlier[0].state,
    )

    assert told == (
        "Read by Odile Marrowby, today, 11:00 am. It needs no answer.",
        "Needs no answer, said you, today, 12:00 noon.",
        "Read by Odile Marrowby, today, 11:00 am. Needs no answer, said Odile Marrowby, today, 12:00 noon.",
    )


def test_the_nurse_reads_what_waits_first_with_the_time_there_is(patient: Patient, nurse: User) -> None:
    write(patient, nurse, hours=0)
    opened(patient, patient.user)
    ask(patient, hours=7)

    page = nurses(patient, nurse, at=DUE - HOUR)

    assert [(line.by, line.new, line.left) for line in page.waiting] == [
        ("Wren Applegarth", True, TimeLeft("1 h", 3, False))
    ]
    assert page.waiting[0].state == "To be answered by today, 5:00 pm."
    assert [(line.by, line.own, line.state) for line in page.earlier] == [
        ("You", True, "Read by Wren Applegarth, Mon 2 Mar, 11:00 am.")
    ]


def test_a_note_that_the_patient_has_not_read_says_so(patient: Patient, nurse: User) -> None:
    write(patient, nurse)

    assert nurses(patient, nurse).earlier[0].state == "Not read yet."


def test_a_holiday_is_no_day_to_answer(patient: Patient) -> None:
    Holiday.objects.create(clinic=patient.clinic, date=date(2026, 3, 3))

    assert patients(patient).answered == "A nurse answers by Wed 4 Mar, 5:00 pm."


def test_a_patient_out_of_care_may_read_and_not_write(patient: Patient, nurse: User) -> None:
    write(patient, nurse)
    set_care(patient=patient, care="left", by=nurse, at=MONDAY + 3 * HOUR)

    page = patients(patient)

    assert (len(page.new), page.may_write) == (1, False)


@pytest.mark.parametrize(
    ("page", "shown", "newer", "older"),
    [
        (None, ["Question 100", "Question 1"], False, True),
        ("2", ["Question 0", "Question 0"], True, False),
        ("9", ["Question 0", "Question 0"], True, False),
        ("none", ["Question 100", "Question 1"], False, True),
    ],
)
def test_a_long_thread_begins_with_its_latest_messages_and_leads_to_the_others(
    patient: Patient, page: str | None, shown: list[str], newer: bool, older: bool
) -> None:
    for number in range(MESSAGES_A_PAGE + 1):
        ask(patient, f"Question {number}", at=MONDAY + number * HOUR / 60)

    thread = messages_page(patient=fresh(patient), page=page, now=MONDAY + 9 * HOUR)

    assert [thread.earlier[0].body, thread.earlier[-1].body] == shown
    assert (thread.page.has_previous(), thread.page.has_next()) == (newer, older)


def test_an_answer_on_the_page_before_is_seen(patient: Patient, nurse: User) -> None:
    ask(patient)
    opened(patient, nurse)
    write(patient, nurse, seen=ids(patient))
    for _number in range(MESSAGES_A_PAGE - 1):
        write(patient, nurse, hours=3)

    (question,) = messages_page(patient=fresh(patient), page="2", now=MONDAY + 9 * HOUR).earlier

    assert question.state == "Read by Odile Marrowby, today, 11:00 am."


@pytest.mark.parametrize(
    ("care", "ended", "may_write"),
    [
        ("active", "", True),
        ("left", "The patient can still read here, but no e-mail tells of it.", True),
        ("deceased", "The patient has died. Nobody can sign in to read here.", False),
    ],
)
def test_the_nurse_is_told_who_reads_what_is_written(
    patient: Patient, nurse: User, care: str, ended: str, may_write: bool
) -> None:
    set_care(patient=patient, care=care, by=nurse, at=MONDAY)

    page = nurses(patient, nurse)

    assert (page.ended, page.may_write) == (ended, may_write)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_thread_takes_five_queries(
    patient: Patient, nurse: User, django_assert_num_queries, rows: int
) -> None:
    for _number in range(rows):
        ask_with_photos(patient, 2)
        write(patient, nurse)
    loaded = fresh(patient)

    with django_assert_num_queries(5):
        page = load_thread(patient=loaded, user=nurse, now=MONDAY + 9 * HOUR)

    assert [len(line.photos) for line in page.waiting] == [2] * rows


def test_today_says_that_a_question_waits_and_never_repeats_it(patient: Patient, nurse: User) -> None:
    ask(patient)

    waiting = today_page(patient=fresh(patient), now=MONDAY + 2 * HOUR).news
    opened(patient, nurse)
    settle_messages(patient=patient, seen=ids(patient), by=nurse, at=MONDAY + 3 * HOUR)
    settled = today_page(patient=fresh(patient), now=MONDAY + 4 * HOUR).news

    told = [(news.title, news.text, news.when.text, news.onward) for news in waiting]
    assert told == [("Your message waits for an answer.", "", "today, 11:00 am", "Read your messages")]
    assert settled == ()


def test_the_queue_tells_who_waits_the_longest_first(
    patient: Patient, other_patient: Patient, nurse: User
) -> None:
    ask(other_patient, "May I\nrun?", hours=2)
    ask(patient, "May I swim?", hours=1)
    ask(patient, "And dive?", hours=3)

    page = queue(nurse)

    assert [(row.patient, row.count, row.excerpt) for row in page.waiting] == [
        ("Wren Applegarth", "2 messages", "May I swim?"),
        ("Hester Crumbwell", "1 message", "May I run?"),
    ]
    assert [row.href for row in page.waiting] == [
        f"/patients/{one.pk}/messages/" for one in (patient, other_patient)
    ]
    assert [(row.written.text, row.due.text) for row in page.waiting] == [
        ("11:00 am", "Tue 3 Mar, 5:00 pm"),
        ("12:00 noon", "Tue 3 Mar, 5:00 pm"),
    ]
    assert [(tab.text, tab.count, tab.current) for tab in page.tabs][-1] == ("Messages", "2", True)
    assert (page.rows, page.empty) == ((), None)


def test_at_its_time_an_answer_is_late(patient: Patient, nurse: User) -> None:
    ask(patient)

    (before,) = queue(nurse, at=DUE - HOUR / 60).waiting
    (due,) = queue(nurse, at=DUE).waiting

    assert (before.left, due.left) == (TimeLeft("1 min", 0, False), TimeLeft("Time is up", 0, True))


def test_the_tab_counts_the_patients_who_wait_past_the_time(
    patient: Patient, other_patient: Patient, nurse: User
) -> None:
    ask(patient)
    ask(patient, hours=2)
    ask(other_patient, hours=24)

    tabs = [queue(nurse, at=at).tabs[-1] for at in (DUE - HOUR / 60, DUE, DUE + 24 * HOUR)]

    assert [(tab.count, tab.late) for tab in tabs] == [("2", ""), ("2", "1 overdue"), ("2", "2 overdue")]


def test_no_message_is_overdue_because_of_a_holiday(patient: Patient, nurse: User) -> None:
    ask(patient)
    patient.clinic.holidays.create(date=DUE.date())

    assert queue(nurse, at=DUE).tabs[-1].late == ""


def test_a_long_question_is_cut_in_the_queue(patient: Patient, nurse: User) -> None:
    ask(patient, "word " * 100)

    (row,) = queue(nurse).waiting

    assert (len(row.excerpt), row.excerpt[-1]) == (120, "…")


def test_answered_and_foreign_questions_are_not_in_the_queue(
    patient: Patient, foreign_patient: Patient, nurse: User, stranger_nurse: User
) -> None:
    ask(patient)
    opened(patient, nurse)
    write(patient, nurse, seen=ids(patient))
    ask(foreign_patient)

    here, there = queue(nurse), queue(stranger_nurse)

    assert (here.waiting, here.tabs[-1].count) == ((), "0")
    assert [row.patient for row in there.waiting] == ["Una Willowherb"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queue_of_messages_takes_three_queries(
    patient: Patient, scheduler: User, nurse: User, django_assert_num_queries, rows: int
) -> None:
    for number in range(rows):
        one = make_patient(patient.clinic, f"Patient {number}", f"{number}@patients.example", scheduler)
        ask(one)
        ask(one)
    user = User.objects.select_related("clinic").get(pk=nurse.pk)

    with django_assert_num_queries(3):  # who is on call too
        page = queue(user)

    assert len(page.waiting) == rows


def test_twenty_five_patients_who_wait_fill_a_page(patient: Patient, scheduler: User, nurse: User) -> None:
    for number in range(26):
        ask(make_patient(patient.clinic, f"Patient {number}", f"{number}@patients.example", scheduler))

    first, second = queue(nurse), queue(nurse, page=2)

    assert (len(first.waiting), first.range_text) == (25, "1 to 25 of 26")
    assert (len(second.waiting), first.next_href) == (1, "/queue/?show=messages&page=2")


@pytest.mark.parametrize(
    ("questions", "told"), [(0, "Messages"), (1, "Messages: 1 waits"), (2, "Messages: 2 wait")]
)
def test_a_patients_page_tells_nurses_how_many_wait(
    patient: Patient, nurse: User, questions: int, told: str
) -> None:
    for _number in range(questions):
        ask(patient)

    assert staff_patient_page(user=nurse, patient=fresh(patient), now=MONDAY).messages == told


def test_a_patients_page_tells_schedulers_nothing_of_messages(patient: Patient, scheduler: User) -> None:
    ask(patient)

    assert staff_patient_page(user=scheduler, patient=fresh(patient), now=MONDAY).messages == ""
