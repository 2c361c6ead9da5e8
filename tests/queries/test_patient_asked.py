"""What Today tells of the clinic's questions: is it still so, and how does it go."""

from datetime import datetime, timedelta

import pytest

from aftercare.models import Flag, Patient, User
from aftercare.queries.patient_today import today_page
from aftercare.services.care import set_care
from aftercare.services.contact import ask_how_it_goes
from aftercare.services.flag_asking import ask_again
from aftercare.services.flags import resolve_flag
from aftercare.services.triage import follow_up
from tests.cast import MONDAY, complete, report
from tests.nurse_story import HOUR, NOW, told_of_heat

THEN = NOW + 2 * HOUR
INSTANT = timedelta(microseconds=1)
SILENT = MONDAY + timedelta(days=3)


@pytest.fixture
def asked(patient: Patient, nurse: User) -> Flag:
    return ask_again(flag=told_of_heat(patient), asked_at=THEN, by=nurse, at=NOW)


@pytest.fixture
def silent(patient: Patient, nurse: User) -> Patient:
    complete(patient, MONDAY)
    follow_up(patient=patient, at=SILENT)
    ask_how_it_goes(patient=patient, by=nurse, at=SILENT)
    return patient


def news(patient: Patient, at: datetime) -> list[tuple[str, str]]:
    found = Patient.objects.select_related("user__clinic").get(pk=patient.pk)
    page = today_page(patient=found, now=at)
    return [(one.title, one.text) for one in page.news if one.icon == "checkin"]


def test_the_question_stands_from_its_time_on(asked: Flag) -> None:
    told = [news(asked.patient, at) for at in (THEN - INSTANT, THEN, THEN + 12 * HOUR)]

    title = "We ask: is it still so?"
    assert told == [
        [],
        [
            (
                title,
                "You told us of warm or hot skin. Please check in, at the latest on Tue 3 Mar, 10:00 am.",
            )
        ],
        [(title, "You told us of warm or hot skin. Please check in.")],
    ]


def test_a_check_in_answers_it(asked: Flag) -> None:
    report(asked.patient, THEN + HOUR, pain=2)

    assert news(asked.patient, THEN + HOUR) == []


def test_a_resolved_flag_asks_nothing_more(asked: Flag, nurse: User) -> None:
    resolve_flag(flag=asked, disposition="self-care", by=nurse, at=THEN)

    assert news(asked.patient, THEN + HOUR) == []


def test_a_flag_without_symptoms_is_asked_about_in_fewer_words(silent: Patient, nurse: User) -> None:
    ask_again(flag=Flag.objects.get(), asked_at=SILENT + HOUR, by=nurse, at=SILENT)

    assert news(silent, SILENT + HOUR) == [
        ("We ask: is it still so?", "Please check in, at the latest at 11:00 pm.")
    ]


@pytest.mark.parametrize(
    ("after", "stands"),
    [(-INSTANT, False), (timedelta(), True), (timedelta(days=7) - INSTANT, True), (timedelta(days=7), False)],
)
def test_how_it_goes_is_asked_for_a_week(silent: Patient, after: timedelta, stands: bool) -> None:
    told = [("We ask: how is it going?", "Please check in.")]

    assert news(silent, SILENT + after) == (told if stands else [])


def test_a_check_in_answers_how_it_goes(silent: Patient) -> None:
    report(silent, SILENT)

    assert news(silent, SILENT + HOUR) == []


def test_who_is_out_of_care_is_asked_nothing(silent: Patient, nurse: User) -> None:
    set_care(patient=silent, care="left", by=nurse, at=SILENT)

    assert news(silent, SILENT + HOUR) == []
