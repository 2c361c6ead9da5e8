"""What was merged into another message shares its fate: told with it, or else planned anew."""

from datetime import datetime, timedelta

import pytest

from aftercare.models import Patient, Reminder, User
from aftercare.models.outgoing import State, Why
from aftercare.notifications.channel import DeliveryError
from aftercare.services.delivery import deliver_reminders
from aftercare.services.outreach import LEASE, claim_due
from aftercare.services.plans import announcement, replan
from aftercare.services.triage import renew_plan
from aftercare.services.undeliverable import mark_undeliverable
from tests.cast import MONDAY
from tests.reminder_story import PostOf, Provider, a_reminder, standing

pytestmark = pytest.mark.usefixtures("texts")

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
REFUSED_FOR_GOOD = DeliveryError(Why.PROVIDER_REFUSED, permanent=True)


@pytest.fixture
def merged(patient: Patient) -> Reminder:
    """A note that is joined to a later one, which a worker has in hand."""
    row = a_reminder(patient, "older", MONDAY - HOUR)
    a_reminder(patient, "newer", MONDAY)
    claim_due(at=MONDAY)
    row.refresh_from_db()
    return row


def pass_on(reminder: Reminder, *states: State, why: str = "") -> None:
    for state in states:
        reminder.pass_to(state, at=MONDAY, why=why)


def planned_after(patient: Patient, at: datetime = MONDAY + MINUTE) -> list[set[str]]:
    """What each message that has not left tells once the plan is made again."""
    replan(patient=patient, at=at)
    return [row.keys for row in patient.reminders.filter(state__in=["planned", "claimed"])]


def work(provider: Provider, at: datetime) -> None:
    """A tick, and workers who do what it claimed; all messages are texts."""
    due = claim_due(at=at)
    for patient in Patient.objects.filter(pk__in=due.replans):
        renew_plan(patient=patient, at=at)
    with PostOf(provider) as post:
        deliver_reminders(ids=due.reminders, post=post, now=lambda: at)


def test_it_is_told_while_the_other_is_on_its_way(patient: Patient, merged: Reminder) -> None:
    assert planned_after(patient) == [{"message:newer"}]
    assert standing(merged.merged_into) == ("claimed", "")


@pytest.mark.parametrize(
    "ends", [[State.SENDING], [State.SENDING, State.SENT], [State.SENDING, State.UNKNOWN]]
)
def test_it_is_told_where_the_other_has_left_or_may_have(
    patient: Patient, merged: Reminder, ends: list[State]
) -> None:
    pass_on(merged.merged_into, *ends)

    assert planned_after(patient) == []


def test_it_is_planned_anew_where_the_other_has_failed(patient: Patient, merged: Reminder) -> None:
    pass_on(merged.merged_into, State.SENDING, State.FAILED)

    assert planned_after(patient) == [{"message:older"}]
    assert planned_after(patient, MONDAY + 2 * MINUTE) == [{"message:older"}]


def test_it_is_not_planned_anew_once_it_is_of_no_use(patient: Patient, merged: Reminder) -> None:
    pass_on(merged.merged_into, State.SENDING, State.FAILED)

    assert planned_after(patient, merged.expires_at) == []


def test_it_goes_over_with_the_other_to_a_new_plan(patient: Patient, merged: Reminder) -> None:
    by_email = merged.merged_into
    Patient.objects.filter(pk=patient.pk).update(by_email=False, by_sms=True)

    replan(patient=patient, at=MONDAY + MINUTE)

    by_sms = patient.reminders.get(state="planned")
    assert (by_sms.channel, by_sms.keys) == ("sms", {"message:older", "message:newer"})
    assert standing(by_email) == ("cancelled", "channel-off")


def test_it_is_planned_anew_where_the_other_may_have_left_and_is_given_up(patient: Patient) -> None:
    note = a_reminder(patient, "note", MONDAY - 2 * HOUR)
    plan = {"reason": "check-in", "key": "check-in:gone", "expires_at": (MONDAY + 2 * HOUR).isoformat()}
    a_reminder(patient, reasons=[plan], expires_at=note.expires_at + HOUR)
    claim_due(at=MONDAY)
    note.refresh_from_db()
    note.merged_into.pass_to(State.SENDING, at=MONDAY)
    Reminder.objects.return_lapsed(at=MONDAY + LEASE)

    assert planned_after(patient, MONDAY + LEASE) == [{"message:note"}]
    assert standing(note.merged_into) == ("cancelled", "plan-changed")


def test_it_follows_through_two_mergers(patient: Patient, merged: Reminder) -> None:
    Reminder.objects.give_back(
        ids=[merged.merged_into_id], why=Why.GIVEN_BACK, next_at=MONDAY, at=MONDAY + MINUTE
    )
    a_reminder(patient, "newest", MONDAY + MINUTE)
    claim_due(at=MONDAY + MINUTE)
    newest = Reminder.objects.get(state="claimed")

    assert planned_after(patient) == [{"message:newest"}]
    pass_on(newest, State.SENDING, State.FAILED)
    assert planned_after(patient, MONDAY + 2 * MINUTE) == [{"message:older", "message:newer"}]


def test_what_a_refused_address_did_not_take_is_told_again_with_what_was_merged(
    patient: Patient, merged: Reminder
) -> None:
    mark_undeliverable(email=patient.user.email, at=MONDAY)
    pass_on(merged.merged_into, State.SENDING)
    pass_on(merged.merged_into, State.FAILED, why=Why.ADDRESS_REFUSED)
    User.objects.filter(pk=patient.user_id).update(email_undeliverable_at=None)

    assert planned_after(patient) == [{"message:older", "message:newer"}]


def test_news_merged_into_a_message_that_is_refused_for_good_goes_out_by_itself(patient: Patient) -> None:
    patient.by_email, patient.by_sms = False, True
    patient.save()
    for name, at in (("older", MONDAY - HOUR), ("newer", MONDAY)):
        replan(patient=patient, at=at, announce_now=[announcement("message", name, at)])
    provider = Provider(REFUSED_FOR_GOOD)

    for minutes in range(3):
        work(provider, MONDAY + minutes * MINUTE)

    became = {(*row.keys, row.channel, row.state) for row in patient.reminders.all()}
    assert became == {
        ("message:older", "sms", "skipped"),
        ("message:newer", "sms", "failed"),
        ("message:older", "sms", "sent"),
        ("message:newer", "email", "sent"),
    }
