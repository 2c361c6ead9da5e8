"""An address that does not work: kept once, written to no more."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from aftercare.models import Channel, Patient, Reminder, User
from aftercare.notifications.post import Post
from aftercare.services.delivery import deliver_escalations, deliver_reminders
from aftercare.services.outreach import claim_due
from aftercare.services.preferences import set_preferences
from aftercare.services.undeliverable import give_up_address, mark_undeliverable, record_complaint
from tests.cast import MONDAY, complete, report
from tests.fakes import MailHost

HOUR = timedelta(hours=1)


@pytest.fixture
def host(settings) -> Iterator[MailHost]:
    host = MailHost().start()
    settings.EMAIL_BACKEND = "aftercare.notifications.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", host.port
    yield host
    host.stop()


def undeliverable_at(person: User) -> object:
    person.refresh_from_db()
    return person.email_undeliverable_at


def test_address_is_marked_once_whatever_its_case(patient: Patient):
    mark_undeliverable(email="Wren@Patients.example", at=MONDAY)
    mark_undeliverable(email="wren@patients.example", at=MONDAY + HOUR)

    assert undeliverable_at(patient.user) == MONDAY


def test_address_of_nobody_marks_nobody(patient: Patient):
    mark_undeliverable(email="somebody@else.example", at=MONDAY)

    assert undeliverable_at(patient.user) is None


def test_complaint_of_a_patient_ends_routine_email_and_leaves_the_rest(patient: Patient, texts: None):
    channels = [Channel.EMAIL, Channel.SMS]
    set_preferences(patient=patient, channels=channels, quiet_hours=patient.quiet_hours, at=MONDAY)
    complete(patient, MONDAY)

    record_complaint(email="wren@patients.example", at=MONDAY)

    patient.refresh_from_db()
    planned = patient.reminders.filter(state="planned").values_list("channel", flat=True)
    assert (patient.channels, set(planned)) == ([Channel.SMS], {"sms"})
    assert undeliverable_at(patient.user) == MONDAY


def test_second_complaint_plans_nothing_again(patient: Patient):
    record_complaint(email="wren@patients.example", at=MONDAY)
    patient.refresh_from_db()
    revision = patient.plan_revision

    record_complaint(email="wren@patients.example", at=MONDAY + HOUR)

    patient.refresh_from_db()
    assert patient.plan_revision == revision


def test_complaint_of_staff_marks_the_address(nurse: User):
    record_complaint(email="odile@juniper.example", at=MONDAY)

    assert undeliverable_at(nurse) == MONDAY


def due_reminder(patient: Patient) -> Reminder:
    complete(patient, MONDAY)
    patient.reminders.filter(due_at__lte=MONDAY).delete()
    claim_due(at=MONDAY + HOUR)
    return patient.reminders.get(due_at=MONDAY + HOUR)


def deliver(reminder: Reminder) -> tuple[str, str]:
    with Post() as post:
        deliver_reminders(ids=[reminder.pk], post=post, now=lambda: MONDAY + HOUR)
    reminder.refresh_from_db()
    return reminder.state, reminder.state_reason


def test_reminder_whose_address_the_mail_host_refuses_marks_it(host: MailHost, patient: Patient):
    host.script = {"rcpt": "550 5.1.1 no such user"}
    reminder = due_reminder(patient)

    became = deliver(reminder)

    assert became == ("failed", "address-refused")
    assert undeliverable_at(patient.user) == MONDAY + HOUR


def test_reminder_refused_for_another_reason_marks_nothing(host: MailHost, patient: Patient):
    host.script = {"rcpt": "550 5.7.1 your host is on a list"}
    reminder = due_reminder(patient)

    became = deliver(reminder)

    assert became == ("failed", "provider-refused")
    assert undeliverable_at(patient.user) is None


def test_reminder_whose_number_is_refused_says_nothing_of_the_address(patient: Patient, settings):
    settings.WEB_PUSH_PRIVATE_KEY = "3KzvKasA2SoCxsp0iIG_o9B0Ozvl1XDwI63JRKNIWBM"
    settings.WEB_PUSH_CONTACT, settings.WEB_PUSH_OFFERED = "mailto:it@juniper.example", True
    set_preferences(
        patient=patient, channels=[Channel.PUSH], quiet_hours=patient.quiet_hours, at=MONDAY - HOUR
    )
    reminder = due_reminder(patient)

    became = deliver(reminder)

    assert became == ("failed", "address-refused")
    assert undeliverable_at(patient.user) is None


def test_escalation_whose_address_is_refused_is_told_again_next_time(
    host: MailHost, patient: Patient, nurse: User
):
    host.script = {"rcpt": "550 5.1.1 no such user"}
    complete(patient, MONDAY)
    report(patient, MONDAY + 9 * HOUR, heat=MONDAY + HOUR)
    late = MONDAY + 12 * HOUR
    ids = claim_due(at=late).escalations

    with Post() as post:
        deliver_escalations(ids=ids, post=post, now=lambda: late)

    assert len(ids) == 1
    assert undeliverable_at(nurse) is None


def test_reminder_tells_when_it_was_written_on_the_patients_clock(host: MailHost, patient: Patient):
    deliver(due_reminder(patient))

    (message,) = host.messages
    text = message.get_body(["plain"]).get_content()
    assert "Written Mon 2 Mar, 11:00 am New York time." in text.splitlines()
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_number_that_takes_no_texts_is_written_to_no_more(patient: Patient, texts: None) -> None:
    Patient.objects.filter(pk=patient.pk).update(by_sms=True)

    give_up_address(patient=patient, channel=Channel.SMS, at=MONDAY)

    patient.refresh_from_db()
    assert (patient.by_email, patient.by_sms, patient.user.email_undeliverable_at) == (True, False, None)


def test_an_e_mail_address_that_does_not_work_is_kept_as_such(patient: Patient) -> None:
    give_up_address(patient=patient, channel=Channel.EMAIL, at=MONDAY)

    patient.user.refresh_from_db()
    assert (patient.by_email, patient.user.email_undeliverable_at) == (True, MONDAY)


def test_a_browser_that_is_gone_leaves_the_others(patient: Patient) -> None:
    Patient.objects.filter(pk=patient.pk).update(by_push=True)
    keys = {"p256dh": "B", "auth": "a", "created_at": MONDAY}
    kept = patient.push_subscriptions.create(endpoint="https://push.example/1", **keys)

    give_up_address(patient=patient, channel=Channel.PUSH, at=MONDAY)
    patient.refresh_from_db()
    with_one_left = patient.by_push
    kept.delete()
    give_up_address(patient=patient, channel=Channel.PUSH, at=MONDAY)

    patient.refresh_from_db()
    assert (with_one_left, patient.by_push) == (True, False)
