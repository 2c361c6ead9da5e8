"""What becomes of a claimed message that must not be sent, or not like this."""

from datetime import datetime, timedelta

import pytest

from aftercare.models import Channel, Patient, Reminder, User
from aftercare.models.outgoing import State, Why
from aftercare.notifications.channel import DeliveryError
from aftercare.services.delivery import deliver_reminders
from aftercare.services.outreach import claim_due
from aftercare.services.plans import announcement, replan
from aftercare.services.triage import renew_plan
from tests.cast import MONDAY
from tests.reminder_story import LEASE, PostOf, Provider, a_reminder, in_hand, standing

pytestmark = pytest.mark.usefixtures("texts")

MINUTE = timedelta(minutes=1)


class Interrupted(Provider):
    """A provider during whose first letter the patient's plan changes."""

    def __init__(self, patient: Patient, *answers: Exception) -> None:
        super().__init__(*answers)
        self.patient = patient

    def send(self, letter: object) -> None:
        if not self.letters:
            replan(patient=self.patient, at=MONDAY + MINUTE)
        super().send(letter)


def deliver(provider: Provider, row: Reminder, at: datetime = MONDAY) -> None:
    with PostOf(provider) as post:
        deliver_reminders(ids=[row.pk], post=post, now=lambda: at)


def tick_and_work(patient: Patient, provider: Provider, at: datetime) -> None:
    """One tick, and workers who do what it claimed."""
    due = claim_due(at=at)
    for _ in due.replans:
        renew_plan(patient=patient, at=at)
    with PostOf(provider) as post:
        deliver_reminders(ids=due.reminders, post=post, now=lambda: at)


def news_by_sms(patient: Patient) -> Reminder:
    """News that waits for a patient who wants text messages."""
    patient.by_email, patient.by_sms = False, True
    patient.save()
    replan(patient=patient, at=MONDAY, announce_now=[announcement("message", "note", MONDAY)])
    return patient.reminders.get()


def test_a_message_of_an_older_plan_waits_and_its_patient_is_planned_again(patient: Patient) -> None:
    row = a_reminder(patient)
    in_hand(row)
    Patient.objects.update(plan_revision=patient.plan_revision + 1)

    deliver(Provider(), row)

    patient.refresh_from_db()
    assert standing(row) == ("planned", "plan-changed")
    assert (row.next_at, patient.replan_at) == (MONDAY, MONDAY)


def test_news_refused_while_the_plan_changed_still_reaches_the_patient(patient: Patient) -> None:
    news, provider = news_by_sms(patient), Interrupted(patient, DeliveryError(Why.PROVIDER_REFUSED))
    claim_due(at=MONDAY)
    deliver(provider, news)

    for minutes in (5, 6):
        tick_and_work(patient, provider, MONDAY + minutes * MINUTE)

    assert [letter.message_id for letter in provider.letters] == [news.message_id] * 2
    assert standing(news) == ("sent", "")


def test_news_that_may_have_left_while_the_plan_changed_is_tried_once_more(patient: Patient) -> None:
    news, provider = news_by_sms(patient), Interrupted(patient, LookupError("the worker is lost"))
    claim_due(at=MONDAY)
    deliver(provider, news)

    for minutes in (5, 6):
        tick_and_work(patient, provider, MONDAY + LEASE + minutes * MINUTE)

    assert [letter.message_id for letter in provider.letters] == [news.message_id] * 2
    assert (standing(news), news.unknowns) == (("sent", ""), 1)


def test_a_message_that_expired_in_hand_ends_so(patient: Patient) -> None:
    row = a_reminder(patient)
    in_hand(row)

    deliver(Provider(), row, row.expires_at)

    assert standing(row) == ("expired", "time-ran-out")


def test_an_e_mail_to_an_address_that_does_not_work_has_failed(patient: Patient) -> None:
    row = a_reminder(patient, channel=Channel.EMAIL)
    in_hand(row)
    User.objects.filter(patient=patient).update(email_undeliverable_at=MONDAY)

    deliver(Provider(), row)

    assert standing(row) == ("failed", "address-refused")


def test_a_message_in_another_worker_s_hand_is_left_to_it(patient: Patient) -> None:
    row = a_reminder(patient)
    in_hand(row, sending=True)

    deliver(Provider(), row)

    assert standing(row) == (State.SENDING, "")
