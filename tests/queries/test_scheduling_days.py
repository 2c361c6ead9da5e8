"""Days to offer for the next session, and fish oil drawn for three of them."""

from datetime import datetime, timedelta

import pytest

from aftercare.models import Clinic, Patient, User
from aftercare.queries.asked import Asked
from aftercare.queries.booking import BookingPage, booking_page
from aftercare.queries.desk import Wish, load_desk
from aftercare.queries.records import load_record
from aftercare.queries.suggested_days import OfferedDay, chosen_value
from tests.cast import MONDAY, book, complete, local, make_patient, make_provider

NOW = MONDAY + timedelta(hours=5)


def page_of(patient: Patient, now: datetime = NOW, **asked: object) -> BookingPage:
    record = load_record(patient=patient, with_check_ins=False)
    desk = load_desk(patient.clinic, since=now)
    return booking_page(record, desk, Asked(**asked), now, user=patient.invited_by)


def offered(patient: Patient, now: datetime = NOW, **asked: object) -> tuple[OfferedDay, ...]:
    return page_of(patient, now, **asked).days


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
    page = page_of(fetched)

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
    first = offered(patient, moved=moved.pk, times=(local("2026-03-09T09:30"),))[0]

    assert [(time.text, time.chosen) for time in first.times] == [
        ("9:00 am", False),
        ("9:30 am", True),
        ("10:00 am", False),
    ]
    assert first.chosen


def test_days_leave_time_for_the_whole_pause_when_the_interval_is_over(patient: Patient):
    complete(patient, MONDAY)

    assert offered(patient, local("2026-04-02T10:00"))[0].text == "Mon 6 Apr"
    assert offered(patient, local("2026-04-03T10:00"))[0].text == "Tue 7 Apr"


def test_days_of_a_first_session_begin_when_the_clinic_opens(patient: Patient):
    first = offered(patient)[0]

    assert (first.text, first.after, first.gap) == ("Fri 6 Mar", "", "")
    assert [time.text for time in first.times] == ["8:00 am", "8:30 am", "9:00 am"]


def test_times_are_those_at_which_whoever_is_asked_for_works(patient: Patient, clinic: Clinic):
    adelaide, bertram = (make_provider(clinic, name) for name in ("Adelaide Fernsby", "Bertram Holloway"))
    adelaide.hours.filter(weekday=4, begins="08:00").delete()
    adelaide.hours.filter(weekday=4).update(begins="12:30", ends="14:00")
    adelaide.time_off.create(starts_at=local("2026-03-09T00:00"), ends_at=local("2026-03-10T00:00"))

    friday, monday = offered(patient, wish=Wish(provider=adelaide))[:2]

    assert [time.text for time in friday.times] == ["12:30 pm", "1:00 pm", "1:30 pm"]
    assert monday.times == ()
    assert offered(patient, wish=Wish(provider=bertram))[1].times != ()


def test_times_leave_room_for_the_length_and_the_buffer_of_the_treatment(
    patient: Patient, other_patient: Patient, clinic: Clinic
):
    clinic.treatment_lengths.create(treatment="prp", minutes=45, buffer_minutes=15)
    book(other_patient, local("2026-03-06T09:00"), at=MONDAY)

    friday = offered(patient, treatment="prp")[0]

    assert [time.text for time in friday.times] == ["8:00 am", "9:30 am", "10:00 am"]


def test_times_on_the_day_the_clocks_change_are_those_on_the_wall(patient: Patient, clinic: Clinic):
    Clinic.objects.update(working_days=[6], opens_at="01:00", closes_at="04:00")
    fetched = Patient.objects.select_related("user__clinic").get(pk=patient.pk)

    sunday = offered(fetched)[0]

    assert [time.value for time in sunday.times] == [
        "2026-03-08T01:00",
        "2026-03-08T01:30",
        "2026-03-08T03:00",
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_database_the_same_for_any_number_of_providers_and_sessions(
    patient: Patient, clinic: Clinic, scheduler: User, count: int, django_assert_num_queries
):
    for number in range(count):
        make_provider(clinic, f"Provider {number}")
        other = make_patient(clinic, f"Patient {number}", f"p{number}@patients.example", scheduler)
        book(other, local(f"2026-03-09T1{number + 3}:00"), at=MONDAY)
    fetched = Patient.objects.select_related("user__clinic").get(pk=patient.pk)
    record = load_record(patient=fetched, with_check_ins=False)

    with django_assert_num_queries(9):
        desk = load_desk(fetched.clinic, since=NOW)
        booking_page(record, desk, Asked(times=(local("2026-03-12T10:00"),)), NOW, user=scheduler)


def test_booked_up_day_offers_no_time(patient: Patient, clinic):
    complete(patient, MONDAY)
    clinic.opens_at = clinic.closes_at
    clinic.save()
    patient.refresh_from_db()

    assert {day.times for day in offered(Patient.objects.select_related("user__clinic").get())} == {()}


def test_fish_oil_is_drawn_for_three_dates(patient: Patient):
    complete(patient, MONDAY)
    page = page_of(patient)

    assert [(day.text, day.gap, len(day.bar.bars)) for day in page.drawn] == [
        ("Mon 9 Mar", "no gap", 1),
        ("Wed 11 Mar", "free 14 h", 2),
        ("Mon 16 Mar", "free 5 d 14 h", 2),
    ]


@pytest.mark.parametrize("value", ["", "tomorrow", "2026-02-30T10:00"])
def test_button_of_no_day_is_none(value: str):
    assert chosen_value(value) is None
