from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from aftercare.models import Channel, Clinic, Invitation, Patient, User
from aftercare.notifications.post import Post
from aftercare.services.delivery import ATTEMPTS_AT_MOST, CHUNK_TIME, FIRST_PAUSE, HOST_PAUSE
from aftercare.services.invitations import deliver_invitations, issue_link, keep_sent, take_back_link
from aftercare.services.outreach import LEASE, claim_due
from aftercare.services.people import accept_invitation, renew_invitation
from tests.cast import MONDAY
from tests.mail_host import DROP, MailHost
from tests.reminder_story import Provider

INSTANT = timedelta(microseconds=1)


@pytest.fixture
def invitation(patient: Patient, scheduler: User) -> Invitation:
    return renew_invitation(patient=patient, by=scheduler, at=MONDAY)


def deliver(invitation: Invitation, at: datetime = MONDAY) -> str:
    """What became of one invitation."""
    with Post() as post:
        became = deliver_invitations(ids=[invitation.pk], post=post, now=lambda: at)
    invitation.refresh_from_db()
    return " ".join(outcome for outcome, count in became.items() if count)


def waits_about(pause: timedelta, invitation: Invitation) -> bool:
    """Whether it is tried again after `pause`, a fifth more or less, with a link of its own."""
    in_time = pause * 0.8 <= invitation.retry_at - MONDAY <= pause * 1.2
    return in_time and invitation.token_digest is None and invitation.undeliverable_at is None


def test_an_invitation_that_was_taken_is_not_sent_again(invitation: Invitation, mail_host: MailHost) -> None:
    first, second = deliver(invitation), deliver(invitation)

    assert (first, second, invitation.sent_at) == ("sent", "not_begun", MONDAY)
    assert [one.to for one in mail_host.taken] == [invitation.user.email]


@pytest.mark.parametrize(("before", "pause"), [(0, FIRST_PAUSE), (2, FIRST_PAUSE * 4)])
def test_an_invitation_refused_for_now_waits_longer_each_time(
    invitation: Invitation, mail_host: MailHost, before: int, pause: timedelta
) -> None:
    Invitation.objects.update(attempts=before)
    mail_host.answers[invitation.user.email] = ["450 later"]

    handed_over = deliver(invitation)

    assert (handed_over, waits_about(pause, invitation)) == ("refused", True)


@pytest.mark.parametrize(("before", "given_up"), [(2, False), (1, True)])
def test_an_invitation_is_given_up_with_its_last_try(
    invitation: Invitation, mail_host: MailHost, before: int, given_up: bool
) -> None:
    Invitation.objects.update(attempts=ATTEMPTS_AT_MOST - before)
    mail_host.answers[invitation.user.email] = ["450 later"]

    deliver(invitation)

    assert (invitation.undeliverable_at == MONDAY) == given_up


def test_an_invitation_refused_for_good_is_given_up_at_once(
    invitation: Invitation, mail_host: MailHost
) -> None:
    mail_host.answers[invitation.user.email] = ["550 no"]

    deliver(invitation)

    assert (invitation.undeliverable_at, invitation.retry_at) == (MONDAY, None)


def test_an_invitation_waits_for_a_mail_host_that_is_away(
    invitation: Invitation, mail_host: MailHost
) -> None:
    mail_host.script["connect"] = "421 not now"

    handed_over = deliver(invitation)

    assert (handed_over, invitation.retry_at) == ("not_begun", MONDAY + HOST_PAUSE)
    assert (invitation.attempts, invitation.token_digest) == (0, None)


def test_an_invitation_that_was_taken_back_is_passed_over(mail_host: MailHost, db: None) -> None:
    with Post() as post:
        became = deliver_invitations(ids=[uuid4()], post=post, now=lambda: MONDAY)

    assert (became, mail_host.sends) == ({"not_begun": 1}, [])


def test_what_is_not_begun_within_the_time_of_a_chunk_is_left_to_another(
    invitation: Invitation, mail_host: MailHost
) -> None:
    clock = iter([MONDAY, MONDAY + CHUNK_TIME])

    with Post() as post:
        became = deliver_invitations(ids=[invitation.pk], post=post, now=lambda: next(clock))

    assert (became, mail_host.sends) == ({"not_begun": 1}, [])
    assert claim_due(at=MONDAY + CHUNK_TIME).invitations == [invitation.pk]


def test_an_invitation_of_unknown_outcome_is_sent_once_more_and_its_link_works_until_then(
    invitation: Invitation, mail_host: MailHost
) -> None:
    mail_host.answers[invitation.user.email] = [DROP, DROP]

    outcomes = [deliver(invitation), deliver(invitation), deliver(invitation, invitation.retry_at)]

    assert outcomes == ["unknown", "not_begun", "unknown"]
    assert (invitation.unknowns, invitation.leased_until, invitation.sent_at) == (2, None, None)
    assert claim_due(at=invitation.retry_at).invitations == []


def test_an_invitation_whose_worker_is_lost_is_unknown_after_its_lease(invitation: Invitation) -> None:
    token = issue_link(invitation=invitation, at=MONDAY)

    early = claim_due(at=MONDAY + LEASE - INSTANT).invitations
    on_time = claim_due(at=MONDAY + LEASE).invitations

    invitation.refresh_from_db()
    assert (early, on_time, invitation.unknowns) == ([], [invitation.pk], 1)
    assert accept_invitation(token=token, at=MONDAY + LEASE) == invitation.user


def test_an_invitation_that_was_taken_late_is_sent_after_all(invitation: Invitation) -> None:
    issue_link(invitation=invitation, at=MONDAY)
    claim_due(at=MONDAY + LEASE)

    keep_sent(invitation=invitation, at=MONDAY + LEASE)

    invitation.refresh_from_db()
    assert (invitation.sent_at, invitation.retry_at) == (MONDAY + LEASE, None)
    assert claim_due(at=MONDAY + LEASE).invitations == []


def test_what_becomes_of_a_try_after_the_next_has_begun_says_nothing_of_that(invitation: Invitation) -> None:
    lost = Invitation.objects.get()
    issue_link(invitation=lost, at=MONDAY)
    claim_due(at=MONDAY + LEASE)
    token = issue_link(invitation=Invitation.objects.get(), at=MONDAY + LEASE)

    take_back_link(invitation=lost, retry_at=None, at=MONDAY + LEASE)

    assert accept_invitation(token=token, at=MONDAY + LEASE) == invitation.user


def test_an_invitation_that_cannot_be_written_is_tried_again_and_is_named_in_the_log(
    invitation: Invitation, mail_host: MailHost, caplog: pytest.LogCaptureFixture
) -> None:
    Clinic.objects.update(zone="Nowhere/At-All")

    became = deliver(invitation)

    assert (became, waits_about(FIRST_PAUSE, invitation)) == ("refused", True)
    assert [record.getMessage() for record in caplog.records] == [
        f"invitation {invitation.pk}: cannot be written (ZoneInfoNotFoundError)"
    ]


def test_an_invitation_that_fails_unexpectedly_leaves_the_others_alone(
    invitation: Invitation, other_patient: Patient, scheduler: User
) -> None:
    other = renew_invitation(patient=other_patient, by=scheduler, at=MONDAY)

    with Post() as post:
        post.channels[Channel.EMAIL] = Provider(LookupError("a bug"))
        became = deliver_invitations(ids=[invitation.pk, other.pk], post=post, now=lambda: MONDAY)

    invitation.refresh_from_db()
    assert became == {"untold": 1, "sent": 1, "not_begun": 0}
    assert invitation.leased_until == MONDAY + LEASE
