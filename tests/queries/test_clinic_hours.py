"""When a clinic is open, told in words; who answers the phone at an hour, on a day off and on a holiday."""

import pytest

from aftercare.models import Clinic
from aftercare.queries.clinic_hours import days_words, is_open_at
from aftercare.queries.patient_contact import contact_now
from tests.cast import NEW_YORK, local


@pytest.fixture
def christmas(clinic: Clinic) -> Clinic:
    clinic.holidays.create(date="2025-12-25", name="Christmas Day")
    return clinic


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([0, 1, 2, 3, 4, 5, 6], "every day"),
        ([0, 1, 2, 3, 4], "Monday to Friday"),
        ([4, 0, 1, 2, 2], "Monday to Wednesday and Friday"),
        ([0, 1, 3], "Monday, Tuesday and Thursday"),
        ([5], "Saturday"),
        ([0, 1, 2, 4, 5, 6], "Monday to Wednesday and Friday to Sunday"),
    ],
)
def test_days_of_the_week_read_as_people_say_them(days: list[int], words: str) -> None:
    assert days_words(days) == words


@pytest.mark.parametrize(
    ("at", "open_then"),
    [
        ("2025-12-24T17:59:59", True),
        ("2025-12-24T18:00", False),
        ("2025-12-25T00:00", False),
        ("2025-12-25T12:00", False),
        ("2025-12-26T07:59:59", False),
        ("2025-12-26T08:00", True),
        ("2025-12-27T12:00", False),  # Saturday
    ],
)
def test_the_clinic_is_open_in_its_hours_of_a_working_day(
    christmas: Clinic, at: str, open_then: bool
) -> None:
    assert is_open_at(christmas, local(at)) is open_then


@pytest.mark.parametrize(
    ("at", "phone", "hours"),
    [
        (
            "2025-12-24T12:00",
            "(212) 555-0142",
            "Juniper Hollow, Monday to Friday 8:00 am to 6:00 pm. "
            "Outside these hours the on-call nurse answers: (212) 555-0199.",
        ),
        (
            "2025-12-24T20:00",
            "(212) 555-0199",
            "Juniper Hollow is closed now; the on-call nurse answers this number. "
            "Monday to Friday 8:00 am to 6:00 pm call the clinic: (212) 555-0142.",
        ),
        (
            "2025-12-25T12:00",
            "(212) 555-0199",
            "Juniper Hollow is closed today, Thu 25 Dec; the on-call nurse answers this number. "
            "Monday to Friday 8:00 am to 6:00 pm call the clinic: (212) 555-0142.",
        ),
    ],
)
def test_whoever_answers_now_is_named_with_the_hours(
    christmas: Clinic, at: str, phone: str, hours: str
) -> None:
    contact = contact_now(clinic=Clinic.objects.get(pk=christmas.pk), zone=NEW_YORK, now=local(at))

    assert (contact.phone.text, contact.hours) == (phone, hours)
