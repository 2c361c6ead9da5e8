from datetime import timedelta

import pytest

from aftercare.models import ProtocolVersion
from aftercare.queries.nurse_queue_heard import heard
from tests.cast import MONDAY, NEW_YORK
from tests.nurse_story import HOUR, NOW

pytestmark = pytest.mark.django_db

HEAT = {"heat": {"since": None, "until": None}}
OVER = {"heat": {"since": None, "until": "2026-03-02T20:00:00+00:00"}}
PAIN = {"pain": {"since": None, "until": None}}


def told(pain: int, symptoms: dict | None = None, at=MONDAY) -> dict:
    return {"at": at.isoformat(), "pain": pain, "symptoms": {**PAIN, **(symptoms or {})}}


@pytest.mark.parametrize(
    ("last", "before", "icon", "words"),
    [
        (told(5), told(4), "worse", ("Worse", "pain 5, was 4; 10:00 am")),
        (told(4), told(5), "better", ("Better", "pain 4, was 5; 10:00 am")),
        (told(4), told(4), "same", ("The same", "10:00 am")),
        (told(4, HEAT), told(4), "worse", ("Worse", "new: warm or hot skin; 10:00 am")),
        (told(4), told(4, HEAT), "better", ("Better", "gone: warm or hot skin; 10:00 am")),
        (told(4, OVER), told(4, HEAT), "better", ("Better", "gone: warm or hot skin; 10:00 am")),
        (told(4, HEAT), told(4, HEAT), "same", ("The same", "10:00 am")),
        (told(3, HEAT), told(4), "worse", ("Worse", "new: warm or hot skin; pain 3, was 4; 10:00 am")),
        (told(5), told(4, HEAT), "worse", ("Worse", "pain 5, was 4; gone: warm or hot skin; 10:00 am")),
    ],
)
def test_the_last_two_check_ins_are_compared(
    protocol_version: ProtocolVersion, last: dict, before: dict, icon: str, words: tuple[str, str]
) -> None:
    found = heard([last, before], MONDAY, protocol_version.protocol, NEW_YORK, NOW)

    assert (found.icon, (found.text, found.detail)) == (icon, words)


def test_one_check_in_has_nothing_to_be_compared_with(protocol_version: ProtocolVersion) -> None:
    found = heard([told(4)], MONDAY, protocol_version.protocol, NEW_YORK, NOW)

    assert (found.text, found.detail) == ("First check-in", "10:00 am")


def test_nothing_was_ever_heard(protocol_version: ProtocolVersion) -> None:
    found = heard([], MONDAY, protocol_version.protocol, NEW_YORK, NOW)

    assert (found.icon, found.text, found.detail) == ("unheard", "Never heard from", "")


@pytest.mark.parametrize(
    ("raised_at", "text"), [(MONDAY, "Worse"), (MONDAY + timedelta(seconds=1), "Not heard since")]
)
def test_what_was_told_before_the_flag_rose_says_nothing_about_since(
    protocol_version: ProtocolVersion, raised_at, text: str
) -> None:
    found = heard([told(5), told(4, at=MONDAY - HOUR)], raised_at, protocol_version.protocol, NEW_YORK, NOW)

    assert found.text == text
