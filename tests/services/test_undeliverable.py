"""An address that does not work: kept once, written to no more."""

from datetime import timedelta

from aftercare.models import Channel, Patient, Reminder, User
from aftercare.models.outgoing import State, Why
from aftercare.notifications.post import Post
from aftercare.services.delivery import deliver_escalations, deliver_reminders
from aftercare.services.outreach import claim_due
from aftercare.services.plans import announcement, replan
from aftercare.services.preferences import set_preferences
from aftercare.services.undeliverable import (
    give_up_address,
    mark_undeliverable,
    record_complaint,
    try_address_again,
)
from tests.cast import MONDAY, complete, report
from tests.mail_host import MailHost
from tests.reminder_story import a_reminder

HOUR = timedelta(hours=1)


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
    assert (undeliverable_at(patient.user), patient.user.email_complained_at) == (None, MONDAY)


def test_news_still_goes_to_whoever_complained_and_has_no_other_channel(patient: Patient):
    record_complaint(email="wren@patients.example", at=MONDAY)

    replan(patient=patient, at=MONDAY, announce_now=[announcement("message", "note", MONDAY)])

    assert patient.reminders.get().channel == "email"


def test_whoever_wants_e_mail_again_complains_no_more(patient: Patient):
    record_complaint(email="wren@patients.example", at=MONDAY)

    set_preferences(patient=patient, channels=[Channel.EMAIL], quiet_hours=patient.quiet_hours, at=MONDAY)

    patient.user.refresh_from_db()
    assert patient.user.email_complained_at is None


def test_second_complaint_plans_nothing_again(patient: Patient):
    record_complaint(email="wren@patients.example", at=MONDAY)
    patient.refresh_from_db()
    revision = patient.plan_revision

    record_complaint(email="wren@patients.example", at=MONDAY + HOUR)

    patient.refresh_from_db()
    assert patient.plan_revision == revision


def test_complaint_of_staff_is_kept_and_ends_nothing(nurse: User):
    record_complaint(email="odile@juniper.example", at=MONDAY)

    assert (undeliverable_at(nurse), nurse.email_complained_at) == (None, MONDAY)


def test_first_complaint_is_the_one_that_is_kept(nurse: User):
    record_complaint(email="odile@juniper.example", at=MONDAY)
    record_complaint(email="odile@juniper.example", at=MONDAY + HOUR)

    nurse.refresh_from_db()
    assert nurse.email_complained_at == MONDAY


def astray_note(patient: Patient) -> Reminder:
    """A note that was not taken, because the address is said not to work."""
    mark_undeliverable(email=patient.user.email, at=MONDAY)
    note = a_reminder(patient)
    note.pass_to(State.CLAIMED, at=MONDAY)
    note.pass_to(State.FAILED, at=MONDAY, why=Why.ADDRESS_REFUSED)
    return note


def test_address_that_works_after_all_is_written_to_again(patient: Patient, nurse: User):
    note = astray_note(patient)

    try_address_again(patient=patient, by=nurse, at=MONDAY + HOUR)

    patient.refresh_from_db()
    assert (patient.email_confirmed_at, patient.email_confirmed_by) == (MONDAY + HOUR, nurse)
    assert undeliverable_at(patient.user) is None
    assert patient.reminders.get(state="planned").keys == note.keys


def test_address_that_was_tried_again_already_changes_nothing(patient: Patient, nurse: User, scheduler: User):
    astray_note(patient)
    try_address_again(patient=patient, by=nurse, at=MONDAY + HOUR)
    patient.refresh_from_db()
    revision = patient.plan_revision

    try_address_again(patient=patient, by=scheduler, at=MONDAY + 2 * HOUR)

    patient.refresh_from_db()
    assert (patient.plan_revision, patient.email_confirmed_by) == (revision, nurse)


def test_what_is_of_no_use_any_more_is_not_sent_to_an_address_that_works_again(patient: Patient, nurse: User):
    note = astray_note(patient)

    try_address_again(patient=patient, by=nurse, at=note.expires_at)

    assert not patient.reminders.filter(state="planned").exists()


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


def test_reminder_whose_address_the_mail_host_refuses_marks_it(mail_host: MailHost, patient: Patient):
    mail_host.script = {"rcpt": "550 5.1.1 no such user"}
    reminder = due_reminder(patient)

    became = deliver(reminder)

    assert became == ("failed", "address-refused")
    assert undeliverable_at(patient.user) == MONDAY + HOUR


def test_reminder_refused_for_another_reason_marks_nothing(mail_host: MailHost, patient: Patient):
    mail_host.script = {"rcpt": "550 5.7.1 your host is on a list"}
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
    mail_host: MailHost, patient: Patient, nurse: User
):
    mail_host.script = {"rcpt": "550 5.1.1 no such user"}
    complete(patient, MONDAY)
    report(patient, MONDAY + 9 * HOUR, heat=MONDAY + HOUR)
    late = MONDAY + 12 * HOUR
    ids = claim_due(at=late).escalations

    with Post() as post:
        deliver_escalations(ids=ids, post=post, now=lambda: late)

    assert len(ids) == 1
    assert undeliverable_at(nurse) is None


def test_reminder_tells_when_it_was_written_on_the_patients_clock(mail_host: MailHost, patient: Patient):
    deliver(due_reminder(patient))

    (message,) = mail_host.messages
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
