from datetime import datetime

import pytest

from aftercare.domain.triage import CheckIn, SymptomReport
from aftercare.forms.check_in import CheckInForm
from tests.cast import MONDAY, a_report, local
from tests.check_in_forms import HOUR, NOW, PROTOCOL, errors, sent, start


def test_a_quiet_check_in_tells_of_no_pain_and_nothing_else() -> None:
    form = sent()

    assert errors(form) == {}
    assert form.report == CheckIn(at=NOW, symptoms={"pain": SymptomReport(score=0)})


def test_what_the_patient_is_kept_from_is_asked_in_the_words_of_the_area() -> None:
    field = CheckInForm(start(), {}).fields["limitation"]

    assert field.label == "How much does trouble with your right knee keep you from what you usually do?"


@pytest.mark.parametrize(
    ("typed", "score"), [("0", 0), ("10", 10), ("unsaid", None), ("", None), (None, None)]
)
def test_what_the_patient_is_kept_from_is_no_part_of_the_report(typed: str | None, score: int | None) -> None:
    form = sent(limitation=typed)

    assert (errors(form), form.limitation) == ({}, score)
    assert form.report == sent().report


@pytest.mark.parametrize("typed", ["11", "-1", "٣", "much"])
def test_what_is_no_score_of_what_the_patient_is_kept_from_is_refused(typed: str) -> None:
    form = sent(limitation=typed)

    assert errors(form) == {"limitation": ["What you usually do: choose a number from 0 to 10."]}
    assert form.limitation is None


def test_every_symptom_of_the_protocol_is_asked() -> None:
    form = CheckInForm(start(), {})

    assert {symptom.id for symptom in PROTOCOL.symptoms} <= set(form.fields)


def test_a_ticked_symptom_says_when_it_began() -> None:
    form = sent(swelling="yes", swelling__since="waking", swelling__over="no")

    assert errors(form) == {}
    assert form.report.symptoms["swelling"] == SymptomReport(since=local("2026-03-05T06:00"))


def test_a_ticked_symptom_without_its_beginning_is_asked_for_it() -> None:
    assert errors(sent(swelling="yes")) == {"swelling_since": ["Swelling: say when it started."]}


def test_not_known_when_it_began_is_an_answer() -> None:
    form = sent(swelling="yes", swelling__since="unknown")

    assert form.is_valid()
    assert form.report.symptoms["swelling"] == SymptomReport()


def test_a_symptom_that_is_over_says_when_it_was() -> None:
    form = sent(fever="yes", fever__since="night", fever__over="yes", fever__until="waking")

    assert form.is_valid()
    told = SymptomReport(since=local("2026-03-05T00:00"), until=local("2026-03-05T06:00"))
    assert form.report.symptoms["fever"] == told


def test_a_symptom_that_is_over_must_say_when() -> None:
    form = sent(heat="over", heat__since="night")

    assert errors(form) == {"heat_until": ["Warm or hot skin: say when it was over."]}


def test_an_end_before_the_beginning_is_refused() -> None:
    form = sent(heat="over", heat__since="waking", heat__until="night")

    assert errors(form) == {"heat_until": ["Warm or hot skin: it cannot be over before it began."]}


def test_an_end_at_the_very_beginning_is_accepted() -> None:
    assert sent(heat="over", heat__since="waking", heat__until="waking").is_valid()


def test_another_time_is_read_on_the_patients_clock() -> None:
    form = sent(heat="yes", heat__since="other", heat__since__at__0="2026-03-04", heat__since__at__1="11:00")

    assert errors(form) == {}
    assert form.report.symptoms["heat"].since == local("2026-03-04T11:00")


@pytest.mark.parametrize(
    ("day", "clock", "now", "reason"),
    [
        ("", "11:00", NOW, "choose both the date and the time."),
        ("2026-03-04", "", NOW, "choose both the date and the time."),
        ("soon", "11:00", NOW, "that is not a date and a time. For example 2026-03-05 and 14:30."),
        (
            "2026-03-04",
            "11:00+09:00",
            NOW,
            "that is not a date and a time. For example 2026-03-05 and 14:30.",
        ),
        ("1026-03-04", "11:00", NOW, "that is too long ago. Check the year."),
        ("2026-03-05", "08:15", NOW, "that time is still to come. Check the date and the time."),
        ("9999-12-31", "23:59", NOW, "that time is still to come. Check the date and the time."),
        (
            "2026-03-08",
            "02:30",
            local("2026-03-09T08:00"),
            "there was no such time that day, because the clocks went forward. Choose another time.",
        ),
    ],
)
def test_another_time_that_cannot_be_is_refused(day: str, clock: str, now: datetime, reason: str) -> None:
    form = sent(now, heat="yes", heat__since="other", heat__since__at__0=day, heat__since__at__1=clock)

    assert errors(form) == {"heat_since_at": [f"Warm or hot skin: {reason}"]}


def test_this_very_minute_is_not_still_to_come() -> None:
    form = sent(heat="yes", heat__since="other", heat__since__at__0="2026-03-05", heat__since__at__1="08:14")

    assert form.is_valid()


def test_a_time_that_comes_twice_is_the_first() -> None:
    now = local("2026-11-01T09:00")
    form = sent(
        now, heat="yes", heat__since="other", heat__since__at__0="2026-11-01", heat__since__at__1="01:30"
    )

    assert form.is_valid()
    assert form.report.symptoms["heat"].since.hour == 5


@pytest.mark.parametrize("score", ["", "11", "-1", "1.5", "bad", None])
def test_pain_must_be_a_number_from_0_to_10(score: str | None) -> None:
    assert errors(sent(pain=score)) == {"pain": ["Pain: choose a number from 0 to 10."]}


@pytest.mark.parametrize("score", ["0", "10"])
def test_both_ends_of_the_scale_are_scores(score: str) -> None:
    form = sent(pain=score, pain__since="waking")

    assert form.is_valid()
    assert form.report.symptoms["pain"].score == int(score)


def test_pain_is_asked_when_it_began_and_need_not_know() -> None:
    form = sent(pain="1")

    assert form.is_valid()
    assert form.report.symptoms["pain"] == SymptomReport(score=1)
    assert form.fields["pain_since"].initial == "unknown"


def test_pain_that_goes_on_began_when_it_was_told() -> None:
    last = CheckIn(at=MONDAY + HOUR, symptoms={"pain": SymptomReport(since=MONDAY, score=4)})
    form = sent(previous=last, pain="3", pain__since="same")

    assert form.is_valid()
    assert form.report.symptoms["pain"] == SymptomReport(since=MONDAY, score=3)


def test_no_answer_on_warmth_and_redness_is_asked_for_by_name() -> None:
    assert errors(sent(heat=None, redness="perhaps")) == {
        "heat": ["Warm or hot skin: choose one of the answers."],
        "redness": ["Redness: choose one of the answers."],
    }


def test_the_emergencies_must_be_answered() -> None:
    assert errors(sent(none_of_these=None)) == {
        "none-of-these": ["Say whether any of these is happening, or tick “None of these”."]
    }


def test_what_else_there_is_must_be_answered() -> None:
    assert errors(sent(nothing_else=None)) == {
        "nothing-else": ["Tick what you have or had, or tick “None of these”."]
    }


def test_none_of_these_beside_an_emergency_is_refused() -> None:
    form = sent(chest_pain="yes")

    assert errors(form) == {
        "none-of-these": ["You ticked “None of these” and another answer. Which one is right?"]
    }
    assert form.partial.symptoms["chest-pain"] == SymptomReport()


def test_an_emergency_is_not_held_up_by_a_question_of_time() -> None:
    form = sent(none_of_these=None, chest_pain="yes")

    assert errors(form) == {}
    assert form.report.symptoms["chest-pain"] == SymptomReport()


def test_what_was_present_last_time_must_be_answered() -> None:
    last = a_report(MONDAY + HOUR, swelling=MONDAY)

    assert errors(sent(previous=last)) == {"swelling": ["Swelling: choose one of the answers."]}


def test_what_was_present_last_time_goes_on_from_when_it_began() -> None:
    last = a_report(MONDAY + HOUR, swelling=MONDAY)
    form = sent(previous=last, swelling="yes", swelling__since="same")

    assert form.is_valid()
    assert form.report.symptoms["swelling"] == SymptomReport(since=MONDAY)


def test_what_was_present_last_time_cannot_end_without_its_end() -> None:
    last = a_report(MONDAY + HOUR, swelling=MONDAY)
    form = sent(previous=last, swelling="no", swelling__since="same")

    assert errors(form) == {"swelling": ["Swelling: choose one of the answers."]}


def test_what_was_over_last_time_is_not_asked_by_name() -> None:
    last = a_report(MONDAY + HOUR, swelling=(MONDAY, MONDAY + HOUR))

    assert sent(previous=last).is_valid()


@pytest.mark.parametrize(
    ("typed", "milligrams"), [("0", 0), ("1500", 1500), ("1,500", 1500), ("1500 mg", 1500), (" 500 ", 500)]
)
def test_milligrams_are_read_as_people_write_them(typed: str, milligrams: int) -> None:
    form = sent(acetaminophen=typed)

    assert form.is_valid()
    assert form.report.acetaminophen_mg_24h == milligrams


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "write how many mg you took. Write 0 if none."),
        ("-1", "write a whole number of mg, for example 1000. Write 0 if none."),
        ("2.5", "write a whole number of mg, for example 1000. Write 0 if none."),
        ("two", "write a whole number of mg, for example 1000. Write 0 if none."),
        ("50001", "that is more than anyone can take. Check the number of mg."),
        ("9" * 40, "that is more than anyone can take. Check the number of mg."),
    ],
)
def test_milligrams_that_cannot_be_are_refused(typed: str, reason: str) -> None:
    assert errors(sent(acetaminophen=typed)) == {"acetaminophen": [f"Tylenol: {reason}"]}


def test_what_was_used_is_told_with_its_time_where_it_is_known() -> None:
    form = sent(used_ice="yes", used_ice__when="waking", used_fish_oil="yes", used_fish_oil__when="unknown")

    assert errors(form) == {}
    assert form.report.taken == {"ice": local("2026-03-05T06:00"), "fish-oil": None}


def test_what_is_hidden_is_ignored() -> None:
    form = sent(
        fever__since="other", fever__since__at__0="nonsense", used_ice__when="nonsense", pain__since="x"
    )

    assert form.is_valid()
    assert form.report == CheckIn(at=NOW, symptoms={"pain": SymptomReport(score=0)})
