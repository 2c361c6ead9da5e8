"""What whoever is on call reads on a phone."""

from datetime import timedelta

import pytest

from aftercare.models import Clinic, Escalation, Patient, User
from aftercare.queries.nurse_escalation import EscalationPage, load_escalation
from aftercare.services.escalations import escalate_overdue, take_escalation
from aftercare.services.flags import resolve_flag
from tests.cast import make_patient
from tests.nurse_story import HOUR, MINUTE, NOW, told_of_heat

OVERDUE = NOW + 2 * HOUR
"""10:00 pm: an hour past the time of a flag that rose at 7:00 pm."""


@pytest.fixture
def told(patient: Patient, nurse: User) -> Escalation:
    """One message about one urgent flag."""
    Patient.objects.filter(pk=patient.pk).update(medicines="Lisinopril 10 mg")
    told_of_heat(patient)
    escalate_overdue(at=OVERDUE)
    return Escalation.objects.get()


def load(told: Escalation, user: User, *, after: timedelta = MINUTE) -> EscalationPage:
    return load_escalation(escalation=told, user=user, now=OVERDUE + after)


def test_the_page_says_what_happened_since_when_to_whom_and_what_must_be_known(
    told: Escalation, nurse: User
) -> None:
    page = load(told, nurse)

    (flag,) = page.flags
    assert (page.title, page.take, str(page.told)) == ("1 matter waits", "I have it", "today, 10:00 pm")
    assert (flag.rule, flag.detail) == (
        "Hot or red for more than 6 hours",
        "Warm or hot skin, since 11:00 am",
    )
    assert (str(flag.raised), flag.left and flag.left.text) == ("today, 7:00 pm", "1 h 1 min over")
    assert (flag.patient, flag.phone and flag.phone.text) == ("Wren Applegarth", "(212) 555-0168")
    assert [(fact.term, fact.strong, fact.text) for fact in flag.facts] == [
        ("Allergies", "", "none recorded"),
        ("Medicines", "", "Lisinopril 10 mg"),
        ("Treated", "Right knee", "Exosome, today, 10:00 am"),
    ]


def test_the_page_says_what_has_been_tried(told: Escalation, nurse: User) -> None:
    (flag,) = load(told, nurse).flags

    assert [(entry.who, entry.what) for entry in flag.record] == [
        ("The portal", "raised it"),
        ("The portal", "is telling Odile Marrowby by e-mail: on its way"),
    ]


def test_once_somebody_has_it_the_page_says_who_and_there_is_no_button(
    told: Escalation, nurse: User, second_nurse: User
) -> None:
    take_escalation(escalation=told, by=second_nurse, at=OVERDUE + MINUTE)

    pages = [load(told, user, after=2 * MINUTE) for user in (nurse, second_nurse)]

    assert [(page.title, page.take, page.flags[0].left, page.flags[0].state) for page in pages] == [
        ("Nothing waits any more", "", None, "Ines Halloway has it. Acknowledged 10:01 pm."),
        ("Nothing waits any more", "", None, "You have it. Acknowledged 10:01 pm."),
    ]


def test_what_is_resolved_says_what_became_of_it(told: Escalation, nurse: User) -> None:
    resolve_flag(flag=told.flags.get(), disposition="advised-by-phone", by=nurse, at=OVERDUE + MINUTE)

    (flag,) = load(told, nurse, after=2 * MINUTE).flags

    assert flag.state == "Advised by phone, by you, 10:01 pm"


def test_none_known_is_an_answer(told: Escalation, patient: Patient, nurse: User) -> None:
    Patient.objects.filter(pk=patient.pk).update(allergies_told_at=NOW, allergies_told_by=nurse)

    (flag,) = load(told, nurse).flags

    assert flag.facts[0].text == "None known"


def test_what_waits_comes_first_and_the_button_counts_it(
    clinic: Clinic, scheduler: User, nurse: User
) -> None:
    for name in ("Ada", "Bea", "Cleo"):
        told_of_heat(make_patient(clinic, name, f"{name.lower()}@patients.example", scheduler))
    escalate_overdue(at=OVERDUE)
    told = Escalation.objects.get()
    seen = told.flags.get(patient__user__full_name="Ada")
    resolve_flag(flag=seen, disposition="self-care", by=nurse, at=OVERDUE)

    page = load(told, nurse)

    assert (page.title, page.take) == ("2 matters wait", "I have all 2")
    assert [flag.patient for flag in page.flags][-1] == "Ada"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_is_constant(
    clinic: Clinic, scheduler: User, nurse: User, rows: int, django_assert_num_queries
) -> None:
    for number in range(rows):
        told_of_heat(make_patient(clinic, f"Patient {number}", f"{number}@patients.example", scheduler))
    escalate_overdue(at=OVERDUE)
    told, user = Escalation.objects.get(), User.objects.select_related("clinic").get(pk=nurse.pk)

    # the flags, their areas, messages, escalations, tries, check-ins and actions; how many wait; the protocol
    with django_assert_num_queries(9):
        page = load(told, user)

    assert len(page.flags) == rows
