from datetime import datetime, timedelta

import pytest

from aftercare.models import Clinic, Patient, User
from aftercare.queries.patient_plan import Plan, plan_page
from aftercare.services.sessions import book_session
from tests.cast import MONDAY, book, complete, local, make_patient, report

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
THURSDAY = local("2026-03-05T08:10")


def read(patient: Patient, at: datetime = THURSDAY) -> Plan:
    return plan_page(patient=Patient.objects.select_related("user__clinic").get(pk=patient.pk), now=at)


def rows(page: Plan) -> dict[str, list[str]]:
    return {row.name: [f"{line.text} {line.when or ''}".strip() for line in row.lines] for row in page.rows}


def two_sessions(patient: Patient) -> None:
    complete(patient, MONDAY)
    book(patient, local("2026-03-09T10:00"), at=MONDAY + HOUR)


def test_the_lead_says_what_the_plan_is_of(patient: Patient) -> None:
    complete(patient, MONDAY)
    one = read(patient).lead
    book(patient, local("2026-03-09T10:00"), at=MONDAY + HOUR)
    two = read(patient).lead
    book(patient, local("2026-03-23T10:00"), at=MONDAY + HOUR)

    assert (one, two, read(patient).lead) == (
        "Right knee, one session: Mon 2 Mar.",
        "Right knee, two sessions 7 days apart: Mon 2 Mar and Mon 9 Mar.",
        "Right knee, 3 sessions from Mon 2 Mar to Mon 23 Mar.",
    )


def test_the_lead_names_each_area_once(patient: Patient) -> None:
    complete(patient, MONDAY)
    book_session(
        patient=patient,
        scheduled_at=local("2026-03-16T10:00"),
        treatment="prp",
        areas=[("knee", "left"), ("knee", "right")],
        by=patient.invited_by,
        at=MONDAY + HOUR,
    )

    assert read(patient).lead == (
        "Right knee and left knee, two sessions 14 days apart: Mon 2 Mar and Mon 16 Mar."
    )


def test_the_plan_in_words_reads_from_now_on(patient: Patient) -> None:
    two_sessions(patient)

    told = rows(read(patient))

    assert told["Fish oil"] == [
        "Avoid until Sat 14 Mar, 10:00 am",
        "No longer restricted by your treatment after that",
    ]
    assert told["Pools, lakes, hot tubs"] == [
        "Avoid until today, 10:00 am",
        "Fine until Mon 9 Mar, 10:00 am",
        "Avoid until Thu 12 Mar, 10:00 am",
        "Fine after that",
    ]
    assert told["Stretching"] == ["Ask first until Mon 16 Mar, 10:00 am", "Good for you after that"]
    assert told["Smoking"] == ["Avoid always"]


def test_a_medicine_is_not_restricted_before_its_pause(patient: Patient) -> None:
    book(patient, local("2026-03-09T10:00"), at=MONDAY)

    assert rows(read(patient))["Fish oil"] == [
        "Not restricted by your treatment until Fri 6 Mar, start of the day",
        "Avoid until Sat 14 Mar, 10:00 am",
        "No longer restricted by your treatment after that",
    ]


def test_every_topic_is_either_drawn_or_the_same_every_day(patient: Patient) -> None:
    two_sessions(patient)

    page = read(patient)

    assert [lane.name for lane in page.picture.lanes] == [
        "Advil, Aleve, aspirin",
        "Turmeric",
        "Fish oil",
        "Tylenol",
        "Ice",
        "Wraps, tight clothes",
        "Pools, lakes, hot tubs",
        "Walking",
        "Stretching",
        "Moderate exercise",
        "Hard exercise",
        "Sugar",
    ]
    assert [mark.title for mark in page.every_day] == [
        "Gel packs from the freezer: never.",
        "Your own pool at home: fine.",
        "Epsom salt bath: fine.",
        "Smoking: never.",
        "Opioid pain medicine from your doctor: keep taking it.",
        "Aspirin, blood thinners or steroids from your doctor: ask us first.",
    ]


def test_the_gap_that_is_none_is_explained(patient: Patient) -> None:
    two_sessions(patient)

    assert [(mark.title, mark.text) for mark in read(patient).bridges] == [
        (
            "Why there is no gap for fish oil:",
            "Do not restart on Sat 7 Mar. "
            "The pause before session 2 begins on Fri 6 Mar, so there is no gap. "
            "After the session new days begin, so it stays off until Sat 14 Mar, 10:00 am.",
        )
    ]


def test_the_notes_name_the_zone_the_clock_change_and_the_condition(patient: Patient) -> None:
    two_sessions(patient)

    assert read(patient).notes == (
        "“Not restricted” is no advice to take something: follow the label and your doctor.",
        "All times are New York time.",
        "Clocks go forward on Sun 8 Mar; your times already allow for it.",
        "Dates after Mon 9 Mar hold if session 2 goes ahead as planned.",
    )


def test_in_a_zone_without_a_clock_change_none_is_told(clinic: Clinic, scheduler: User) -> None:
    far = make_patient(clinic, "Ada Farmove", "ada@patients.example", scheduler, zone="Asia/Tokyo")
    complete(far, MONDAY)

    assert read(far).notes[1:] == ("All times are Tokyo time.",)


def test_clocks_that_go_back_are_told_too(patient: Patient) -> None:
    complete(patient, local("2026-10-26T10:00"))

    assert read(patient, local("2026-10-27T10:00")).notes[2] == (
        "Clocks go back on Sun 1 Nov; your times already allow for it."
    )


@pytest.mark.parametrize(("at", "over"), [("2026-03-30T09:59", False), ("2026-03-30T10:00", True)])
def test_past_the_last_window_the_plan_says_so(patient: Patient, at: str, over: bool) -> None:
    complete(patient, MONDAY)

    page = read(patient, local(at))

    assert page.over is over
    assert (page.next_step is None) is over


def test_in_month_4_what_still_holds_is_told(patient: Patient) -> None:
    complete(patient, MONDAY)

    told = rows(read(patient, MONDAY + 122 * DAY))

    assert (told["Gel packs"], told["Fish oil"]) == (
        ["Avoid always"],
        ["Not restricted by your treatment"],
    )


def test_without_a_session_there_is_no_picture(patient: Patient) -> None:
    page = read(patient)

    assert (page.picture, page.lead, page.over) == (None, "", False)


def test_the_card_that_stands_on_today_stands_above_the_plan(patient: Patient) -> None:
    complete(patient, MONDAY)
    calm = read(patient, MONDAY + HOUR)
    report(patient, MONDAY + 2 * HOUR, chest_pain=MONDAY)

    assert calm.care is None
    assert read(patient, MONDAY + 3 * HOUR).care.title == "Call 911 now"
