from datetime import datetime, timedelta

import pytest

from aftercare.models import Clinic, Patient, User
from aftercare.queries.access import own_record
from aftercare.queries.patient_today import Today, today_page
from aftercare.services.sessions import book_session, cancel_session
from tests.cast import MONDAY, a_scheduler_of, book, complete, local, make_patient, report

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
THURSDAY = local("2026-03-05T08:10")


def read(patient: Patient, at: datetime = THURSDAY) -> Today:
    return today_page(patient=Patient.objects.select_related("user__clinic").get(pk=patient.pk), now=at)


def two_sessions(patient: Patient, days_apart: int = 7) -> None:
    complete(patient, MONDAY)
    book(patient, local(f"2026-03-{2 + days_apart:02d}T10:00"), at=MONDAY + HOUR)


def avoided(page: Today) -> dict[str, list[str]]:
    return {
        f"{group.term} {group.when}" if group.when else group.term: [line.text for line in group.lines]
        for group in page.avoid
    }


def steps(page: Today) -> list[tuple[str, str]]:
    return [(step.when.text, f"{step.title} {step.text}") for step in page.steps]


def test_the_day_is_counted_in_local_dates_from_the_latest_session(patient: Patient) -> None:
    complete(patient, MONDAY)

    days = [
        read(patient, at).day.title for at in (local("2026-03-02T23:59"), local("2026-03-03T00:00"), THURSDAY)
    ]

    assert days == [
        "Session day for your right knee",
        "Day 1 for your right knee",
        "Day 3 for your right knee",
    ]


def test_the_day_is_counted_on_the_patients_own_clock(clinic: Clinic, scheduler: User) -> None:
    traveller = make_patient(clinic, "Ada Farmove", "ada@patients.example", scheduler, zone="Asia/Tokyo")
    complete(traveller, MONDAY)

    page = read(traveller, local("2026-03-03T10:30"))

    assert page.day.title == "Day 1 for your right knee"
    assert page.greeting == "Good evening, Ada. Wed 4 Mar, 12:30 am"
    assert page.contact.hours.endswith("These hours are New York time.")
    assert page.zones == "All times are Tokyo time. Juniper Hollow is on New York time."


def test_where_clinic_and_patient_share_a_clock_nothing_is_said_of_zones(patient: Patient) -> None:
    complete(patient, MONDAY)

    assert read(patient, THURSDAY).zones == ""


def test_several_areas_are_all_named(patient: Patient) -> None:
    book_session(
        patient=patient,
        scheduled_at=MONDAY,
        treatment="prp",
        areas=[("knee", "right"), ("lower-back", ""), ("other", "")],
        by=a_scheduler_of(patient),
        at=MONDAY - DAY,
    )

    assert read(patient).day.title == "Day 3 for your right knee, lower back and treated area"


def test_two_sessions_at_play_say_from_which_one_the_days_are_counted(patient: Patient) -> None:
    two_sessions(patient)

    before, after = read(patient).day, read(patient, local("2026-03-09T10:00")).day

    assert before.lead == "Counted from session 1, Mon 2 Mar, 10:00 am."
    assert (after.title, after.lead) == (
        "Session day for your right knee",
        "Counted from session 2, today, 10:00 am.",
    )


def test_before_the_first_session_its_date_is_told(patient: Patient) -> None:
    book(patient, local("2026-03-09T10:00"), at=MONDAY)

    page = read(patient)

    assert page.day.title == "Your first session is on Mon 9 Mar, 10:00 am"
    assert page.may_check_in
    assert page.steps[0].title == "The pause before your session begins."


@pytest.mark.parametrize(("baseline", "asked"), [(None, True), (0, False)])
def test_how_it_is_before_the_first_session_is_asked_while_it_is_unsaid(
    patient: Patient, baseline: int | None, asked: bool
) -> None:
    book(patient, local("2026-03-09T10:00"), at=MONDAY)
    Patient.objects.filter(pk=patient.pk).update(baseline_pain=baseline)

    assert read(patient).asks_baseline is asked


def test_how_it_was_before_is_not_asked_once_a_session_has_been_or_without_any(
    patient: Patient, other_patient: Patient
) -> None:
    two_sessions(patient)
    Patient.objects.update(baseline_pain=None)

    assert not read(patient).asks_baseline
    assert not read(other_patient).asks_baseline


def test_without_any_session_there_is_the_phone_and_no_plan(patient: Patient) -> None:
    page = read(patient)

    assert (page.planned, page.may_check_in, page.day.title) == (False, False, "Your aftercare")
    assert page.contact.phone.text == "(212) 555-0142"


def test_a_cancelled_session_plans_nothing_and_lets_the_patient_check_in(patient: Patient) -> None:
    session = book(patient, local("2026-03-09T10:00"), at=MONDAY)
    cancel_session(session=session, by=a_scheduler_of(patient), at=MONDAY + HOUR)

    page = read(patient)

    assert (page.planned, page.may_check_in) == (False, True)


def test_what_to_avoid_is_grouped_by_its_end(patient: Patient) -> None:
    two_sessions(patient)

    assert avoided(read(patient)) == {
        "Until today, 10:00 am": ["Public pools, lakes, rivers and hot tubs"],
        "Until Sat 14 Mar, 10:00 am": ["Fish oil and omega-3"],
        "Until Mon 16 Mar, 10:00 am": [
            "Advil, Aleve, aspirin and other anti-inflammatory pills",
            "Turmeric and curcumin",
            "Ice",
            "Moderate exercise",
        ],
        "Until Mon 23 Mar, 10:00 am": ["Sugar and sweet drinks"],
        "Until Mon 6 Apr, 10:00 am": ["Hard exercise: running, weights, sport"],
        "Always": ["Gel packs from the freezer", "Smoking"],
    }


def test_a_restriction_is_gone_at_its_very_end(patient: Patient) -> None:
    complete(patient, MONDAY)
    end = local("2026-03-05T10:00")

    before, after = read(patient, end - timedelta(seconds=1)), read(patient, end)

    assert "Until today, 10:00 am" in avoided(before)
    assert "Until today, 10:00 am" not in avoided(after)


@pytest.mark.parametrize(("days_apart", "told"), [(7, True), (8, True), (9, False)])
def test_a_gap_that_is_none_is_told_and_drawn(patient: Patient, days_apart: int, told: bool) -> None:
    two_sessions(patient, days_apart)

    lines = [line for group in read(patient).avoid for line in group.lines if line.text.startswith("Fish")]

    assert [line.mini is not None for line in lines] == [told]


def test_the_words_on_a_gap_that_is_none(patient: Patient) -> None:
    two_sessions(patient)

    line = next(line for group in read(patient).avoid for line in group.lines if line.mini)

    assert line.small.startswith(
        "Do not restart on Sat 7 Mar. The pause before session 2 begins on Fri 6 Mar, so there is no gap."
    )


def test_what_changes_next_never_ends_a_restriction_inside_a_pause(patient: Patient) -> None:
    two_sessions(patient)

    assert steps(read(patient)) == [
        (
            "today, 10:00 am",
            "Pools, lakes, hot tubs: not restricted by your treatment until Mon 9 Mar, 10:00 am.",
        ),
        (
            "Fri 6 Mar, start of the day",
            "The pause before your session begins. You are already avoiding all it covers.",
        ),
        (
            "Mon 9 Mar, 10:00 am",
            "Session 2. Right knee. From then on avoid: wraps, tight clothes and pools, lakes, hot tubs.",
        ),
        (
            "Tue 10 Mar, 10:00 am",
            "Wraps, tight clothes: no longer restricted by your treatment "
            "if session 2 goes ahead as planned.",
        ),
        (
            "Thu 12 Mar, 10:00 am",
            "Pools, lakes, hot tubs: no longer restricted by your treatment "
            "if session 2 goes ahead as planned.",
        ),
    ]


def test_a_change_with_no_session_to_come_has_no_condition(patient: Patient) -> None:
    complete(patient, MONDAY)

    page = read(patient, local("2026-03-09T09:00"))

    assert steps(page)[:2] == [
        (
            "today, 10:00 am",
            "Advil, Aleve, aspirin, turmeric and ice: no longer restricted by your treatment.",
        ),
        ("today, 10:00 am", "Stretching and moderate exercise: good for you again."),
    ]


def test_what_is_free_is_worded_as_no_longer_restricted(patient: Patient) -> None:
    complete(patient, MONDAY)

    fine = {mark.title: mark.text for mark in read(patient, local("2026-04-06T10:00")).fine}

    assert (
        fine["Advil, Aleve, aspirin, turmeric and fish oil."]
        == "No longer restricted by your treatment. Follow the label and your doctor."
    )


def test_prescribed_medicines_are_never_told_to_stop(patient: Patient) -> None:
    complete(patient, MONDAY)

    page = read(patient)

    asked = {mark.title: mark.text for mark in page.ask}
    assert asked["Aspirin, blood thinners or steroids from your doctor."].startswith("Never stop a medicine")
    assert [mark.icon for mark in page.fine if mark.title.startswith("Opioid")] == ["on"]


def test_in_the_pause_its_end_is_told(patient: Patient) -> None:
    two_sessions(patient)

    words = [read(patient, at).pause for at in (local("2026-03-05T23:59"), local("2026-03-06T00:00"))]

    assert words == [
        "",
        "You are in the pause before your next session. It ends with the session, Mon 9 Mar, 10:00 am.",
    ]


def test_the_strip_of_days_shows_today_the_sessions_and_the_pause(patient: Patient) -> None:
    two_sessions(patient)

    days = read(patient).days

    assert [day.number for day in days] == [2, 3, 4, 5, 6, 7, 8, 9]
    assert [day.number for day in days if day.today] == [5]
    assert [day.number for day in days if day.session] == [2, 9]
    assert [day.number for day in days if day.pause] == [6, 7, 8]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_a_constant_number_of_queries(
    patient: Patient, rows: int, django_assert_num_queries: object
) -> None:
    for index in range(rows):
        complete(patient, MONDAY + index * 8 * DAY)
        report(patient, MONDAY + index * 8 * DAY + HOUR, fever=MONDAY + index * 8 * DAY)
    fetched = own_record(user=patient.user)

    with django_assert_num_queries(4):
        today_page(patient=fetched, now=MONDAY + 30 * DAY)


def test_a_gap_that_is_none_is_told_once_for_all_that_it_holds_for(patient: Patient) -> None:
    two_sessions(patient, days_apart=10)

    page = read(patient)

    group = next(group for group in page.avoid if len(group.lines) > 2)
    assert [line.text for line in group.lines if line.mini] == [group.lines[0].text]
    assert [line.small.startswith("Do not restart on Mon 9 Mar.") for line in group.lines] == [
        True,
        False,
        False,
    ]


def test_a_session_that_nobody_has_recorded_is_asked_about(patient: Patient) -> None:
    book(patient, MONDAY, at=MONDAY - DAY)

    soon, later = read(patient, MONDAY + 2 * HOUR - timedelta(seconds=1)), read(patient, MONDAY + 2 * HOUR)

    assert soon.day.lead == ""
    assert later.day.lead == "Did this session not take place? Call us: your plan counts from it."
