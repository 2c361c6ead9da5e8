from datetime import timedelta

from aftercare.models import Flag, Patient, User
from aftercare.queries.nurse import LATELY_AT_MOST, patient_course
from aftercare.services.flags import acknowledge_flag, resolve_flag
from tests.cast import MONDAY, NEW_YORK, book, complete, report
from tests.nurse_story import HOUR, NOW, told_of_heat


def course_of(patient: Patient, now=NOW):
    return patient_course(patient=patient, now=now, zone=NEW_YORK)


def test_a_patient_without_anything_has_an_empty_course(patient: Patient) -> None:
    course = course_of(patient)

    assert (course.trend, course.flags, course.lately, course.check_in_count) == (None, (), (), 0)


def test_a_course_tells_of_its_flags_the_latest_first(patient: Patient, nurse: User) -> None:
    first = told_of_heat(patient)
    resolve_flag(flag=first, disposition="advised-by-phone", by=nurse, at=NOW)
    report(patient, NOW + HOUR, heat=None)
    again = Flag.objects.open().get()

    course = course_of(patient, NOW + 2 * HOUR)

    assert [(line.href, line.state, line.open) for line in course.flags] == [
        (f"/flags/{again.pk}/", "Waits for a nurse", True),
        (f"/flags/{first.pk}/", "Advised by phone, Odile Marrowby", False),
    ]
    assert [line.detail for line in course.flags] == [
        "Raised again; warm or hot skin, since 11:00 am",
        "Warm or hot skin, since 11:00 am",
    ]


def test_a_flag_in_hand_says_whose(patient: Patient, nurse: User) -> None:
    acknowledge_flag(flag=told_of_heat(patient), by=nurse, at=NOW)

    (line,) = course_of(patient).flags

    assert (line.state, line.open) == ("Acknowledged by Odile Marrowby", True)


def test_lately_holds_the_latest_events_only(patient: Patient) -> None:
    complete(patient, MONDAY)
    for number in range(LATELY_AT_MOST):
        report(patient, MONDAY + (number + 1) * HOUR, pain=number % 3)

    course = course_of(patient, MONDAY + timedelta(days=1))

    assert len(course.lately) == LATELY_AT_MOST
    assert [event.session for event in course.lately] == [False] * LATELY_AT_MOST
    assert course.check_in_count == LATELY_AT_MOST


def test_a_session_has_happened_once_its_time_has_come(patient: Patient) -> None:
    book(patient, MONDAY)

    before, after = course_of(patient, MONDAY - HOUR), course_of(patient, MONDAY)

    assert [event.text for event in before.lately] == []
    assert [event.text for event in after.lately] == ["Session 1: Right knee"]


def test_pain_is_drawn_with_the_score_that_is_flagged_at_once(patient: Patient) -> None:
    patient.baseline_pain = 4
    complete(patient, MONDAY)
    report(patient, MONDAY + HOUR, pain=3)

    trend = course_of(patient).trend

    assert trend is not None
    assert (trend.limit.text, trend.baseline.text) == ("severe from 7", "baseline 4")


def test_the_number_of_queries_is_constant(patient: Patient, django_assert_num_queries) -> None:
    told_of_heat(patient)
    report(patient, NOW - HOUR / 2, pain=8, rash=NOW - HOUR)

    with django_assert_num_queries(5):  # sessions, their areas, check-ins; flags, their check-ins
        course = course_of(patient)

    assert len(course.flags) == 3
