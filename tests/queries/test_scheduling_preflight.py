"""What a date for a session would do: told before it is booked, and nothing is stored by looking."""

from datetime import datetime, time, timedelta

import pytest

from aftercare.models import Patient, Reminder, TreatmentSession
from aftercare.queries.asked import Asked
from aftercare.queries.desk import Wish, load_desk, look_up
from aftercare.queries.preflight import Preflight, preflight, preflight_without
from aftercare.queries.records import ClinicalRecord, load_record
from tests.cast import MONDAY, book, complete, local, make_patient, make_provider

NOW = MONDAY + timedelta(hours=5)


def record_of(patient: Patient) -> ClinicalRecord:
    return load_record(patient=patient, with_check_ins=False)


def titles(found: Preflight) -> list[str]:
    return [remark.title for remark in found.remarks]


@pytest.fixture
def treated(patient: Patient) -> Patient:
    complete(patient, MONDAY)
    return patient


def look(patient: Patient, at: str, now: datetime = NOW, **more: object) -> Preflight:
    desk = load_desk(patient.clinic, since=now)
    return preflight(record_of(patient), desk, Asked(**more), local(at), now)


# --- the story of the booking page


def test_preflight_at_the_shortest_interval_tells_the_whole_story(treated: Patient):
    found = look(treated, "2026-03-09T10:00")

    assert found.title == "If you book Mon 9 Mar, 10:00 am"
    assert [(remark.tone, remark.title, remark.text) for remark in found.remarks] == [
        ("ok", "7 days after session 1.", "At the shortest interval."),
        (
            "urgent",
            "Fish oil has no gap.",
            "Off until Sat 14 Mar, 10:00 am. A session on Mon 16 Mar would leave 5 days 14 h free.",
        ),
        ("", "Clocks go forward Sun 8 Mar.", "Local times stay as shown."),
    ]
    assert [(step.when.text, step.text, step.session) for step in found.told] == [
        ("today, 3:00 pm", "Your sessions have changed", False),
        ("Thu 5 Mar, 9:00 am", "The pause starts tomorrow", False),
        ("Fri 6 Mar, 9:00 am", "The pause has started", False),
        ("Sun 8 Mar, 9:00 am", "Session tomorrow", False),
        ("Mon 9 Mar, 10:00 am", "Session 2", True),
    ]


def test_preflight_shows_which_restrictions_move(treated: Patient):
    moves = look(treated, "2026-03-09T10:00").moves

    assert [(move.topics, move.note, move.before, move.after) for move in moves] == [
        ("Advil, Aleve, aspirin, Turmeric, Ice, Moderate exercise", "", ("Mon 9 Mar",), ("Mon 16 Mar",)),
        ("Fish oil", "", ("Sat 7 Mar",), ("Sat 14 Mar",)),
        ("Wraps, tight clothes", "free in between", ("Tue 3 Mar",), ("Tue 10 Mar",)),
        ("Pools, lakes, hot tubs", "free in between", ("Thu 5 Mar",), ("Thu 12 Mar",)),
        ("Stretching", "ask first", ("Mon 9 Mar",), ("Mon 16 Mar",)),
        ("Hard exercise", "", ("Mon 30 Mar",), ("Mon 6 Apr",)),
        ("Sugar", "", ("Mon 16 Mar",), ("Mon 23 Mar",)),
    ]


def test_preflight_says_what_is_no_longer_sent(treated: Patient):
    untold = look(treated, "2026-03-09T10:00").untold

    assert [(one.text, one.count, one.when.text) for one in untold] == [
        ("Something is allowed again", 4, "Sat 7 Mar, 9:00 am")
    ]


def test_preflight_stores_nothing(treated: Patient):
    before = (TreatmentSession.objects.count(), Reminder.objects.count(), Patient.objects.get().plan_revision)
    look(treated, "2026-03-09T10:00")

    assert before == (
        TreatmentSession.objects.count(),
        Reminder.objects.count(),
        Patient.objects.get().plan_revision,
    )


def test_preflight_without_the_record_asks_the_database_nothing(treated: Patient, django_assert_num_queries):
    record = record_of(treated)
    desk = load_desk(record.patient.clinic, since=NOW)
    record.patient.clinic.holiday_dates  # noqa: B018  the clinic comes with the record's patient

    with django_assert_num_queries(0):
        preflight(record, desk, Asked(), local("2026-03-09T10:00"), NOW)


# --- the gap of fish oil, by days between the sessions


@pytest.mark.parametrize(
    ("day", "title", "tone"),
    [
        ("2026-03-09", "Fish oil has no gap.", "urgent"),
        ("2026-03-10", "Fish oil has no gap.", "urgent"),
        ("2026-03-11", "Fish oil is free for 14 h.", "urgent"),
        ("2026-03-12", "Fish oil is free for 1 day 14 h.", "ok"),
        ("2026-03-16", "Fish oil is free for 5 days 14 h.", "ok"),
    ],
)
def test_preflight_measures_the_gap(treated: Patient, day: str, title: str, tone: str):
    found = look(treated, f"{day}T10:00")

    assert [(one.title, one.tone) for one in found.remarks if one.title.startswith("Fish oil")] == [
        (title, tone)
    ]


def test_preflight_of_a_short_gap_says_that_it_is_not_announced(treated: Patient):
    [remark] = [one for one in look(treated, "2026-03-11T10:00").remarks if "Fish oil" in one.title]

    assert remark.text == (
        "From Sat 7 Mar, 10:00 am to Sun 8 Mar, start of the day, then off until Mon 16 Mar, 10:00 am."
        " Under 24 hours: shown, but never announced."
    )


# --- intervals


@pytest.mark.parametrize(
    ("at", "title", "too_close"),
    [
        ("2026-03-02T16:00", "0 days after session 1.", True),
        ("2026-03-03T10:00", "1 day after session 1.", True),
        ("2026-03-08T23:59", "6 days after session 1.", True),
        ("2026-03-09T00:00", "7 days after session 1.", False),
        ("2026-03-10T00:00", "8 days after session 1.", False),
    ],
)
def test_preflight_holds_the_date_against_the_shortest_interval(
    treated: Patient, at: str, title: str, too_close: bool
):
    found = look(treated, at)

    assert (titles(found)[0], found.too_close) == (title, too_close)


def test_preflight_between_two_sessions_minds_the_later_one(treated: Patient):
    book(treated, local("2026-03-16T10:00"), at=NOW)
    close, apart = look(treated, "2026-03-10T10:00"), look(treated, "2026-03-09T10:00")

    assert (titles(close)[:2], close.too_close) == (
        ["8 days after session 1.", "6 days before session 2."],
        True,
    )
    assert (titles(apart)[0], apart.too_close, "before session" in " ".join(titles(apart))) == (
        "7 days after session 1.",
        False,
        False,
    )


def test_preflight_of_a_first_session_has_no_interval(patient: Patient):
    found = look(patient, "2026-03-09T10:00")

    assert (titles(found), found.too_close) == (
        ["The first session.", "Clocks go forward Sun 8 Mar."],
        False,
    )


def test_preflight_passes_over_cancelled_and_missed_sessions(patient: Patient):
    session = book(patient, MONDAY)
    TreatmentSession.objects.filter(pk=session.pk).update(
        status="missed", recorded_at=NOW, recorded_by=patient.invited_by
    )

    assert titles(look(patient, "2026-03-06T10:00")) == ["The first session."]


# --- time


@pytest.mark.parametrize(("at", "past"), [("2026-03-02T15:00", True), ("2026-03-02T15:01", False)])
def test_preflight_of_a_time_gone_by_says_only_that(patient: Patient, at: str, past: bool):
    found = look(patient, at)

    assert (titles(found) == ["This time is already past."], bool(found.told)) == (past, not past)


def test_preflight_of_a_taken_time_says_so_first(treated: Patient, other_patient: Patient):
    book(other_patient, local("2026-03-12T10:15"), at=MONDAY)
    desk = look_up(load_desk(treated.clinic, since=NOW), (local("2026-03-12T10:00"),) * 2)

    found = preflight(record_of(treated), desk, Asked(), local("2026-03-12T10:00"), NOW)

    assert titles(found)[0] == "Another session is booked at this time. Choose another."


def test_preflight_names_who_does_not_work_then(treated: Patient):
    adelaide = make_provider(treated.clinic, "Adelaide Fernsby")

    found = look(treated, "2026-03-12T12:15", wish=Wish(provider=adelaide))

    assert titles(found)[0] == "Adelaide Fernsby does not work at this time."


@pytest.mark.parametrize(
    ("at", "closed"), [("2026-03-12T17:30", False), ("2026-03-12T17:31", True), ("2026-03-14T10:00", True)]
)
def test_preflight_says_when_the_clinic_is_closed(treated: Patient, at: str, closed: bool):
    said = [title for title in titles(look(treated, at)) if title == "The clinic is closed at this time."]

    assert bool(said) == closed


def test_preflight_advises_no_booking_in_a_closed_clinic_where_nobody_is_free(treated: Patient):
    make_provider(treated.clinic, "Adelaide Fernsby")

    said = titles(look(treated, "2026-03-14T10:00"))

    assert [title for title in said if "closed" in title or "free at" in title] == [
        "No provider is free at this time. Choose another."
    ]


@pytest.mark.parametrize(("now", "late"), [("2026-03-09T00:00", False), ("2026-03-09T00:01", True)])
def test_preflight_says_when_it_is_too_late_for_the_whole_pause(patient: Patient, now: str, late: bool):
    found = look(patient, "2026-03-12T10:00", now=local(now))

    late_words = "Too late for the whole pause: it began Mon 9 Mar."
    assert titles(found) == ["The first session.", *([late_words] if late else [])]


def test_preflight_in_autumn_tells_that_clocks_go_back(patient: Patient):
    found = look(patient, "2026-11-02T10:00", now=local("2026-10-29T10:00"))

    assert titles(found) == ["The first session.", "Clocks go back Sun 1 Nov."]


def test_preflight_is_silent_about_clocks_that_have_changed_already(treated: Patient):
    found = look(treated, "2026-03-30T10:00", now=local("2026-03-20T10:00"))

    assert [title for title in titles(found) if "Clocks" in title] == []


def test_preflight_tells_the_patients_own_time(clinic, scheduler):
    patient = make_patient(clinic, "Io Tamsin", "io@patients.example", scheduler, zone="America/Los_Angeles")
    found = look(patient, "2026-03-05T10:00")

    assert titles(found)[0] == "For the patient: Thu 5 Mar, 7:00 am, Los Angeles time."
    assert [step.when.text for step in found.told if step.session] == ["Thu 5 Mar, 7:00 am"]


@pytest.mark.parametrize(("at", "told"), [("2026-03-12T10:00", 0), ("2026-03-12T10:30", 1)])
def test_preflight_of_a_move_tells_the_patient_of_another_time_only(patient: Patient, at: str, told: int):
    session = book(patient, local("2026-03-12T10:00"), at=MONDAY)

    found = look(patient, at, moved=session.pk)

    assert [step.text for step in found.told].count("Your sessions have changed") == told


def test_preflight_inside_its_own_pause_tells_of_it_at_once(patient: Patient):
    found = look(patient, "2026-03-04T10:00")

    assert [(step.when.text, step.text) for step in found.told] == [
        ("today, 3:00 pm", "Your sessions have changed"),
        ("today, 3:00 pm", "The pause has started"),
        ("Tue 3 Mar, 9:00 am", "Session tomorrow"),
        ("Wed 4 Mar, 10:00 am", "Session 1"),
    ]


def test_preflight_in_quiet_hours_tells_when_they_end(patient: Patient):
    found = look(patient, "2026-03-12T10:00", now=local("2026-03-02T22:00"))

    assert (found.told[0].when.text, patient.quiet_until) == ("Tue 3 Mar, 8:00 am", time(8))


# --- moving and ending


def test_preflight_of_a_move_leaves_the_old_time_out(treated: Patient):
    session = book(treated, local("2026-03-09T10:00"), at=NOW)
    found = look(treated, "2026-03-16T10:00", moved=session.pk)

    assert (found.title, titles(found)[:2]) == (
        "If you move it to Mon 16 Mar, 10:00 am",
        ["14 days after session 1.", "Fish oil is free for 5 days 14 h."],
    )
    fish_oil = next(move for move in found.moves if move.topics == "Fish oil")
    assert (fish_oil.before, fish_oil.after, fish_oil.note) == (
        ("Sat 14 Mar",),
        ("Sat 21 Mar",),
        "free in between",
    )


def test_preflight_of_a_move_by_an_hour_shows_the_times(patient: Patient):
    session = book(patient, local("2026-03-12T10:00"), at=NOW)
    found = look(patient, "2026-03-12T11:00", moved=session.pk)

    fish_oil = next(move for move in found.moves if move.topics == "Fish oil")
    assert (fish_oil.before, fish_oil.after) == (("Tue 17 Mar, 10:00 am",), ("Tue 17 Mar, 11:00 am",))


def test_preflight_of_a_session_in_between_shows_every_stretch(treated: Patient):
    book(treated, local("2026-03-30T10:00"), at=NOW)
    found = look(treated, "2026-03-14T10:00")

    wraps = next(move for move in found.moves if move.topics == "Wraps, tight clothes")
    assert wraps.before == (
        "today, 3:00 pm to Tue 3 Mar, 10:00 am",
        "Mon 30 Mar, 10:00 am to Tue 31 Mar, 10:00 am",
    )
    assert wraps.after == (wraps.before[0], "Sat 14 Mar, 10:00 am to Sun 15 Mar, 10:00 am", wraps.before[1])


def test_ending_the_only_session_frees_everything(patient: Patient):
    session = book(patient, local("2026-03-12T10:00"), at=NOW)
    found = preflight_without(record_of(patient), session.pk, NOW, tell=True)

    assert {move.after for move in found.moves} == {("free",)}
    assert [step.text for step in found.told] == ["Your sessions have changed"]
    assert [one.text for one in found.untold] == [
        "The pause starts tomorrow",
        "The pause has started",
        "Session tomorrow",
    ]


def test_ending_a_session_brings_back_what_was_to_be_told(treated: Patient):
    session = book(treated, local("2026-03-09T10:00"), at=NOW)
    found = preflight_without(record_of(treated), session.pk, NOW, tell=False)

    assert [(step.when.text, step.text) for step in found.told][:1] == [
        ("Sat 7 Mar, 9:00 am", "Something is allowed again")
    ]
