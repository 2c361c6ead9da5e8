from datetime import timedelta

import pytest

from aftercare.models import Flag, Patient, User, Watch
from aftercare.services.care import set_care
from aftercare.services.plans import announcement, replan
from aftercare.services.triage import follow_up
from tests.cast import MONDAY, book, complete, local, report
from tests.reminder_story import in_hand, standing

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def left(patient: Patient, nurse: User) -> Patient:
    """A patient who left the clinic three hours after the session."""
    complete(patient, MONDAY)
    return set_care(patient=patient, care="left", by=nurse, at=MONDAY + 3 * HOUR)


def test_the_end_of_care_is_on_record_with_who_ended_it(left: Patient, nurse: User) -> None:
    stored = Patient.objects.get(pk=left.pk)

    assert (stored.care, stored.care_ended_at, stored.care_ended_by) == ("left", MONDAY + 3 * HOUR, nurse)


def test_nothing_that_waits_goes_out_after_the_end_of_care(left: Patient) -> None:
    ended = left.reminders.filter(due_at__gt=MONDAY + 3 * HOUR)

    assert left.reminders.filter(state="planned").count() == 0
    assert set(ended.values_list("state", "state_reason")) == {("cancelled", "care-ended")}


def test_what_may_have_left_is_not_tried_again_after_the_end_of_care(patient: Patient, nurse: User) -> None:
    complete(patient, MONDAY)
    lost = patient.reminders.get(due_at=MONDAY + HOUR)
    in_hand(lost, MONDAY + HOUR, sending=True)
    type(lost).objects.return_lapsed(at=MONDAY + 2 * HOUR)

    set_care(patient=patient, care="left", by=nurse, at=MONDAY + 2 * HOUR)

    assert standing(lost) == ("cancelled", "care-ended")


def test_no_clock_runs_after_the_end_of_care(patient: Patient, nurse: User) -> None:
    complete(patient, MONDAY)
    book(patient, MONDAY + 14 * DAY, at=MONDAY + HOUR)
    report(patient, MONDAY + 2 * HOUR, heat=MONDAY + HOUR)

    set_care(patient=patient, care="left", by=nurse, at=MONDAY + 3 * HOUR)

    assert Watch.objects.count() == 0


def test_nothing_is_announced_after_the_end_of_care(left: Patient) -> None:
    at = MONDAY + 4 * HOUR

    replan(
        patient=left,
        at=at,
        announce=[announcement("message", "note", at)],
        announce_now=[announcement("recheck", "flag", at)],
    )

    assert left.reminders.filter(state="planned").count() == 0


def test_silence_means_nothing_after_the_end_of_care(left: Patient) -> None:
    follow_up(patient=left, at=MONDAY + 10 * DAY)

    assert Flag.objects.count() == 0


def test_what_somebody_out_of_care_tells_still_reaches_a_nurse(left: Patient) -> None:
    report(left, MONDAY + 4 * HOUR, breathing_difficulty=MONDAY + 3 * HOUR, heat=MONDAY + HOUR)

    assert [flag.rule for flag in Flag.objects.all()] == ["allergy-emergency"]
    assert Watch.objects.count() == 0


def test_a_patient_taken_into_care_again_is_told_what_is_still_to_come(left: Patient, nurse: User) -> None:
    back_at = local("2026-03-05T12:00")

    set_care(patient=left, care="active", by=nurse, at=back_at)

    stored = Patient.objects.get(pk=left.pk)
    planned = left.reminders.filter(state="planned").order_by("due_at")
    missed = left.reminders.filter(state="skipped", state_reason="planned-too-late")
    assert (stored.care_ended_at, stored.care_ended_by) == (None, None)
    assert [row.due_at for row in planned[:2]] == [back_at, local("2026-03-06T09:00")]
    assert local("2026-03-03T09:00") in missed.values_list("due_at", flat=True)


def test_the_clocks_run_again_for_a_patient_taken_into_care_again(left: Patient, nurse: User) -> None:
    set_care(patient=left, care="active", by=nurse, at=MONDAY + DAY)

    assert Watch.objects.filter(rule="no-check-in-48h").get().due_at == MONDAY + 2 * DAY


@pytest.mark.parametrize(("care", "may_sign_in"), [("left", True), ("deceased", False), ("active", True)])
def test_nobody_signs_in_as_somebody_who_has_died(
    patient: Patient, nurse: User, care: str, may_sign_in: bool
) -> None:
    set_care(patient=patient, care="deceased" if care == "active" else "active", by=nurse, at=MONDAY)

    set_care(patient=patient, care=care, by=nurse, at=MONDAY + HOUR)

    assert User.objects.get(patient=patient).is_active == may_sign_in


def test_the_same_end_of_care_again_changes_nothing(left: Patient, second_nurse: User) -> None:
    before = Patient.objects.values().get(pk=left.pk)

    set_care(patient=left, care="left", by=second_nurse, at=MONDAY + 5 * HOUR)

    assert Patient.objects.values().get(pk=left.pk) == before
