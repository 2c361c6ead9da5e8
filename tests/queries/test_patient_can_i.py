from datetime import datetime, timedelta

import pytest

from aftercare.models import Patient
from aftercare.queries.access import own_record
from aftercare.queries.patient_can_i import Answer, CanI, can_i_page
from aftercare.services.care import set_care
from tests.cast import MONDAY, a_scheduler_of, book, complete, local, report

DAY_3 = local("2026-03-05T09:00")
MINUTE = timedelta(minutes=1)


def ask(patient: Patient, question: str, at: datetime = DAY_3) -> CanI:
    return can_i_page(patient=patient, question=question, now=at)


def answer(patient: Patient, question: str, at: datetime = DAY_3) -> Answer:
    (only,) = ask(patient, question, at).answers
    return only


@pytest.fixture
def seven_days_apart(patient: Patient) -> Patient:
    complete(patient, MONDAY)
    book(patient, local("2026-03-09T10:00"), at=MONDAY + MINUTE)
    return patient


def test_a_restriction_is_told_with_its_end(seven_days_apart: Patient) -> None:
    told = answer(seven_days_apart, "Advil")

    assert (told.verdict, told.tone, told.icon) == ("No, not now", "avoid", "avoid")
    assert (told.now.text, told.now.when.text) == ("Avoid until", "Mon 16 Mar, 10:00 am")


def test_a_gap_that_is_none_is_told(seven_days_apart: Patient) -> None:
    told = answer(seven_days_apart, "omega-3")

    assert told.text == (
        "Do not restart on Sat 7 Mar. The pause before session 2 begins on Fri 6 Mar, so there is no gap."
    )


def test_why_names_the_windows_the_source_and_the_decision(seven_days_apart: Patient) -> None:
    why = answer(seven_days_apart, "fish oil").why

    assert why.reasons == (
        "It belongs to the first 5 days after session 1 (Mon 2 Mar).",
        "The pause before session 2 (Mon 9 Mar) begins on Fri 6 Mar, start of the day.",
        "It belongs to the first 5 days after session 2 (Mon 9 Mar).",
    )
    assert why.sources == ("The aftercare guide: the timeline, what to avoid, when to call",)
    assert why.decisions == ("Fish oil: Avoid until day 5, and in the pause before a session.",)


@pytest.mark.parametrize(
    ("at", "verdict"),
    [("2026-03-09T09:59:59", "No, not now"), ("2026-03-09T10:00", "Not restricted by your treatment")],
)
def test_a_medicine_is_not_restricted_from_the_instant_its_window_ends(
    patient: Patient, at: str, verdict: str
) -> None:
    complete(patient, MONDAY)

    told = answer(patient, "Advil", local(at))

    assert told.verdict == verdict


def test_a_medicine_that_is_free_is_never_a_yes(patient: Patient) -> None:
    complete(patient, MONDAY)

    told = answer(patient, "ibuprofen", local("2026-03-20T09:00"))

    assert (told.now, told.text, told.ahead) == (None, "Follow the label and your doctor.", ())


def test_until_when_a_medicine_is_free_is_told(patient: Patient) -> None:
    complete(patient, MONDAY)
    book(patient, local("2026-03-23T10:00"), at=MONDAY + MINUTE)

    told = answer(patient, "ibuprofen", local("2026-03-12T09:00"))

    assert (told.now.text, told.now.when.text) == ("Not restricted until", "Fri 20 Mar, start of the day")


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("walking", "Yes, it is good for you"),
        ("my own pool", "Yes"),
        ("smoking", "No"),
        ("yoga", "Ask us first"),
        ("warfarin", "Ask us first"),
        ("oxycodone", "Keep taking it"),
    ],
)
def test_each_status_has_its_verdict(seven_days_apart: Patient, question: str, verdict: str) -> None:
    assert answer(seven_days_apart, question).verdict == verdict


def test_what_comes_after_is_told(patient: Patient) -> None:
    complete(patient, MONDAY)

    told = answer(patient, "golf")

    assert [(line.text, line.when) for line in told.ahead] == [("Good for you after that", None)]
    assert told.why.decisions[0].startswith("Moderate exercise: Avoid for 7 days")


def test_what_no_session_restricts_says_so(patient: Patient) -> None:
    complete(patient, MONDAY)

    always, free = answer(patient, "smoking"), answer(patient, "Advil", local("2026-03-20T09:00"))

    assert always.why.reasons == ("It is the same every day, before and after a session.",)
    assert free.why.reasons == ("No session restricts it at this time.",)


def test_acetaminophen_above_the_limit_is_for_a_nurse_whatever_the_plan_says(patient: Patient) -> None:
    complete(patient, MONDAY)
    report(patient, DAY_3 - MINUTE, mg=3000)

    told = answer(patient, "Tylenol")

    assert (told.verdict, told.now) == ("Ask us first", None)
    assert told.text.startswith("You told us that you took more than the limit.")


def test_an_unknown_thing_is_told_and_not_guessed(seven_days_apart: Patient) -> None:
    page = ask(seven_days_apart, "beer")

    assert (page.answers, page.unknown, page.may_ask) == ((), "beer", True)


def test_out_of_care_nobody_is_there_to_be_asked(seven_days_apart: Patient) -> None:
    patient = set_care(patient=seven_days_apart, care="left", by=a_scheduler_of(seven_days_apart), at=DAY_3)

    assert ask(patient, "beer").may_ask is False


def test_what_is_unknown_beside_what_is_known_is_told_too(seven_days_apart: Patient) -> None:
    page = ask(seven_days_apart, "Advil and beer")

    assert ([one.verdict for one in page.answers], page.unknown) == (["No, not now"], "beer")


@pytest.mark.parametrize(("question", "danger"), [("chest pain", True), ("fever", False)])
def test_a_symptom_is_something_to_report(seven_days_apart: Patient, question: str, danger: bool) -> None:
    page = ask(seven_days_apart, question)

    assert (page.report, page.danger, page.unknown) == (question, danger, "")


def test_a_slip_is_told(seven_days_apart: Patient) -> None:
    assert ask(seven_days_apart, "advli").read_as == ("You typed “advli”. We read it as Advil.",)


def test_before_a_question_there_are_examples(patient: Patient) -> None:
    page = ask(patient, "")

    assert (page.answers, page.unknown, page.planned, page.examples[0]) == ((), "", False, "Advil")


def test_an_open_emergency_stands_above_the_answer(patient: Patient) -> None:
    complete(patient, MONDAY)
    report(patient, DAY_3 - MINUTE, chest_pain=DAY_3 - MINUTE)

    assert ask(patient, "Advil").care.severity == "emergency"


@pytest.mark.parametrize("check_ins", [1, 3])
def test_queries_are_constant(patient: Patient, check_ins: int, django_assert_num_queries) -> None:
    complete(patient, MONDAY)
    for number in range(check_ins):
        report(patient, DAY_3 - (number + 1) * MINUTE)
    patient = own_record(user=patient.user)

    with django_assert_num_queries(4):
        can_i_page(patient=patient, question="Advil", now=DAY_3)
