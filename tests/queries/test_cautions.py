"""What a scheduler and a nurse are told of an open record before a session is booked."""

from datetime import timedelta

import pytest

from aftercare.models import Flag, Patient, User
from aftercare.queries.cautions import find_cautions
from aftercare.queries.records import load_record
from aftercare.services.care import set_care
from aftercare.services.flags import acknowledge_flag
from aftercare.services.triage import assess_patient
from tests.cast import MONDAY, book, complete, local, report

HOUR = timedelta(hours=1)
LOOK = ("Have a nurse look first.", "Something in this patient's record is open.")


def told(patient: Patient, user: User) -> list[tuple[str, str]]:
    record = load_record(patient=patient, with_check_ins=False)
    return [(remark.title, remark.text) for remark in find_cautions(record, user)]


def test_a_quiet_record_gives_no_caution(patient: Patient, scheduler: User, administrator: User) -> None:
    complete(patient, MONDAY)

    assert (told(patient, scheduler), told(patient, administrator)) == ([], [])


def test_of_somebody_whom_no_message_reaches_everybody_hears_that_they_are_phoned(
    patient: Patient, scheduler: User, nurse: User
) -> None:
    User.objects.filter(pk=patient.user_id).update(email_undeliverable_at=MONDAY)
    patient = Patient.objects.get(pk=patient.pk)

    unreached = [("No message reaches this patient.", "Tell them of any date by phone.")]
    assert (told(patient, scheduler), told(patient, nurse)) == (unreached, unreached)


def test_of_an_open_flag_a_scheduler_hears_only_that_a_nurse_should_look(
    patient: Patient, scheduler: User, administrator: User
) -> None:
    complete(patient, MONDAY)
    report(patient, MONDAY + HOUR, pain=0, chest_pain=MONDAY)

    assert told(patient, scheduler) == [LOOK]
    assert told(patient, administrator) == [("A flag is open.", "Chest pain or fainting.")]


def test_of_a_running_symptom_clock_too(patient: Patient, scheduler: User, nurse: User) -> None:
    complete(patient, MONDAY)
    report(patient, MONDAY + HOUR, pain=0, heat=MONDAY + HOUR)

    assert told(patient, scheduler) == [LOOK]
    assert told(patient, nurse) == [
        ("A symptom clock runs.", "It counts towards: hot or red for more than 6 hours.")
    ]


def test_the_clock_of_pain_which_every_session_starts_is_told_to_nurses_alone(
    patient: Patient, scheduler: User, nurse: User
) -> None:
    complete(patient, MONDAY)
    report(patient, MONDAY + HOUR, pain=3)

    assert told(patient, scheduler) == []
    assert told(patient, nurse) == [
        ("A symptom clock runs.", "It counts towards: still in pain more than 7 days after a session.")
    ]


def test_out_of_care_is_told_to_both(patient: Patient, scheduler: User, nurse: User) -> None:
    left = set_care(patient=patient, care="left", by=nurse, at=MONDAY)

    title = "No longer in your care."
    text = "Nothing can be booked until the patient is back in care."
    assert told(left, scheduler) == told(left, nurse) == [(title, text)]


def test_an_overdue_check_in_is_told_to_both(patient: Patient, scheduler: User, nurse: User) -> None:
    complete(patient, MONDAY)
    assess_patient(patient=patient, at=MONDAY + 49 * HOUR)

    assert told(patient, scheduler) == [("A check-in is overdue.", "Ask the patient to check in.")]
    assert told(patient, nurse) == [("A check-in is overdue.", "Its flag is open.")]


def test_an_anti_inflammatory_in_the_pause_is_told_until_it_is_acknowledged(
    patient: Patient, scheduler: User, nurse: User
) -> None:
    complete(patient, MONDAY)
    book(patient, local("2026-03-20T10:00"), at=MONDAY)
    report(patient, local("2026-03-18T10:00"), taken={"nsaids": local("2026-03-18T08:00")})
    titles = [title for title, _text in told(patient, nurse)]

    acknowledge_flag(
        flag=Flag.objects.get(rule="anti-inflammatory-taken"), by=nurse, at=local("2026-03-18T11:00")
    )

    assert "An anti-inflammatory was reported in the pause." in titles
    assert "An anti-inflammatory was reported in the pause." not in [
        title for title, _ in told(patient, nurse)
    ]
    assert LOOK in told(patient, scheduler)


@pytest.mark.parametrize("count", [1, 3])
def test_cautions_take_two_queries(
    patient: Patient, nurse: User, count: int, django_assert_num_queries
) -> None:
    complete(patient, MONDAY)
    symptoms = dict(list({"heat": MONDAY, "swelling": MONDAY, "numbness": MONDAY}.items())[:count])
    report(patient, MONDAY + HOUR, pain=8, **symptoms)
    record = load_record(patient=patient, with_check_ins=False)

    with django_assert_num_queries(2):
        find_cautions(record, nurse)
