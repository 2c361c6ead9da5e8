from datetime import timedelta

from aftercare.models import Flag, Patient, User, Watch
from aftercare.services.flags import resolve_flag
from aftercare.services.triage import assess_patient, follow_up
from tests.cast import MONDAY, book, complete, local, report

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def test_a_clock_that_ran_out_becomes_one_flag_with_nobody_signed_in(patient: Patient) -> None:
    complete(patient, MONDAY)
    report(patient, MONDAY + 2 * HOUR, heat=MONDAY + HOUR)

    follow_up(patient=patient, at=MONDAY + 7 * HOUR)
    on_the_limit = Flag.objects.count()
    follow_up(patient=patient, at=MONDAY + 7 * HOUR + SECOND)
    follow_up(patient=patient, at=MONDAY + 8 * HOUR)

    flag = Flag.objects.get()
    assert on_the_limit == 0
    assert (flag.rule, flag.severity, flag.raised_at) == (
        "heat-or-redness-over-6h",
        "urgent",
        MONDAY + 7 * HOUR,
    )
    assert (flag.onset_at, flag.symptoms, flag.due_at) == (MONDAY + HOUR, ["heat"], MONDAY + 9 * HOUR)


def test_a_flag_that_rose_by_itself_asks_the_patient_again_even_in_quiet_hours(patient: Patient) -> None:
    complete(patient, local("2026-03-02T16:00"))
    report(patient, local("2026-03-02T20:00"), heat=local("2026-03-02T17:00"))
    night = local("2026-03-02T23:01")

    follow_up(patient=patient, at=night)

    slot = patient.reminders.get(due_at=night)
    assert [one["reason"] for one in slot.reasons] == ["recheck"]


def test_a_flag_that_the_patient_told_of_is_not_asked_about_again(patient: Patient) -> None:
    complete(patient, MONDAY)

    report(patient, MONDAY + 9 * HOUR, heat=MONDAY + HOUR)

    assert Flag.objects.count() == 1
    assert [one for row in patient.reminders.all() for one in row.reasons if one["reason"] == "recheck"] == []


def test_further_evidence_is_added_to_the_open_flag(patient: Patient) -> None:
    complete(patient, MONDAY)
    first = report(patient, MONDAY + 9 * HOUR, heat=MONDAY + HOUR)
    second = report(patient, MONDAY + 10 * HOUR, heat=None)

    flag = Flag.objects.get()
    assert list(flag.evidence.order_by("at")) == [first, second]


def test_a_resolved_flag_rises_again_when_a_later_check_in_still_tells_of_it(
    patient: Patient, nurse: User
) -> None:
    complete(patient, MONDAY)
    report(patient, MONDAY + 9 * HOUR, heat=MONDAY + HOUR)
    first = Flag.objects.get()
    resolve_flag(flag=first, disposition="advised-by-phone", by=nurse, at=MONDAY + 10 * HOUR)

    assess_patient(patient=patient, at=MONDAY + 11 * HOUR)
    before = Flag.objects.count()
    report(patient, MONDAY + 12 * HOUR, heat=None)

    again = Flag.objects.open().get()
    assert before == 1
    assert (again.previous, again.episode, again.raised_at) == (first, first.episode, MONDAY + 12 * HOUR)


def test_evidence_for_a_flag_that_rose_again_goes_to_the_newer_one(patient: Patient, nurse: User) -> None:
    complete(patient, MONDAY)
    report(patient, MONDAY + 9 * HOUR, heat=MONDAY + HOUR)
    resolve_flag(flag=Flag.objects.get(), disposition="advised-by-phone", by=nurse, at=MONDAY + 10 * HOUR)
    report(patient, MONDAY + 12 * HOUR, heat=None)

    last = report(patient, MONDAY + 13 * HOUR, heat=None)

    assert Flag.objects.count() == 2
    assert [flag.previous is None for flag in last.flags.all()] == [False]


def test_pain_no_worse_than_before_treatment_comes_after_the_others(patient: Patient) -> None:
    patient.baseline_pain = 4
    patient.save()
    complete(patient, MONDAY)

    report(patient, MONDAY + timedelta(days=8), pain=4)

    pain = Flag.objects.get(rule="pain-over-7d")
    assert (pain.at_baseline, pain.severity) == (True, "routine")


def test_pain_worse_than_before_treatment_does_not(patient: Patient) -> None:
    patient.baseline_pain = 4
    patient.save()
    complete(patient, MONDAY)

    report(patient, MONDAY + timedelta(days=8), pain=5)

    assert Flag.objects.get(rule="pain-over-7d").at_baseline is False


def test_pain_that_grows_worse_than_before_treatment_no_longer_comes_after_the_others(
    patient: Patient,
) -> None:
    patient.baseline_pain = 4
    patient.save()
    complete(patient, MONDAY)
    report(patient, MONDAY + timedelta(days=8), pain=4)

    report(patient, MONDAY + timedelta(days=9), pain=6)

    assert Flag.objects.get(rule="pain-over-7d").at_baseline is False


def test_silence_becomes_a_flag_after_48_hours(patient: Patient) -> None:
    complete(patient, MONDAY)

    follow_up(patient=patient, at=MONDAY + 48 * HOUR + SECOND)

    flag = Flag.objects.get()
    assert (flag.rule, flag.raised_at, flag.symptoms) == ("no-check-in-48h", MONDAY + 48 * HOUR, [])
    assert flag.due_at == local("2026-03-05T17:00")


def test_a_session_whose_time_has_come_counts_without_anybodys_click(patient: Patient) -> None:
    book(patient, MONDAY)
    waiting = Watch.objects.get()

    follow_up(patient=patient, at=MONDAY + SECOND)

    assert (waiting.rule, waiting.due_at) == ("session-time", MONDAY)
    assert list(Watch.objects.order_by("due_at").values_list("rule", flat=True)) == [
        "no-check-in-48h",
        "no-check-in-day-8",
    ]
    reasons = [one["reason"] for row in patient.reminders.filter(state="planned") for one in row.reasons]
    assert "plan-ready" in reasons


def test_the_episode_of_a_flag_belongs_to_its_session(patient: Patient) -> None:
    session = complete(patient, MONDAY)

    report(patient, MONDAY + 9 * HOUR, heat=MONDAY + HOUR)

    assert Flag.objects.get().session == session
