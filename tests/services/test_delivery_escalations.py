from datetime import datetime, timedelta

import pytest

from aftercare.models import Clinic, Escalation, Flag, Patient, User
from aftercare.services.delivery import deliver_escalations
from aftercare.services.flags import acknowledge_flag
from aftercare.services.outreach import claim_due
from tests.cast import MONDAY, complete, report
from tests.reminder_story import PostOf, Provider, standing

INSTANT = timedelta(microseconds=1)
OVERDUE = MONDAY + timedelta(hours=2, microseconds=1)


@pytest.fixture
def escalation(patient: Patient, clinic: Clinic, settings) -> Escalation:
    """A text message to the on-call contact about two urgent flags, claimed by a worker."""
    settings.SMS_OFFERED = True
    Clinic.objects.filter(pk=clinic.pk).update(on_call_phone="+12125550111")
    complete(patient, MONDAY)
    report(patient, MONDAY, pain=8, fever=MONDAY)
    claim_due(at=OVERDUE)
    return Escalation.objects.get()


def deliver(escalation: Escalation, at: datetime = OVERDUE, provider: Provider | None = None) -> Provider:
    provider = provider or Provider()
    with PostOf(provider) as post:
        deliver_escalations(ids=[escalation.pk], post=post, now=lambda: at)
    return provider


def take_on(count: int, by: User) -> None:
    for flag in Flag.objects.order_by("rule")[:count]:
        acknowledge_flag(flag=flag, by=by, at=OVERDUE)


def test_an_escalation_says_which_clinic_and_how_many_wait_and_nothing_of_whom(
    escalation: Escalation, clinic: Clinic
) -> None:
    provider = deliver(escalation)

    (letter,) = provider.letters
    assert (letter.to, letter.sender, letter.context["waiting"]) == ("+12125550111", clinic.name, 2)
    assert sorted(letter.context) == ["clinic", "phone", "url", "waiting", "written_at"]
    assert standing(escalation) == ("sent", "")


def test_an_escalation_counts_only_the_flags_that_still_wait(escalation: Escalation, nurse: User) -> None:
    take_on(1, nurse)

    provider = deliver(escalation)

    assert [letter.context["waiting"] for letter in provider.letters] == [1]


def test_an_escalation_whose_flags_have_all_been_taken_on_is_skipped(
    escalation: Escalation, nurse: User
) -> None:
    take_on(2, nurse)

    provider = deliver(escalation)

    assert (standing(escalation), provider.letters) == (("skipped", "answered"), [])


@pytest.mark.parametrize(
    ("early", "ends"), [(INSTANT, ("sent", "")), (INSTANT * 0, ("expired", "time-ran-out"))]
)
def test_an_escalation_gives_way_to_its_successor_at_the_instant_that_is_due(
    escalation: Escalation, early: timedelta, ends: tuple[str, str]
) -> None:
    in_hand_until = escalation.expires_at - early

    deliver(escalation, in_hand_until)

    assert standing(escalation) == ends


def test_an_escalation_in_another_worker_s_hand_is_left_to_it(escalation: Escalation) -> None:
    Escalation.objects.filter(pk=escalation.pk).update(state="sending")

    provider = deliver(escalation)

    assert (standing(escalation)[0], provider.letters) == ("sending", [])


def test_an_escalation_handed_over_twice_is_sent_once(escalation: Escalation) -> None:
    provider = deliver(escalation)

    deliver(escalation, provider=provider)

    assert len(provider.letters) == 1
