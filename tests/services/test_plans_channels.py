from datetime import datetime, timedelta

import pytest

from aftercare.models import Channel, Patient
from aftercare.services.plans import announcement, replan
from tests.cast import MONDAY, complete, let_go_out, local
from tests.reminder_story import in_hand, standing

pytestmark = pytest.mark.usefixtures("texts")

MINUTE = timedelta(minutes=1)
PLAN_READY = MONDAY + timedelta(hours=1)
TOMORROW = local("2026-03-03T09:00")


@pytest.fixture
def treated(patient: Patient) -> Patient:
    """A patient whose session has ended and who knew of it."""
    complete(patient, MONDAY)
    let_go_out(patient.reminders.get(reasons__0__reason="session-changed"), MONDAY)
    return patient


def choose(patient: Patient, *channels: Channel, at: datetime) -> None:
    """The patient wants messages on `channels` from now on."""
    patient.by_email = Channel.EMAIL in channels
    patient.by_sms = Channel.SMS in channels
    patient.save()
    replan(patient=patient, at=at)


def planned(patient: Patient, channel: Channel) -> list[datetime]:
    rows = patient.reminders.filter(channel=channel, state="planned")
    return list(rows.order_by("due_at").values_list("due_at", flat=True))


def test_each_chosen_channel_is_told_the_whole_plan(treated: Patient) -> None:

    choose(treated, Channel.EMAIL, Channel.SMS, at=MONDAY + MINUTE)

    by_email = planned(treated, Channel.EMAIL)
    assert by_email[:2] == [PLAN_READY, MONDAY + timedelta(hours=6)]
    assert planned(treated, Channel.SMS) == by_email


def test_what_was_told_on_one_channel_is_not_repeated_on_one_that_is_switched_on(treated: Patient) -> None:
    let_go_out(treated.reminders.get(due_at=PLAN_READY), PLAN_READY)

    choose(treated, Channel.EMAIL, Channel.SMS, at=PLAN_READY + MINUTE)

    assert planned(treated, Channel.SMS)[0] == MONDAY + timedelta(hours=6)


def test_a_message_under_way_on_both_channels_still_goes_out_on_the_second(treated: Patient) -> None:
    choose(treated, Channel.EMAIL, Channel.SMS, at=MONDAY + MINUTE)
    let_go_out(treated.reminders.get(due_at=PLAN_READY, channel=Channel.EMAIL), PLAN_READY)

    replan(patient=treated, at=PLAN_READY + MINUTE)

    assert planned(treated, Channel.SMS)[0] == PLAN_READY


def test_a_channel_that_is_switched_off_ends_what_waits_on_it(treated: Patient) -> None:
    waiting = treated.reminders.get(due_at=PLAN_READY)

    choose(treated, Channel.SMS, at=MONDAY + MINUTE)

    assert (planned(treated, Channel.EMAIL), standing(waiting)) == ([], ("cancelled", "channel-off"))


def test_news_that_has_not_left_moves_to_the_channel_that_is_left(patient: Patient) -> None:
    night = local("2026-03-02T23:00")
    replan(patient=patient, at=night, announce=[announcement("message", "note", night)])
    before = patient.reminders.get()

    choose(patient, Channel.SMS, at=night + MINUTE)

    after = patient.reminders.get(state="planned")
    assert (after.channel, after.due_at, after.reasons) == ("sms", before.due_at, before.reasons)


def test_without_a_channel_only_what_an_event_brought_goes_out_and_by_e_mail(treated: Patient) -> None:
    night = local("2026-03-02T23:00")
    replan(patient=treated, at=night, announce=[announcement("message", "note", night)])

    choose(treated, at=night + MINUTE)

    rows = treated.reminders.filter(state="planned")
    assert [(row.channel, row.keys) for row in rows] == [("email", {"message:note"})]


def test_the_first_channel_that_is_chosen_brings_the_plan_back(treated: Patient) -> None:
    choose(treated, at=MONDAY + MINUTE)

    choose(treated, Channel.SMS, at=PLAN_READY - MINUTE)

    assert planned(treated, Channel.SMS)[:2] == [PLAN_READY, MONDAY + timedelta(hours=6)]


def test_a_message_that_waits_to_be_tried_again_follows_the_plan(treated: Patient) -> None:
    refused = treated.reminders.get(due_at=TOMORROW)
    refused.attempts, refused.state_reason = 1, "provider-refused"
    refused.next_at = TOMORROW + MINUTE
    refused.save()
    treated.quiet_until = treated.quiet_until.replace(hour=10)
    treated.save()

    replan(patient=treated, at=MONDAY + MINUTE)

    moved = treated.reminders.get(state="planned", due_at=TOMORROW + timedelta(hours=1))
    assert (standing(refused), moved.keys) == (("cancelled", "plan-changed"), refused.keys)


def test_a_message_that_waits_to_be_tried_again_keeps_its_time_while_it_is_true(treated: Patient) -> None:
    refused = treated.reminders.get(due_at=PLAN_READY)
    refused.attempts, refused.next_at = 1, PLAN_READY + 3 * MINUTE
    refused.save()

    replan(patient=treated, at=PLAN_READY + MINUTE)

    refused.refresh_from_db()
    assert (refused.state, refused.next_at) == ("planned", PLAN_READY + 3 * MINUTE)
    assert refused.plan_revision == treated.plan_revision


@pytest.mark.parametrize(
    ("at", "ends"),
    [
        (PLAN_READY + timedelta(hours=24) - MINUTE, ("unknown", "worker-lost")),
        (PLAN_READY + timedelta(hours=24), ("cancelled", "plan-changed")),
    ],
)
def test_what_may_have_left_is_tried_again_only_while_the_plan_still_says_it(
    treated: Patient, at: datetime, ends: tuple[str, str]
) -> None:
    lost = treated.reminders.get(due_at=PLAN_READY)
    in_hand(lost, PLAN_READY, sending=True)
    type(lost).objects.return_lapsed(at=PLAN_READY + 2 * MINUTE)

    replan(patient=treated, at=at)

    assert standing(lost) == ends
    assert [row.pk for row in treated.reminders.all() if "plan-ready" in str(row.keys)] == [lost.pk]


def test_a_message_whose_reason_is_now_of_use_for_less_long_is_planned_anew(treated: Patient) -> None:
    waiting = treated.reminders.get(due_at=PLAN_READY)
    later = timedelta(hours=9)
    reasons = [{**waiting.reasons[0], "expires_at": (waiting.expires_at + later).isoformat()}]
    treated.reminders.filter(pk=waiting.pk).update(reasons=reasons, expires_at=waiting.expires_at + later)

    replan(patient=treated, at=MONDAY + MINUTE)

    anew = treated.reminders.get(state="planned", due_at=PLAN_READY)
    assert (anew.reasons, anew.expires_at) == (waiting.reasons, waiting.expires_at)
