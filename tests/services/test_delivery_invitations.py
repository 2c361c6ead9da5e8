from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest

from aftercare.models import Invitation, Patient, User
from aftercare.notifications.post import Post
from aftercare.services.delivery import ATTEMPTS_AT_MOST, FIRST_PAUSE, HOST_PAUSE, deliver_invitation
from aftercare.services.people import renew_invitation
from tests.cast import MONDAY
from tests.faults.mail_host import Answer, MailHost


@pytest.fixture
def mail_host(settings) -> Iterator[MailHost]:
    with MailHost() as host:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", host.port
        yield host


@pytest.fixture
def invitation(patient: Patient, scheduler: User) -> Invitation:
    return renew_invitation(patient=patient, by=scheduler, at=MONDAY)


def deliver(invitation: Invitation) -> bool:
    with Post() as post:
        handed_over = deliver_invitation(invitation_id=invitation.pk, post=post, at=MONDAY)
    invitation.refresh_from_db()
    return handed_over


def waits_about(pause: timedelta, invitation: Invitation) -> bool:
    """Whether it is tried again after `pause`, a fifth more or less, with a link of its own."""
    in_time = pause * 0.8 <= invitation.retry_at - MONDAY <= pause * 1.2
    return in_time and invitation.token_digest is None and invitation.undeliverable_at is None


def test_an_invitation_that_was_taken_is_not_sent_again(invitation: Invitation, mail_host: MailHost) -> None:
    first, second = deliver(invitation), deliver(invitation)

    assert (first, second, invitation.sent_at) == (True, False, MONDAY)
    assert [one.to for one in mail_host.taken] == [invitation.user.email]


@pytest.mark.parametrize(("before", "pause"), [(0, FIRST_PAUSE), (2, FIRST_PAUSE * 4)])
def test_an_invitation_refused_for_now_waits_longer_each_time(
    invitation: Invitation, mail_host: MailHost, before: int, pause: timedelta
) -> None:
    Invitation.objects.update(attempts=before)
    mail_host.answers[invitation.user.email] = [Answer(450)]

    handed_over = deliver(invitation)

    assert (handed_over, waits_about(pause, invitation)) == (False, True)


@pytest.mark.parametrize(("before", "given_up"), [(2, False), (1, True)])
def test_an_invitation_is_given_up_with_its_last_try(
    invitation: Invitation, mail_host: MailHost, before: int, given_up: bool
) -> None:
    Invitation.objects.update(attempts=ATTEMPTS_AT_MOST - before)
    mail_host.answers[invitation.user.email] = [Answer(450)]

    deliver(invitation)

    assert (invitation.undeliverable_at == MONDAY) == given_up


def test_an_invitation_refused_for_good_is_given_up_at_once(
    invitation: Invitation, mail_host: MailHost
) -> None:
    mail_host.answers[invitation.user.email] = [Answer(550)]

    deliver(invitation)

    assert (invitation.undeliverable_at, invitation.retry_at) == (MONDAY, None)


def test_an_invitation_waits_for_a_mail_host_that_is_away(
    invitation: Invitation, mail_host: MailHost
) -> None:
    mail_host.greeting = 421

    handed_over = deliver(invitation)

    assert (handed_over, waits_about(HOST_PAUSE, invitation)) == (False, True)


def test_an_invitation_that_was_taken_back_is_passed_over(mail_host: MailHost, db: None) -> None:
    with Post() as post:
        handed_over = deliver_invitation(invitation_id=uuid4(), post=post, at=MONDAY)

    assert (handed_over, mail_host.sends) == (False, [])
