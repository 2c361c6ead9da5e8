"""A mail host that is away, refuses, hangs up or falls silent: each message gets its due, the others go."""

from datetime import timedelta

from django.utils import timezone

from aftercare.models import Clinic, Reminder, User
from tests.faults.crowd import crowd
from tests.faults.house import EVERY_QUEUE, House, until
from tests.mail_host import DROP, STALL

MINUTE = timedelta(minutes=1)


def course(reminder: Reminder) -> list[tuple[str, str]]:
    """The states that a reminder went through, with the reasons: claimed and sending first."""
    return list(reminder.transitions.order_by("pgh_id").values_list("state", "state_reason"))


def again_after(state: str, why: str) -> list[tuple[str, str]]:
    """A try that ended in this state, and one more that was taken."""
    return [(state, why), ("claimed", why), ("sending", ""), ("sent", "")]


REFUSED = again_after("planned", "provider-refused")
UNKNOWN = again_after("unknown", "outcome-unknown")
ANSWERS = [
    ("421 going down", REFUSED),
    ("450 later", REFUSED),
    ("550 no", [("failed", "provider-refused")]),
    (DROP, UNKNOWN),
    (STALL, UNKNOWN),
]


def test_what_the_host_says_to_one_message_is_recorded_and_the_others_go(
    clinic: Clinic, scheduler: User, house: House
) -> None:
    reminders = crowd(clinic, scheduler, 20, timezone.now() - MINUTE)
    odd = reminders[1 : 1 + 2 * len(ANSWERS) : 2]
    for reminder, (answer, _then) in zip(odd, ANSWERS, strict=True):
        house.mail_host.answers[reminder.patient.user.email] = [answer]

    house.worker(EVERY_QUEUE, OUTREACH_LEASE_SECONDS="20")
    house.beat()
    broken = house.broken()

    others = Reminder.objects.exclude(pk__in=[one.pk for one in odd])
    assert broken == []
    assert [course(one)[2:] for one in odd] == [then for _answer, then in ANSWERS]
    assert others.filter(state="sent", attempts=1).count() == 20 - len(ANSWERS)


def test_a_host_that_turns_everybody_away_is_tried_again_and_that_is_no_try(
    clinic: Clinic, scheduler: User, house: House
) -> None:
    crowd(clinic, scheduler, 20, timezone.now() - MINUTE)
    house.mail_host.script["connect"] = "421 not now"

    house.worker(EVERY_QUEUE)
    house.beat()
    until(lambda: Reminder.objects.filter(state_reason="provider-silent", attempts=0).count() == 20)
    house.mail_host.script.clear()
    broken = house.broken()

    assert broken == []
    assert Reminder.objects.filter(state="sent", attempts=1).count() == 20
