import uuid
from datetime import timedelta

import pytest

from aftercare.models import Flag, Patient, User
from aftercare.queries.flag_words import Origin, flag_detail, origin_of, seen_words
from aftercare.queries.records import current_version
from aftercare.services.checkins import raise_alarm, record_check_in
from aftercare.services.flag_asking import ask_again
from aftercare.services.flags import acknowledge_flag, resolve_flag
from aftercare.services.triage import follow_up
from tests.cast import MONDAY, NEW_YORK, a_report, complete, report
from tests.nurse_story import HOUR, MINUTE, NOW, chest_pain, clock_ran_out, told_of_heat

SUBMISSION = uuid.UUID("8d7c4f3e-0d44-4f0e-a2ad-5d5b8a1f9c01")


def detail(flag: Flag, now=NOW) -> str:
    evidence = list(flag.evidence.order_by("at"))
    return flag_detail(flag, evidence, current_version().protocol, NEW_YORK, now)


def origin(flag: Flag) -> Origin:
    return origin_of(flag, list(flag.evidence.order_by("at")), current_version().protocol)


def refused(patient: Patient) -> Flag:
    complete(patient, MONDAY)
    partial = a_report(NOW - HOUR, chest_pain=NOW + HOUR)
    raise_alarm(patient=patient, submission=SUBMISSION, partial=partial)
    return Flag.objects.get()


def test_a_check_in_told_of_it(patient: Patient) -> None:
    flag = told_of_heat(patient)

    assert (origin(flag), detail(flag)) == (Origin.TOLD, "Warm or hot skin, since 11:00 am")


def seen(flag: Flag, now=NOW) -> str:
    flag.refresh_from_db()
    return seen_words(flag, list(flag.evidence.order_by("at")), NEW_YORK, now)


def test_what_came_since_a_nurse_has_seen_it_is_told(patient: Patient, nurse: User) -> None:
    flag = told_of_heat(patient)
    said = [seen(flag)]
    acknowledge_flag(flag=flag, by=nurse, at=NOW)
    said.append(seen(flag))

    report(patient, NOW + MINUTE, heat=NOW - HOUR)
    said.append(seen(flag, NOW + HOUR))

    assert said == ["", "Seen", "Seen; told of again at 8:01 pm"]


def test_that_a_question_stayed_without_an_answer_is_told_once_its_time_is_over(
    patient: Patient, nurse: User
) -> None:
    flag = told_of_heat(patient)
    acknowledge_flag(flag=flag, by=nurse, at=NOW)
    ask_again(flag=flag, asked_at=NOW + HOUR, by=nurse, at=NOW)

    said = [seen(flag, NOW + 13 * HOUR + extra) for extra in (0 * MINUTE, MINUTE)]

    assert said == ["Seen", "Seen; no answer"]


def test_its_clock_ran_out_by_itself(patient: Patient) -> None:
    flag = clock_ran_out(patient)

    assert origin(flag) == Origin.CLOCK
    assert detail(flag) == "Warm or hot skin, since 11:00 am; the clock ran out by itself"


def test_a_flag_whose_clock_ran_out_keeps_its_origin_with_more_evidence(patient: Patient) -> None:
    flag = clock_ran_out(patient)
    report(patient, NOW, heat=None)

    assert origin(flag) == Origin.CLOCK


def test_nothing_was_heard(patient: Patient) -> None:
    complete(patient, MONDAY)
    later = MONDAY + timedelta(days=2, minutes=1)
    follow_up(patient=patient, at=later)
    flag = Flag.objects.get()

    assert (origin(flag), detail(flag, later)) == (
        Origin.SILENCE,
        "Nothing heard since Mon 2 Mar, 10:00 am",
    )


def test_only_a_refused_check_in_told(patient: Patient) -> None:
    flag = refused(patient)

    assert origin(flag) == Origin.REFUSED
    assert detail(flag).endswith("; was told to call 911; told in a check-in that is not complete yet")


def test_a_refused_check_in_that_was_put_right_told_of_it(patient: Patient) -> None:
    flag = refused(patient)
    corrected = a_report(NOW - 30 * MINUTE, chest_pain=NOW - 2 * HOUR)
    record_check_in(patient=patient, submission=SUBMISSION, report=corrected)

    assert Flag.objects.get() == flag
    assert origin(flag) == Origin.TOLD


def test_an_emergency_says_that_the_patient_was_told_to_call(patient: Patient) -> None:
    assert detail(chest_pain(patient)) == "Chest pain, since 7:30 pm; was told to call 911"


def test_a_symptom_told_as_over_says_when(patient: Patient) -> None:
    complete(patient, MONDAY)
    report(patient, MONDAY + 9 * HOUR, heat=(MONDAY + HOUR, MONDAY + 8 * HOUR))

    assert detail(Flag.objects.get()) == "Warm or hot skin, since 11:00 am; over since 6:00 pm"


def test_one_of_two_symptoms_over_is_not_over(patient: Patient) -> None:
    complete(patient, MONDAY)
    report(patient, MONDAY + 9 * HOUR, heat=(MONDAY + HOUR, MONDAY + 8 * HOUR), redness=MONDAY + HOUR)

    assert detail(Flag.objects.get()) == "Warm or hot skin, redness, since 11:00 am"


@pytest.mark.parametrize(
    ("baseline", "words"),
    [(None, "Pain 8 of 10, since 6:00 pm"), (0, "Pain 8 of 10, baseline 0, since 6:00 pm")],
)
def test_pain_is_told_by_its_score_beside_the_baseline(
    patient: Patient, baseline: int | None, words: str
) -> None:
    patient.baseline_pain = baseline
    patient.save()
    complete(patient, MONDAY)
    pain = a_report(NOW - HOUR, pain=8)
    since = {"pain": pain.symptoms["pain"].__class__(since=NOW - 2 * HOUR, score=8)}
    record_check_in(patient=patient, submission=SUBMISSION, report=pain.__class__(at=pain.at, symptoms=since))

    assert detail(Flag.objects.get(rule="severe-pain")) == words


def test_too_much_acetaminophen_is_told_in_milligrams(patient: Patient) -> None:
    complete(patient, MONDAY)
    report(patient, NOW - HOUR, mg=3000)

    assert detail(Flag.objects.get()) == "3,000 mg in 24 hours"


def test_what_was_taken_is_told_by_name(patient: Patient) -> None:
    complete(patient, MONDAY)
    report(patient, NOW - HOUR, taken={"turmeric": None, "sugar": None, "nsaids": None})

    assert detail(Flag.objects.get()) == "Advil, Aleve, aspirin, Turmeric"


def test_a_flag_that_rose_again_says_so(patient: Patient, nurse: User) -> None:
    resolve_flag(flag=told_of_heat(patient), disposition="advised-by-phone", by=nurse, at=NOW)
    report(patient, NOW + HOUR, heat=None)

    again = Flag.objects.open().get()
    assert detail(again, NOW + HOUR) == "Raised again; warm or hot skin, since 11:00 am"


def test_a_rule_of_another_version_is_told_by_its_name_alone(patient: Patient) -> None:
    flag = told_of_heat(patient)
    flag.rule, flag.symptoms, flag.onset_at = "a-rule-of-old", [], None

    assert detail(flag) == ""
