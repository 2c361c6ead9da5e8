from datetime import timedelta

from aftercare.models import Patient
from aftercare.models.outgoing import State
from aftercare.services.plans import announcement, replan
from tests.cast import MONDAY, book, complete, let_go_out, local

MINUTE = timedelta(minutes=1)


def stored(patient: Patient) -> list:
    rows = patient.reminders.order_by("due_at", "id")
    return [(row.pk, row.due_at, row.state, row.reasons) for row in rows]


def test_replanning_twice_changes_nothing_but_the_revision(patient: Patient) -> None:
    complete(patient, MONDAY)
    book(patient, local("2026-03-09T10:00"), at=MONDAY + MINUTE)
    replan(patient=patient, at=MONDAY + 2 * MINUTE)
    before = stored(patient)

    replan(patient=patient, at=MONDAY + 9 * MINUTE)

    assert stored(patient) == before
    planned = patient.reminders.filter(state="planned")
    assert set(planned.values_list("plan_revision", flat=True)) == {patient.plan_revision}


def test_replanning_leaves_an_overdue_message_where_it_waits(patient: Patient) -> None:
    complete(patient, MONDAY)
    late = MONDAY + timedelta(hours=1, minutes=30)

    replan(patient=patient, at=late)

    rows = patient.reminders.filter(state="planned", due_at__gt=MONDAY, due_at__lte=late)
    assert [(row.due_at, [one["reason"] for one in row.reasons]) for row in rows] == [
        (MONDAY + timedelta(hours=1), ["plan-ready"])
    ]


def test_replanning_never_repeats_what_was_sent(patient: Patient) -> None:
    complete(patient, MONDAY)
    first = patient.reminders.filter(state="planned").order_by("due_at", "id").first()
    let_go_out(first, first.due_at)

    replan(patient=patient, at=first.due_at + MINUTE)

    keys = [one["key"] for row in patient.reminders.all() for one in row.reasons]
    assert keys.count(first.reasons[0]["key"]) == 1


def test_replanning_takes_back_what_a_worker_has_claimed_but_not_begun_to_send(patient: Patient) -> None:
    session = book(patient, MONDAY)
    claimed = patient.reminders.filter(state="planned").order_by("-due_at", "id").first()
    claimed.pass_to(State.CLAIMED, at=MONDAY)
    session.status = "cancelled"
    session.recorded_at, session.recorded_by = MONDAY - 9 * MINUTE, session.booked_by
    session.save()

    replan(patient=patient, at=MONDAY - 9 * MINUTE)

    claimed.refresh_from_db()
    assert (claimed.state, claimed.leased_until) == ("cancelled", None)


def test_changed_quiet_hours_move_what_is_due_in_them(patient: Patient) -> None:
    complete(patient, MONDAY)
    patient.quiet_until = patient.quiet_until.replace(hour=10)
    patient.save()

    replan(patient=patient, at=MONDAY + MINUTE)

    dues = patient.reminders.filter(state="planned").values_list("due_at", flat=True)
    assert local("2026-03-03T10:00") in dues
    assert local("2026-03-03T09:00") not in dues


def test_news_is_merged_into_the_slot_in_which_the_plan_tells_something(patient: Patient) -> None:
    complete(patient, MONDAY)
    at = local("2026-03-02T23:00")
    patient.quiet_until = patient.quiet_until.replace(hour=9)
    patient.save()

    replan(patient=patient, at=at, announce=[announcement("message", "note", at)])

    slot = patient.reminders.get(state="planned", due_at=local("2026-03-03T09:00"))
    assert [one["reason"] for one in slot.reasons] == ["check-in", "message", "plan-change"]


def test_news_that_has_not_left_survives_a_replanning(patient: Patient) -> None:
    complete(patient, MONDAY)
    at = local("2026-03-02T23:00")
    replan(patient=patient, at=at, announce=[announcement("message", "note", at)])

    replan(patient=patient, at=at + MINUTE)

    slot = patient.reminders.get(state="planned", due_at=local("2026-03-03T08:00"))
    assert [one["key"] for one in slot.reasons] == ["message:note"]


def test_urgent_news_does_not_wait_for_the_end_of_quiet_hours(patient: Patient) -> None:
    complete(patient, MONDAY)
    at = local("2026-03-02T23:00")

    replan(patient=patient, at=at, announce_now=[announcement("recheck", "flag", at, 12)])

    slot = patient.reminders.get(state="planned", due_at=at)
    assert (slot.keys, slot.expires_at) == ({"recheck:flag"}, at + timedelta(hours=12))


def test_replanning_after_something_was_sent_plans_only_the_rest(patient: Patient) -> None:
    complete(patient, MONDAY)
    first_day = patient.reminders.get(due_at=local("2026-03-03T09:00"))
    let_go_out(first_day, first_day.due_at)

    replan(patient=patient, at=first_day.due_at + MINUTE)

    planned = {key for row in patient.reminders.filter(state="planned") for key in row.keys}
    assert planned.isdisjoint(first_day.keys)
