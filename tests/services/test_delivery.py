import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.conf import settings

from aftercare.models import Channel, Patient, Reminder
from aftercare.models.outgoing import State, Why
from aftercare.notifications.channel import DeliveryError
from aftercare.services.delivery import (
    ATTEMPTS_AT_MOST,
    CHUNK_TIME,
    FIRST_PAUSE,
    HOST_PAUSE,
    deliver_reminders,
)
from tests.cast import MONDAY
from tests.reminder_story import PostOf, Provider, a_reminder, in_hand, standing

INSTANT = timedelta(microseconds=1)
REFUSED = DeliveryError(Why.PROVIDER_REFUSED)
REFUSED_FOR_GOOD = DeliveryError(Why.ADDRESS_REFUSED, permanent=True)
NOT_KNOWN = DeliveryError(Why.OUTCOME_UNKNOWN, unknown=True)


def claimed(patient: Patient, **change: object) -> Reminder:
    row = a_reminder(patient, **{"channel": Channel.SMS, **change})
    in_hand(row)
    return row


def deliver(provider: Provider, *rows: Reminder, now: Callable[[], datetime] = lambda: MONDAY) -> None:
    with PostOf(provider) as post:
        deliver_reminders(ids=[row.pk for row in rows], post=post, now=now)


def clock(*readings: datetime) -> Callable[[], datetime]:
    """A clock that shows one reading after another, and stays at the last."""
    left: Iterator[datetime] = iter(readings)
    return lambda: next(left, readings[-1])


def about(pause: timedelta, reminder: Reminder) -> bool:
    """Whether the message waits for `pause`, a fifth more or less."""
    return pause * 0.8 <= reminder.next_at - MONDAY <= pause * 1.2


def test_a_message_that_was_taken_is_sent(patient: Patient) -> None:
    row = claimed(patient)

    deliver(Provider(), row)

    assert (standing(row), row.sent_at) == (("sent", ""), MONDAY)


def test_a_message_that_was_refused_for_now_is_tried_again_after_a_pause(patient: Patient) -> None:
    row = claimed(patient)

    deliver(Provider(REFUSED), row)

    assert standing(row) == ("planned", "provider-refused")
    assert about(FIRST_PAUSE, row)


@pytest.mark.parametrize("before", [1, 3])
def test_the_pause_doubles_with_each_try(patient: Patient, before: int) -> None:
    row = claimed(patient, attempts=before)

    deliver(Provider(REFUSED), row)

    assert standing(row) == ("planned", "provider-refused")
    assert about(FIRST_PAUSE * 2**before, row)


@pytest.mark.parametrize(("before", "state"), [(2, "planned"), (1, "failed")])
def test_a_message_is_given_up_with_its_last_try(patient: Patient, before: int, state: str) -> None:
    row = claimed(patient, attempts=ATTEMPTS_AT_MOST - before)

    deliver(Provider(REFUSED), row)

    assert standing(row) == (state, "provider-refused")


def test_a_message_that_was_refused_for_good_has_failed(patient: Patient) -> None:
    row = claimed(patient)

    deliver(Provider(REFUSED_FOR_GOOD), row)

    assert standing(row) == ("failed", "address-refused")


def test_one_of_unknown_outcome_is_tried_once_more(patient: Patient) -> None:
    row = claimed(patient)

    deliver(Provider(NOT_KNOWN), row)

    assert standing(row) == ("unknown", "outcome-unknown")
    assert about(FIRST_PAUSE, row)


def test_one_of_unknown_outcome_twice_is_tried_no_more(patient: Patient) -> None:
    row = claimed(patient, unknowns=1)

    deliver(Provider(NOT_KNOWN), row)

    assert (standing(row), row.next_at) == (("unknown", "outcome-unknown"), None)


def test_one_that_may_have_left_stays_unknown_when_its_next_try_is_refused(patient: Patient) -> None:
    row = claimed(patient, unknowns=1, attempts=1)

    deliver(Provider(REFUSED), row)

    assert standing(row) == ("unknown", "provider-refused")
    assert about(FIRST_PAUSE * 2, row)


def test_a_message_that_fails_unexpectedly_leaves_the_others_alone(
    patient: Patient, other_patient: Patient, caplog: pytest.LogCaptureFixture
) -> None:
    broken, whole = claimed(patient), claimed(other_patient)

    deliver(Provider(LookupError("a bug")), broken, whole)

    assert [standing(broken)[0], standing(whole)[0]] == ["sending", "sent"]
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


def test_a_message_that_cannot_be_written_is_tried_again_and_is_named_in_the_log(
    patient: Patient, other_patient: Patient, caplog: pytest.LogCaptureFixture
) -> None:
    broken, whole = claimed(patient), claimed(other_patient)
    Patient.objects.filter(pk=patient.pk).update(zone="Nowhere/At-All")

    deliver(Provider(), broken, whole)

    assert [standing(broken), standing(whole)] == [("planned", "not-written"), ("sent", "")]
    assert about(FIRST_PAUSE, broken)
    assert [record.getMessage() for record in caplog.records] == [
        f"reminder {broken.pk}: cannot be written (ZoneInfoNotFoundError)"
    ]


def test_each_message_of_a_chunk_is_recorded_with_its_own_outcome(
    patient: Patient, other_patient: Patient, foreign_patient: Patient
) -> None:
    rows = [claimed(who) for who in (patient, other_patient, foreign_patient)]

    deliver(Provider(None, REFUSED_FOR_GOOD, NOT_KNOWN), *rows)

    assert [standing(row)[0] for row in rows] == ["sent", "failed", "unknown"]


@pytest.mark.parametrize(
    ("left", "states"), [(INSTANT, ["sent", "sent"]), (timedelta(), ["sent", "planned"])]
)
def test_what_is_not_begun_within_the_time_of_a_chunk_is_given_back(
    patient: Patient, other_patient: Patient, left: timedelta, states: list[str]
) -> None:
    rows = [claimed(patient), claimed(other_patient)]
    late = MONDAY + CHUNK_TIME - left

    deliver(Provider(), *rows, now=clock(MONDAY, MONDAY, MONDAY, MONDAY, late))

    assert [standing(row)[0] for row in rows] == states


def test_what_is_given_back_may_be_claimed_at_once(patient: Patient) -> None:
    row = claimed(patient)
    late = MONDAY + CHUNK_TIME

    deliver(Provider(), row, now=clock(MONDAY, late))

    assert standing(row) == ("planned", "given-back")
    assert (row.next_at, row.attempts) == (late, 0)


def test_a_provider_that_is_away_costs_no_attempt_and_the_other_channel_goes_on(
    patient: Patient, other_patient: Patient
) -> None:
    provider = Provider()
    provider.down = True
    by_sms, also, by_email = (
        claimed(patient),
        claimed(other_patient),
        claimed(patient, channel=Channel.EMAIL),
    )

    deliver(provider, by_sms, also, by_email)

    assert [standing(row) for row in (by_sms, also)] == [("planned", "provider-silent")] * 2
    assert (by_sms.attempts, about(HOST_PAUSE, by_sms)) == (0, True)
    assert standing(by_email) == ("sent", "")


def test_a_chunk_handed_over_twice_is_sent_once(patient: Patient) -> None:
    row, provider = claimed(patient), Provider()

    deliver(provider, row)
    deliver(provider, row)

    assert [letter.id for letter in provider.letters] == [row.pk]


def test_a_reminder_that_is_gone_is_passed_over(patient: Patient, other_patient: Patient) -> None:
    gone, row = claimed(patient), claimed(other_patient)
    Reminder.objects.filter(pk=gone.pk).delete()

    deliver(Provider(), gone, row)

    assert standing(row) == ("sent", "")


def test_both_tries_of_a_message_carry_the_same_identity(patient: Patient) -> None:
    row, provider = claimed(patient), Provider(NOT_KNOWN)
    deliver(provider, row)
    Reminder.objects.filter(pk=row.pk).update(state=State.CLAIMED, leased_until=MONDAY, next_at=None)

    deliver(provider, row)

    assert [letter.message_id for letter in provider.letters] == [row.message_id] * 2


@pytest.mark.parametrize("channel", [Channel.SMS, Channel.PUSH])
def test_a_reminder_leads_to_today_and_its_address_tells_nothing_else(
    patient: Patient, channel: Channel
) -> None:
    provider = Provider()

    deliver(provider, claimed(patient, channel=channel))

    assert provider.letters[0].context["url"] == f"{settings.PORTAL_URL}/today/"
