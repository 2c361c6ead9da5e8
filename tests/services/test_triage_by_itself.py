"""What time alone brings: a session whose time has come, and a patient who is asked again."""

from datetime import timedelta

from aftercare.models import Flag, Patient, Reminder, Watch
from aftercare.services.triage import SESSION_TIME, follow_up
from tests.cast import MONDAY, book, complete, local, report

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)


def rechecks(patient: Patient) -> list[Reminder]:
    rows = patient.reminders.filter(state="planned").order_by("due_at")
    return [row for row in rows if any(one["reason"] == "recheck" for one in row.reasons)]


def test_a_session_whose_time_has_come_counts_as_performed(patient: Patient) -> None:
    session = book(patient, MONDAY)
    before = Watch.objects.filter(rule=SESSION_TIME).values_list("episode", "due_at").get()

    follow_up(patient=patient, at=MONDAY + INSTANT)

    assert before == (str(session.pk), MONDAY)
    assert patient.reminders.filter(state="planned", due_at=MONDAY + HOUR).count() == 1
    assert Watch.objects.filter(rule=SESSION_TIME).count() == 0


def test_a_session_that_is_still_to_come_changes_no_plan(patient: Patient) -> None:
    book(patient, MONDAY)
    revision = Patient.objects.get(pk=patient.pk).plan_revision

    follow_up(patient=patient, at=MONDAY - INSTANT)

    assert Patient.objects.get(pk=patient.pk).plan_revision == revision


def test_a_routine_flag_that_rose_by_itself_asks_the_patient_outside_quiet_hours(patient: Patient) -> None:
    complete(patient, MONDAY)
    report(patient, local("2026-03-03T22:00"))
    night = local("2026-03-05T22:00")

    follow_up(patient=patient, at=night + INSTANT)

    assert [flag.rule for flag in Flag.objects.all()] == ["no-check-in-48h"]
    assert [row.due_at for row in rechecks(patient)] == [local("2026-03-06T08:00")]


def test_a_flag_is_asked_about_once_however_often_it_is_followed_up(patient: Patient) -> None:
    complete(patient, MONDAY)
    report(patient, MONDAY + HOUR, heat=MONDAY + HOUR)
    risen = MONDAY + 7 * HOUR + INSTANT

    for minutes in range(3):
        follow_up(patient=patient, at=risen + minutes * HOUR / 60)

    assert [(row.due_at, row.expires_at) for row in rechecks(patient)] == [(risen, risen + 12 * HOUR)]


def test_a_clock_of_somebody_who_went_silent_runs_out_once(patient: Patient) -> None:
    complete(patient, MONDAY)

    follow_up(patient=patient, at=MONDAY + 2 * DAY)
    on_the_limit = Flag.objects.count()
    for minutes in (1, 2):
        follow_up(patient=patient, at=MONDAY + 2 * DAY + minutes * HOUR / 60)

    assert (on_the_limit, [flag.raised_at for flag in Flag.objects.all()]) == (0, [MONDAY + 2 * DAY])
