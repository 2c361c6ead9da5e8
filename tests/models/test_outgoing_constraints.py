"""The named constraints of what leaves the portal, the same for each kind of message."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from aftercare.models import Clinic, Escalation, Patient, Reminder
from aftercare.models.outgoing import Outgoing
from tests.cast import MONDAY
from tests.models.test_constraints import rejected_by

HOUR = timedelta(hours=1)
Make = Callable[..., Outgoing]


@pytest.fixture(params=["reminder", "escalation"])
def kind(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def make(kind: str, patient: Patient, clinic: Clinic) -> Make:
    """Makes a message of a kind, planned unless told."""
    own = {"patient": patient, "reasons": [], "plan_revision": 1}
    if kind == "escalation":
        own = {"clinic": clinic, "recipient": "night@juniper.example"}

    def message(**change: object) -> Outgoing:
        row = {
            "due_at": MONDAY,
            "expires_at": MONDAY + HOUR,
            "next_at": MONDAY if change.get("state", "planned") == "planned" else None,
            "state_at": MONDAY,
        }
        model = Reminder if kind == "reminder" else Escalation
        return model.objects.create(**own, **{**row, **change})

    return message


def test_it_expires_after_it_is_due(kind: str, make: Make) -> None:
    make()

    assert rejected_by(f"{kind}_expires_after_it_is_due", lambda: make(expires_at=MONDAY))


def test_it_goes_by_a_channel_that_is_known(kind: str, make: Make) -> None:
    for channel in ("email", "sms", "push"):
        make(channel=channel)

    assert rejected_by(f"{kind}_channel_known", lambda: make(channel="pigeon"))


def test_it_was_sent_at_a_time(kind: str, make: Make) -> None:
    make(state="sent", sent_at=MONDAY)

    assert rejected_by(f"{kind}_sent_has_its_time", lambda: make(state="sent"))
    assert rejected_by(f"{kind}_sent_has_its_time", lambda: make(sent_at=MONDAY))


@pytest.mark.parametrize("state", ["claimed", "sending"])
def test_it_is_leased_while_a_worker_holds_it(kind: str, make: Make, state: str) -> None:
    make(state=state, leased_until=MONDAY)

    assert rejected_by(f"{kind}_leased_while_in_hand", lambda: make(state=state))
    assert rejected_by(f"{kind}_leased_while_in_hand", lambda: make(leased_until=MONDAY))


def test_it_is_looked_at_while_it_waits(kind: str, make: Make) -> None:
    make(state="unknown", next_at=MONDAY)
    make(state="unknown", next_at=None)
    make(state="cancelled")

    assert rejected_by(f"{kind}_looked_at_while_it_waits", lambda: make(next_at=None))
    assert rejected_by(f"{kind}_looked_at_while_it_waits", lambda: make(state="skipped", next_at=MONDAY))


def test_it_names_what_it_was_merged_into(kind: str, make: Make) -> None:
    first, merged = make(), {"state": "skipped", "state_reason": "merged"}
    make(**merged, merged_into=first)
    make(state="skipped", state_reason="answered")

    assert rejected_by(f"{kind}_merged_into_another", lambda: make(**merged))
    assert rejected_by(
        f"{kind}_merged_into_another", lambda: make(state="sent", sent_at=MONDAY, merged_into=first)
    )


def test_reminder_one_planned_a_slot(patient: Patient) -> None:
    row = {"patient": patient, "due_at": MONDAY, "expires_at": MONDAY + HOUR, "state_at": MONDAY}
    row |= {"reasons": [], "plan_revision": 1}
    Reminder.objects.create(next_at=MONDAY, **row)
    Reminder.objects.create(next_at=MONDAY, channel="sms", **row)
    Reminder.objects.create(state="cancelled", **row)

    assert rejected_by("reminder_one_planned_a_slot", lambda: Reminder.objects.create(next_at=MONDAY, **row))
