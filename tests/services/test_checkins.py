import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from aftercare.domain.triage import CheckIn, CheckInError, SymptomReport
from aftercare.models import CheckIn as CheckInRow
from aftercare.models import Flag, Patient, User
from aftercare.services.checkins import raise_alarm, record_check_in
from aftercare.services.flags import acknowledge_flag
from tests.cast import MONDAY, a_report, book, complete, report

HOUR = timedelta(hours=1)


def test_a_check_in_is_stored_as_it_was_told(patient: Patient) -> None:
    complete(patient, MONDAY)

    stored = report(
        patient,
        MONDAY + 2 * HOUR,
        pain=3,
        mg=500,
        taken={"ice": MONDAY + HOUR},
        note="slept badly",
        heat=(MONDAY + HOUR, MONDAY + 2 * HOUR),
    )

    stored.refresh_from_db()
    assert stored.symptoms == {
        "pain": {"since": None, "until": None},
        "heat": {"since": "2026-03-02T16:00:00+00:00", "until": "2026-03-02T17:00:00+00:00"},
    }
    assert (stored.pain_score, stored.acetaminophen_mg_24h, stored.note) == (3, 500, "slept badly")
    assert stored.taken == {"ice": "2026-03-02T16:00:00+00:00"}


def test_what_the_patient_is_kept_from_is_kept_beside_the_report(patient: Patient) -> None:
    complete(patient, MONDAY)

    told, left_out = (report(patient, MONDAY + HOUR, limitation=score) for score in (7, None))

    assert (told.limitation_score, left_out.limitation_score) == (7, None)


def test_no_rule_reads_what_the_patient_is_kept_from(patient: Patient) -> None:
    complete(patient, MONDAY)

    stored = report(patient, MONDAY + HOUR, pain=0, limitation=10)

    assert (stored.advice, Flag.objects.count()) == ("", 0)


def test_another_limitation_in_the_same_submission_is_another_answer(patient: Patient) -> None:
    complete(patient, MONDAY)
    sent = {"patient": patient, "submission": uuid.uuid4(), "report": a_report(MONDAY + HOUR)}

    first, same, other = (record_check_in(**sent, limitation=score) for score in (3, 3, 4))

    assert (first == same, first == other) == (True, False)


def test_the_advice_shown_is_kept_with_the_check_in(patient: Patient) -> None:
    complete(patient, MONDAY)

    quiet = report(patient, MONDAY + HOUR)
    grave = report(patient, MONDAY + 2 * HOUR, chest_pain=MONDAY + HOUR)

    assert (quiet.advice, grave.advice) == ("", "emergency")


def test_the_same_submission_again_is_the_same_check_in(patient: Patient) -> None:
    complete(patient, MONDAY)
    submission = uuid.uuid4()

    first = record_check_in(patient=patient, submission=submission, report=a_report(MONDAY + HOUR))
    second = record_check_in(patient=patient, submission=submission, report=a_report(MONDAY + 2 * HOUR))

    assert first == second == CheckInRow.objects.get()


def test_the_same_submission_with_other_answers_is_one_more_check_in(patient: Patient) -> None:
    complete(patient, MONDAY)
    submission = uuid.uuid4()
    before = record_check_in(patient=patient, submission=submission, report=a_report(MONDAY + HOUR))
    changed = a_report(MONDAY + 2 * HOUR, chest_pain=MONDAY + HOUR)

    after = record_check_in(patient=patient, submission=submission, report=changed)
    again = record_check_in(patient=patient, submission=submission, report=changed)

    assert after == again != before
    assert (CheckInRow.objects.count(), after.advice) == (2, "emergency")
    assert list(Flag.objects.get().evidence.all()) == [after]


@pytest.mark.parametrize(
    "changed",
    [{"pain": 3}, {"mg": 500}, {"taken": {"ice": None}}, {"note": "worse"}, {"heat": MONDAY + HOUR}],
)
def test_any_answer_that_was_changed_is_kept(patient: Patient, changed: dict) -> None:
    complete(patient, MONDAY)
    submission, note = uuid.uuid4(), changed.pop("note", "")
    record_check_in(patient=patient, submission=submission, report=a_report(MONDAY + 2 * HOUR))

    report_again = a_report(MONDAY + 3 * HOUR, **changed)
    record_check_in(patient=patient, submission=submission, report=report_again, note=note)

    assert CheckInRow.objects.count() == 2


def test_a_changed_form_that_is_refused_raises_one_flag_with_its_correction(patient: Patient) -> None:
    complete(patient, MONDAY)
    submission = uuid.uuid4()
    record_check_in(patient=patient, submission=submission, report=a_report(MONDAY + HOUR))
    partial = CheckIn(at=MONDAY + 2 * HOUR, symptoms={"chest-pain": SymptomReport()})

    raise_alarm(patient=patient, submission=submission, partial=partial)
    corrected = record_check_in(
        patient=patient, submission=submission, report=a_report(MONDAY + 3 * HOUR, chest_pain=MONDAY + HOUR)
    )

    assert list(Flag.objects.get().evidence.all()) == [corrected]


@pytest.mark.django_db(transaction=True)
def test_the_same_submission_from_many_hands_at_once_makes_one(patient: Patient) -> None:
    complete(patient, MONDAY)
    submission = uuid.uuid4()

    def submit(_: int) -> uuid.UUID:
        try:
            told = a_report(MONDAY + HOUR, chest_pain=MONDAY)
            return record_check_in(patient=patient, submission=submission, report=told).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=8) as hands:
        answers = set(hands.map(submit, range(50)))

    assert answers == {CheckInRow.objects.get().pk}
    assert Flag.objects.count() == 1


def test_a_check_in_without_any_session_is_refused_and_not_stored(patient: Patient) -> None:
    with pytest.raises(CheckInError) as refusal:
        record_check_in(patient=patient, submission=uuid.uuid4(), report=a_report(MONDAY))

    assert refusal.value.field == "check_in"
    assert CheckInRow.objects.count() == 0


def test_a_check_in_before_the_first_session_is_kept(patient: Patient) -> None:
    book(patient, MONDAY)

    report(patient, MONDAY - HOUR)

    assert CheckInRow.objects.count() == 1


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"pain": 11}, "symptoms.pain.score"),
        ({"heat": MONDAY + 2 * HOUR}, "symptoms.heat.since"),
        ({"heat": (MONDAY, MONDAY - HOUR)}, "symptoms.heat.until"),
        ({"mg": -1}, "acetaminophen_mg_24h"),
        ({"taken": {"ice": MONDAY + 2 * HOUR}}, "taken.ice.at"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field_and_not_stored(
    patient: Patient, told: dict, field: str
) -> None:
    complete(patient, MONDAY)

    with pytest.raises(CheckInError) as refusal:
        record_check_in(patient=patient, submission=uuid.uuid4(), report=a_report(MONDAY + HOUR, **told))

    assert refusal.value.field == field
    assert CheckInRow.objects.count() == 0


def test_a_check_in_always_says_how_bad_the_pain_is(patient: Patient) -> None:
    complete(patient, MONDAY)
    silent_about_pain = CheckIn(at=MONDAY + HOUR, symptoms={})

    with pytest.raises(CheckInError) as refusal:
        record_check_in(patient=patient, submission=uuid.uuid4(), report=silent_about_pain)

    assert refusal.value.field == "symptoms.pain.score"


def test_a_refused_check_in_still_raises_the_emergency(patient: Patient) -> None:
    complete(patient, MONDAY)
    partial = CheckIn(at=MONDAY + HOUR, symptoms={"chest-pain": SymptomReport()})

    shown = raise_alarm(patient=patient, submission=uuid.uuid4(), partial=partial)

    flag = Flag.objects.get()
    assert shown == "emergency"
    assert (flag.rule, flag.raised_at, flag.symptoms) == (
        "circulation-emergency",
        MONDAY + HOUR,
        ["chest-pain"],
    )
    assert CheckInRow.objects.count() == 0


def test_the_corrected_check_in_raises_no_second_flag_and_becomes_the_evidence(patient: Patient) -> None:
    complete(patient, MONDAY)
    submission = uuid.uuid4()
    partial = CheckIn(at=MONDAY + HOUR, symptoms={"chest-pain": SymptomReport()})
    raise_alarm(patient=patient, submission=submission, partial=partial)

    told = a_report(MONDAY + HOUR + timedelta(minutes=1), chest_pain=MONDAY)
    corrected = record_check_in(patient=patient, submission=submission, report=told)

    assert list(Flag.objects.get().evidence.all()) == [corrected]


def test_a_refused_check_in_with_a_long_warmth_shows_the_card_and_leaves_the_flag_to_the_corrected_one(
    patient: Patient,
) -> None:
    complete(patient, MONDAY)
    partial = CheckIn(at=MONDAY + 9 * HOUR, symptoms={"heat": SymptomReport(since=MONDAY + HOUR)})

    shown = raise_alarm(patient=patient, submission=uuid.uuid4(), partial=partial)

    assert shown == "urgent"
    assert Flag.objects.count() == 0


def test_too_much_acetaminophen_in_a_refused_check_in_is_flagged(patient: Patient) -> None:
    complete(patient, MONDAY)
    partial = CheckIn(at=MONDAY + HOUR, symptoms={}, acetaminophen_mg_24h=2501)

    assert raise_alarm(patient=patient, submission=uuid.uuid4(), partial=partial) == "urgent"
    assert Flag.objects.get().rule == "acetaminophen-over-limit"


def test_a_refused_check_in_without_any_session_shows_the_card_too(patient: Patient) -> None:
    partial = CheckIn(at=MONDAY, symptoms={"breathing-difficulty": SymptomReport()})

    assert raise_alarm(patient=patient, submission=uuid.uuid4(), partial=partial) == "emergency"


def test_a_refused_check_in_with_nothing_grave_shows_no_card(patient: Patient) -> None:
    complete(patient, MONDAY)
    partial = CheckIn(at=MONDAY + HOUR, symptoms={"discoloration": SymptomReport()})

    assert raise_alarm(patient=patient, submission=uuid.uuid4(), partial=partial) is None


def test_a_refused_form_given_up_for_another_is_one_flag(patient: Patient) -> None:
    complete(patient, MONDAY)
    partial = CheckIn(at=MONDAY + HOUR, symptoms={"chest-pain": SymptomReport()})
    raise_alarm(patient=patient, submission=uuid.uuid4(), partial=partial)
    raise_alarm(patient=patient, submission=uuid.uuid4(), partial=partial)

    told = report(patient, MONDAY + 2 * HOUR, chest_pain=MONDAY)

    flag = Flag.objects.get()
    assert (flag.raised_at, flag.onset_at, list(flag.evidence.all())) == (MONDAY + HOUR, MONDAY, [told])


def test_a_refused_form_that_a_nurse_has_taken_on_does_not_swallow_the_next(
    patient: Patient, nurse: User
) -> None:
    complete(patient, MONDAY)
    partial = CheckIn(at=MONDAY + HOUR, symptoms={"chest-pain": SymptomReport()})
    raise_alarm(patient=patient, submission=uuid.uuid4(), partial=partial)
    acknowledge_flag(flag=Flag.objects.get(), by=nurse, at=MONDAY + HOUR)

    report(patient, MONDAY + 2 * HOUR, chest_pain=MONDAY)

    assert Flag.objects.open().count() == 2


def test_a_flag_of_an_unfinished_check_in_learns_the_onset_that_the_finished_one_tells(
    patient: Patient,
) -> None:
    complete(patient, MONDAY)
    submission = uuid.uuid4()
    raise_alarm(patient=patient, submission=submission, partial=a_report(MONDAY + 2 * HOUR, fever=None))
    before = Flag.objects.get()

    told = a_report(MONDAY + 3 * HOUR, fever=MONDAY + HOUR)
    record_check_in(patient=patient, submission=submission, report=told)

    after = Flag.objects.get()
    assert (before.onset_at, after.onset_at) == (MONDAY, MONDAY + HOUR)
    assert (after.raised_at, after.due_at) == (before.raised_at, before.due_at)
