import uuid

import pytest

from aftercare.models import Flag, Message, Patient, Reminder, User
from aftercare.services.care import set_care
from aftercare.services.flags import reply_to_patient
from aftercare.services.messages import MessageRefused, mark_messages_read, settle_messages
from tests.cast import MONDAY, complete, report
from tests.thread_story import HOUR, ask, ids, opened, write

SUBMISSION = uuid.UUID("8d7c4f3e-0d44-4f0e-a2ad-5d5b8a1f9c02")


def announced(patient: Patient) -> list[str]:
    rows = Reminder.objects.filter(patient=patient, state="planned")
    return [one["key"] for row in rows for one in row.reasons if one["reason"] == "message"]


def answers(patient: Patient) -> list[tuple]:
    asked = patient.messages.filter(from_patient=True).oldest_first()
    return list(asked.values_list("body", "answered_at", "answered_by"))


def test_what_a_patient_writes_waits_for_an_answer(patient: Patient) -> None:
    message = ask(patient)

    assert (message.from_patient, message.flag, message.body) == (True, None, "May I swim?")
    assert (message.written_by, message.written_at) == (patient.user, MONDAY + HOUR)
    assert list(Message.objects.waiting()) == [message]
    assert announced(patient) == []


def test_a_question_submitted_twice_is_one_message(patient: Patient) -> None:
    first = ask(patient, submission=SUBMISSION)

    again = ask(patient, submission=SUBMISSION, hours=2)

    assert (again, Message.objects.count()) == (first, 1)


def test_a_question_that_was_changed_and_sent_again_is_not_lost(patient: Patient) -> None:
    ask(patient, submission=SUBMISSION)

    for _again in range(2):
        ask(patient, "May I run?", submission=SUBMISSION, hours=2)

    bodies = [message.body for message in Message.objects.oldest_first()]
    assert bodies == ["May I swim?", "May I run?"]


def test_the_same_submission_and_words_of_the_other_side_are_another_message(
    patient: Patient, nurse: User
) -> None:
    ask(patient, "Thank you.", submission=SUBMISSION)

    write(patient, nurse, "Thank you.", submission=SUBMISSION)

    assert [message.from_patient for message in Message.objects.oldest_first()] == [True, False]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "Write a message."),
        (" \n", "Write a message."),
        ("x" * 4001, "A message has at most 4000 characters."),
    ],
    ids=["empty", "blank", "too long"],
)
def test_no_message_and_too_long_a_one_are_refused_to_both_sides(
    patient: Patient, nurse: User, body: str, reason: str
) -> None:
    with pytest.raises(MessageRefused) as asked:
        ask(patient, body)
    with pytest.raises(MessageRefused) as written:
        write(patient, nurse, body)

    assert (asked.value.reason, written.value.reason) == (reason, reason)
    assert Message.objects.count() == 0


def test_the_longest_message_is_taken(patient: Patient) -> None:
    ask(patient, "x" * 4000)

    assert Message.objects.count() == 1


def test_a_patient_out_of_care_is_told_to_call(patient: Patient, nurse: User) -> None:
    set_care(patient=patient, care="left", by=nurse, at=MONDAY)

    with pytest.raises(MessageRefused) as refusal:
        ask(patient)

    told = "You are no longer in our care, so nobody reads messages here. Call us: (212) 555-0142."
    assert (refusal.value.reason, Message.objects.count()) == (told, 0)


def test_a_note_without_a_flag_is_stored_and_announced(patient: Patient, nurse: User) -> None:
    note = write(patient, nurse)

    assert (note.from_patient, note.flag, note.written_by) == (False, None, nurse)
    assert announced(patient) == [f"message:{note.pk}"]


def test_a_note_submitted_twice_is_one_note_and_told_once(patient: Patient, nurse: User) -> None:
    first = write(patient, nurse, submission=SUBMISSION)

    again = write(patient, nurse, submission=SUBMISSION, hours=3)

    assert (again, announced(patient)) == (first, [f"message:{first.pk}"])


def test_a_note_to_a_patient_out_of_care_is_stored_and_not_announced(patient: Patient, nurse: User) -> None:
    set_care(patient=patient, care="left", by=nurse, at=MONDAY)

    write(patient, nurse)

    assert (Message.objects.count(), announced(patient)) == (1, [])


def test_a_note_answers_what_its_writer_saw(patient: Patient, nurse: User) -> None:
    ask(patient, "May I swim?")
    ask(patient, "May I run?", hours=2)
    opened(patient, nurse, hours=2)

    write(patient, nurse, hours=3, seen=ids(patient))

    at = MONDAY + 3 * HOUR
    assert answers(patient) == [("May I swim?", at, nurse.pk), ("May I run?", at, nurse.pk)]


def test_what_came_while_a_nurse_wrote_goes_on_waiting_though_a_colleague_has_opened_it(
    patient: Patient, nurse: User, second_nurse: User
) -> None:
    ask(patient, "May I swim?")
    opened(patient, nurse)
    seen = ids(patient)
    ask(patient, "And my hip is numb.", hours=2)
    opened(patient, second_nurse, hours=2)

    write(patient, nurse, hours=3, seen=seen)

    assert [waiting.body for waiting in Message.objects.waiting()] == ["And my hip is numb."]


def test_the_same_note_sent_again_answers_nothing_more(patient: Patient, nurse: User) -> None:
    write(patient, nurse, submission=SUBMISSION, hours=0)
    ask(patient)
    opened(patient, nurse)

    write(patient, nurse, submission=SUBMISSION, seen=ids(patient))

    assert answers(patient) == [("May I swim?", None, None)]


def test_a_note_about_a_flag_leaves_other_questions_waiting(patient: Patient, nurse: User) -> None:
    complete(patient, MONDAY)
    report(patient, MONDAY + HOUR, fever=MONDAY)
    ask(patient)
    opened(patient, nurse)

    flag = Flag.objects.get(patient=patient)
    reply_to_patient(flag=flag, body="No.", submission=SUBMISSION, by=nurse, at=MONDAY + 2 * HOUR)

    assert answers(patient) == [("May I swim?", None, None)]


def test_a_question_can_need_no_answer(patient: Patient, nurse: User) -> None:
    ask(patient, "Thank you!")
    opened(patient, nurse)

    seen = ids(patient)
    first = settle_messages(patient=patient, seen=seen, by=nurse, at=MONDAY + 2 * HOUR)
    second = settle_messages(patient=patient, seen=seen, by=nurse, at=MONDAY + 3 * HOUR)

    assert (first, second) == (1, 0)
    assert answers(patient) == [("Thank you!", MONDAY + 2 * HOUR, nurse.pk)]


def test_what_nobody_has_opened_cannot_be_settled(patient: Patient, nurse: User) -> None:
    ask(patient)

    settled = settle_messages(patient=patient, seen=ids(patient), by=nurse, at=MONDAY + 2 * HOUR)

    assert (settled, Message.objects.waiting().count()) == (0, 1)


def test_another_patients_question_goes_on_waiting(
    patient: Patient, other_patient: Patient, nurse: User
) -> None:
    for one in (patient, other_patient):
        ask(one)
        opened(one, nurse)

    write(patient, nurse, seen=[*ids(patient), *ids(other_patient)])

    assert [waiting.patient for waiting in Message.objects.waiting()] == [other_patient]


def test_the_notes_that_were_seen_are_read_once(patient: Patient, nurse: User) -> None:
    early, late = write(patient, nurse, hours=2), write(patient, nurse, hours=4)

    first = opened(patient, patient.user, hours=2)
    second = opened(patient, patient.user, hours=5)

    early.refresh_from_db()
    late.refresh_from_db()
    assert (first, second) == (1, 1)
    assert (early.read_at, late.read_at) == (MONDAY + 2 * HOUR, MONDAY + 5 * HOUR)
    assert (early.read_by, late.read_by) == (patient.user, patient.user)


def test_each_side_reads_what_the_other_wrote(patient: Patient, nurse: User, second_nurse: User) -> None:
    question, note = ask(patient), write(patient, nurse)

    by_clinic = opened(patient, second_nurse, hours=3)
    by_patient = opened(patient, patient.user, hours=4)

    question.refresh_from_db()
    note.refresh_from_db()
    assert (by_clinic, by_patient) == (1, 1)
    assert (question.read_by, note.read_by) == (second_nurse, patient.user)


def test_messages_of_others_stay_unread(patient: Patient, other_patient: Patient, nurse: User) -> None:
    note = write(patient, nurse)

    seen, at = ids(patient), MONDAY + 3 * HOUR
    mark_messages_read(patient=other_patient, seen=seen, by=other_patient.user, at=at)

    note.refresh_from_db()
    assert note.read_at is None
