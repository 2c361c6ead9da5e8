"""What an event gave and a text message or a notification could not tell follows by e-mail, once."""

from datetime import datetime, timedelta

import pytest

from aftercare.models import Channel, Patient, User
from aftercare.models.outgoing import Why
from aftercare.notifications.channel import DeliveryError
from aftercare.services.delivery import deliver_reminders
from aftercare.services.outreach import claim_due
from aftercare.services.plans import announcement, replan
from aftercare.services.triage import renew_plan
from aftercare.services.undeliverable import mark_undeliverable, try_address_again
from tests.cast import MONDAY, complete
from tests.reminder_story import PostOf, Provider

pytestmark = pytest.mark.usefixtures("texts")

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
REFUSED = DeliveryError(Why.PROVIDER_REFUSED, permanent=True)
NO_SUCH_NUMBER = DeliveryError(Why.ADDRESS_REFUSED, permanent=True)


def wants(patient: Patient, *channels: Channel) -> None:
    patient.by_email, patient.by_sms = Channel.EMAIL in channels, Channel.SMS in channels
    patient.by_push = Channel.PUSH in channels
    patient.save()


def work(provider: Provider, at: datetime) -> None:
    """A tick, and workers who do what it claimed."""
    due = claim_due(at=at)
    for patient in Patient.objects.filter(pk__in=due.replans):
        renew_plan(patient=patient, at=at)
    with PostOf(provider) as post:
        deliver_reminders(ids=due.reminders, post=post, now=lambda: at)


def tell(patient: Patient, *answers: Exception | None) -> list[tuple[str, str]]:
    """News is announced, and four ticks go by; returns what became of it on which channel."""
    replan(patient=patient, at=MONDAY, announce_now=[announcement("session-changed", "one", MONDAY)])
    provider = Provider(*answers)
    for minutes in range(4):
        work(provider, MONDAY + minutes * MINUTE)
    rows = patient.reminders.filter(reasons__0__key="session-changed:one")
    return list(rows.order_by("state_at", "id").values_list("channel", "state"))


@pytest.mark.parametrize("answer", [REFUSED, NO_SUCH_NUMBER])
@pytest.mark.parametrize("channel", [Channel.SMS, Channel.PUSH])
def test_news_refused_for_good_follows_by_email_once(
    patient: Patient, channel: Channel, answer: DeliveryError
) -> None:
    wants(patient, channel)

    assert tell(patient, answer) == [(channel, "failed"), ("email", "sent")]


def test_news_that_one_of_two_channels_told_does_not_follow(patient: Patient) -> None:
    wants(patient, Channel.SMS, Channel.PUSH)

    assert sorted(state for _channel, state in tell(patient, REFUSED)) == ["failed", "sent"]


def test_news_that_goes_by_email_anyway_does_not_go_twice(patient: Patient) -> None:
    wants(patient, Channel.EMAIL, Channel.SMS)

    assert sorted(tell(patient, REFUSED)) == [("email", "sent"), ("sms", "failed")]


def test_news_does_not_follow_to_an_address_that_does_not_work_until_it_does(
    patient: Patient, nurse: User
) -> None:
    wants(patient, Channel.SMS)
    mark_undeliverable(email=patient.user.email, at=MONDAY)
    before = tell(patient, REFUSED)

    try_address_again(patient=patient, by=nurse, at=MONDAY + HOUR)
    work(Provider(), MONDAY + HOUR)

    after = patient.reminders.get(channel="email")
    assert (before, after.state) == ([("sms", "failed")], "sent")


def test_what_the_plan_gave_does_not_follow(patient: Patient) -> None:
    wants(patient, Channel.SMS)
    complete(patient, MONDAY)
    patient.reminders.filter(due_at__lte=MONDAY).delete()

    for minutes in range(3):
        work(Provider(REFUSED), MONDAY + HOUR + minutes * MINUTE)

    rows = patient.reminders.filter(due_at__lte=MONDAY + 2 * HOUR).values_list("channel", "state")
    assert list(rows) == [("sms", "failed")]
