import uuid
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import connections, transaction

from aftercare.models import Flag, Invitation, Patient, Reminder, User
from aftercare.models.outgoing import State
from aftercare.notifications.post import Post
from aftercare.services.care import set_care
from aftercare.services.delivery import deliver_reminders
from aftercare.services.invitations import deliver_invitations
from aftercare.services.outreach import LEASE, chunks, claim_due
from aftercare.services.people import renew_invitation
from aftercare.services.sessions import cancel_session
from aftercare.tasks import follow_up_patients
from tests.cast import MONDAY, book, complete, local, report

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
PLAN_READY = MONDAY + HOUR


@pytest.fixture
def due(patient: Patient) -> Reminder:
    """The one reminder that is due an hour after the session."""
    complete(patient, MONDAY)
    patient.reminders.filter(due_at__lte=MONDAY).delete()
    return patient.reminders.get(due_at=PLAN_READY)


def deliver(reminder: Reminder, at: datetime) -> str:
    """The state the reminder is in after a worker was handed it."""
    with Post() as post:
        deliver_reminders(ids=[reminder.pk], post=post, now=lambda: at)
    reminder.refresh_from_db()
    return reminder.state


def invite(invitation: Invitation, at: datetime) -> bool:
    with Post() as post:
        return deliver_invitations(ids=[invitation.pk], post=post, now=lambda: at)["sent"] == 1


def test_a_reminder_is_claimed_from_its_due_time_on_and_not_before(due: Reminder) -> None:
    early = claim_due(at=PLAN_READY - SECOND).reminders
    on_time = claim_due(at=PLAN_READY).reminders

    assert (early, on_time) == ([], [due.pk])


def test_a_second_claim_gets_nothing(due: Reminder) -> None:
    claim_due(at=PLAN_READY)

    assert claim_due(at=PLAN_READY).reminders == []


@pytest.mark.django_db(transaction=True)
def test_two_claims_at_the_same_time_share_nothing(due: Reminder) -> None:
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT id FROM aftercare_reminder WHERE id = %s FOR UPDATE", [due.pk])
            claimed = claim_due(at=PLAN_READY).reminders
    finally:
        other.close()

    assert claimed == []


def test_delivering_sends_one_mail_and_records_it(due: Reminder, patient: Patient) -> None:
    claim_due(at=PLAN_READY)

    state = deliver(due, PLAN_READY)
    again = deliver(due, PLAN_READY)

    assert (state, again) == ("sent", "sent")
    assert (due.state, due.sent_at, due.attempts) == ("sent", PLAN_READY, 1)
    assert [(one.to, one.extra_headers["Message-ID"]) for one in mail.outbox] == [
        ([patient.user.email], due.message_id)
    ]


def test_nothing_of_a_changed_plan_is_sent_after_the_change(patient: Patient, scheduler: User) -> None:
    session = book(patient, MONDAY)
    appointment = patient.reminders.get(due_at=local("2026-03-01T09:00"))
    claim_due(at=appointment.due_at)
    cancel_session(session=session, by=scheduler, at=appointment.due_at)

    assert deliver(appointment, appointment.due_at) == "cancelled"
    assert mail.outbox == []


def test_a_claim_that_no_worker_took_up_is_given_back_after_its_lease(due: Reminder) -> None:
    claim_due(at=PLAN_READY)

    within = claim_due(at=PLAN_READY + LEASE - SECOND).reminders
    after = claim_due(at=PLAN_READY + LEASE).reminders

    assert (within, after) == ([], [due.pk])


def test_one_that_may_have_left_is_tried_once_more_and_then_left_unknown(due: Reminder) -> None:
    claim_due(at=PLAN_READY)
    due.refresh_from_db()
    due.pass_to(State.SENDING, at=PLAN_READY)

    once_more = claim_due(at=PLAN_READY).reminders
    due.refresh_from_db()
    due.pass_to(State.SENDING, at=PLAN_READY)
    then = claim_due(at=PLAN_READY).reminders

    due.refresh_from_db()
    assert (once_more, then, due.state, due.next_at) == ([due.pk], [], "unknown", None)


def test_what_was_not_sent_in_time_expires_with_its_reason(due: Reminder) -> None:
    claim_due(at=due.expires_at)

    due.refresh_from_db()
    assert (due.state, due.state_reason) == ("expired", "time-ran-out")


def test_a_mail_host_that_is_away_is_tried_again_later(due: Reminder, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    claim_due(at=PLAN_READY)

    state = deliver(due, PLAN_READY)

    assert (state, due.state_reason, due.attempts) == ("planned", "provider-silent", 0)
    assert due.next_at > PLAN_READY
    assert claim_due(at=due.next_at - SECOND).reminders == []
    assert claim_due(at=due.next_at).reminders == [due.pk]


def test_a_watch_that_ran_out_is_followed_up_into_a_flag(patient: Patient, time_machine) -> None:
    complete(patient, MONDAY)
    report(patient, MONDAY + 2 * HOUR, heat=MONDAY + HOUR)
    time_machine.move_to(MONDAY + 7 * HOUR + SECOND, tick=False)

    on_the_limit = claim_due(at=MONDAY + 7 * HOUR).patients
    due = claim_due(at=MONDAY + 7 * HOUR + SECOND).patients
    follow_up_patients([str(one) for one in due])

    assert (on_the_limit, due) == ([], [patient.pk])
    assert Flag.objects.get().raised_at == MONDAY + 7 * HOUR


def test_an_invitation_carries_a_link_that_is_kept_nowhere(patient: Patient, scheduler: User) -> None:
    invitation = renew_invitation(patient=patient, by=scheduler, at=MONDAY)

    found = claim_due(at=MONDAY).invitations
    sent = invite(invitation, MONDAY)
    again = invite(invitation, MONDAY)

    stored = Invitation.objects.get()
    assert (found, sent, again, len(mail.outbox)) == ([invitation.pk], True, False, 1)
    assert stored.token_digest not in mail.outbox[0].body


def test_an_invitation_that_could_not_be_handed_over_waits(
    patient: Patient, scheduler: User, settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    invitation = renew_invitation(patient=patient, by=scheduler, at=MONDAY)

    handed_over = invite(invitation, MONDAY)

    invitation.refresh_from_db()
    assert (handed_over, invitation.sent_at, invitation.token_digest) == (False, None, None)
    assert claim_due(at=invitation.retry_at - SECOND).invitations == []
    assert claim_due(at=invitation.retry_at).invitations == [invitation.pk]


def test_a_reminder_nobody_claimed_is_not_delivered(due: Reminder) -> None:
    assert deliver(due, PLAN_READY) == "planned"
    assert mail.outbox == []


def test_a_claim_of_an_older_plan_is_not_delivered(due: Reminder) -> None:
    claim_due(at=PLAN_READY)
    Patient.objects.update(plan_revision=99)

    assert deliver(due, PLAN_READY) == "planned"
    assert claim_due(at=PLAN_READY).replans == [due.patient_id]


def test_a_reminder_whose_reasons_have_all_expired_in_hand_is_not_sent(due: Reminder) -> None:
    claim_due(at=PLAN_READY)

    assert deliver(due, due.expires_at) == "expired"
    assert mail.outbox == []


def test_ids_are_handed_over_a_hundred_at_a_time() -> None:
    ids = [uuid.uuid4() for _ in range(201)]

    assert [len(chunk) for chunk in chunks(ids)] == [100, 100, 1]


def test_a_claim_is_all_or_nothing(due: Reminder) -> None:
    with transaction.atomic():
        claim_due(at=PLAN_READY)
        transaction.set_rollback(True)

    due.refresh_from_db()
    assert due.state == "planned"


@pytest.mark.parametrize("care", ["left", "deceased"])
def test_nobody_out_of_care_is_invited(patient: Patient, scheduler: User, care: str) -> None:
    renew_invitation(patient=patient, by=scheduler, at=MONDAY)
    set_care(patient=patient, care=care, by=scheduler, at=MONDAY)

    assert claim_due(at=MONDAY).invitations == []
