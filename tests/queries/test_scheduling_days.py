"""Days to offer for the next session, and fish oil drawn for three of them."""

from datetime import datetime, timedelta

import pytest

from aftercare.models import Clinic, Patient
from aftercare.queries.booking import booking_page
from aftercare.queries.records import load_record
from aftercare.queries.suggested_days import OfferedDay, chosen_value
from tests.cast import MONDAY, book, complete, local

NOW = MONDAY + timedelta(hours=5)


def offered(patient: Patient, now: datetime = NOW, **more: object) -> tuple[OfferedDay, ...]:
    record = load_record(patient=patient, with_check_ins=False)
    return booking_page(record, now, **{"chosen": None, **more}).days


def test_days_begin_at_the_shortest_interval_with_what_they_leave_free(patient: Patient):
    complete(patient, MONDAY)

    assert [(day.text, day.after, day.gap) for day in offered(patient)] == [
        ("Mon 9 Mar", "7 days after", "no gap"),
        ("Tue 10 Mar", "8 days after", "no gap"),
        ("Wed 11 Mar", "9 days after", "free 14 h"),
        ("Thu 12 Mar", "10 days after", "free 1 d 14 h"),
        ("Fri 13 Mar", "11 days after", "free 2 d 14 h"),
        ("Mon 16 Mar", "14 days after", "free 5 d 14 h"),
    ]


def test_days_and_drawn_dates_pass_over_those_without_work(patient: Patient, clinic: Clinic):
    complete(patient, MONDAY)
    Clinic.objects.update(working_days=[0, 1, 2, 3])
    for holiday in ("2026-03-09", "2026-03-18"):
        clinic.holidays.create(date=holiday)
    fetched = Patient.objects.select_related("user__clinic").get(pk=patient.pk)
    page = booking_page(load_record(patient=fetched, with_check_ins=False), NOW, chosen=None)

    assert [day.text for day in page.days] == [
        "Tue 10 Mar",
        "Wed 11 Mar",
        "Thu 12 Mar",
        "Mon 16 Mar",
        "Tue 17 Mar",
        "Thu 19 Mar",
    ]
    assert [day.text for day in page.drawn] == ["Tue 10 Mar", "Thu 12 Mar", "Tue 17 Mar"]


def test_days_of_a_clinic_closed_for_months_are_none(patient: Patient, clinic: Clinic):
    complete(patient, MONDAY)
    Clinic.objects.update(working_days=[0])
    for week in range(1, 20):
        clinic.holidays.create(date=MONDAY.date() + timedelta(weeks=week))

    assert offered(Patient.objects.select_related("user__clinic").get(pk=patient.pk)) == ()


def test_days_offer_the_free_times_nearest_to_the_last_one(patient: Patient, other_patient: Patient):
    complete(patient, MONDAY)
    book(other_patient, local("2026-03-09T09:45"), at=MONDAY)
    first, second = offered(patient)[:2]

    assert [time.text for time in first.times] == ["8:30 am", "9:00 am", "10:30 am"]
    assert [time.text for time in second.times] == ["9:00 am", "9:30 am", "10:00 am"]


def test_days_keep_the_time_of_the_session_that_moves(patient: Patient):
    complete(patient, MONDAY)
    moved = book(patient, local("2026-03-09T09:30"), at=NOW)
    first = offered(patient, moved=moved.pk, chosen=local("2026-03-09T09:30"))[0]

    assert [(time.text, time.chosen) for time in first.times] == [
        ("9:00 am", False),
        ("9:30 am", True),
        ("10:00 am", False),
    ]
    assert first.chosen


def test_days_begin_tomorrow_when_the_interval_is_over(patient: Patient):
    complete(patient, MONDAY)

    assert offered(patient, local("2026-04-01T10:00"))[0].text == "Thu 2 Apr"


def test_days_are_none_before_a_first_session(patient: Patient):
    assert offered(patient) == ()


def test_booked_up_day_offers_no_time(patient: Patient, clinic):
    complete(patient, MONDAY)
    clinic.opens_at = clinic.closes_at
    clinic.save()
    patient.refresh_from_db()

    assert {day.times for day in offered(Patient.objects.select_related("user__clinic").get())} == {()}


def test_fish_oil_is_drawn_for_three_dates(patient: Patient):
    complete(patient, MONDAY)
    record = load_record(patient=patient, with_check_ins=False)
    page = booking_page(record, NOW, chosen=None)

    assert [(day.text, day.gap, len(day.bar.bars)) for day in page.drawn] == [
        ("Mon 9 Mar", "no gap", 1),
        ("Wed 11 Mar", "free 14 h", 2),
        ("Mon 16 Mar", "free 5 d 14 h", 2),
    ]


@pytest.mark.parametrize("value", ["", "tomorrow", "2026-02-30T10:00"])
def test_button_of_no_day_is_none(value: str):
    assert chosen_value(value) is None
