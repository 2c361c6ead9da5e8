from datetime import UTC, datetime

import pytest

from aftercare.forms.when_questions import likely_moments
from tests.cast import NEW_YORK, local


def values(opened_at: datetime) -> list[str]:
    return [moment.value for moment in likely_moments(opened_at, NEW_YORK)]


def test_likely_times_are_those_of_the_day_that_are_past() -> None:
    assert values(local("2026-03-05T08:14")) == ["now", "waking", "night", "evening", "yesterday", "before"]


def test_likely_times_in_the_afternoon_name_the_morning_too() -> None:
    assert values(local("2026-03-05T15:30")) == [
        "now",
        "afternoon",
        "morning",
        "waking",
        "night",
        "evening",
        "yesterday",
        "before",
    ]


def test_likely_times_at_night_name_the_evening_of_that_day() -> None:
    moments = likely_moments(local("2026-03-05T22:11"), NEW_YORK)

    assert [(one.label, one.note) for one in moments][:3] == [
        ("Just now", "10:11 pm"),
        ("This evening", "about 6:00 pm"),
        ("This afternoon", "about 3:00 pm"),
    ]


@pytest.mark.parametrize(("opened_at", "asked"), [("2026-03-05T06:29", False), ("2026-03-05T06:30", True)])
def test_a_likely_time_needs_half_an_hour_before_now(opened_at: str, asked: bool) -> None:
    assert ("waking" in values(local(opened_at))) is asked


def test_likely_times_are_counted_on_the_patients_clock() -> None:
    moments = {moment.value: moment for moment in likely_moments(local("2026-03-05T08:14"), NEW_YORK)}

    assert moments["now"].note == "8:14 am"
    assert (moments["evening"].at, moments["evening"].note) == (
        datetime(2026, 3, 4, 23, tzinfo=UTC),
        "Wed, about 6:00 pm",
    )


def test_a_likely_time_in_the_night_of_the_clock_change_keeps_its_clock() -> None:
    moments = {moment.value: moment.at for moment in likely_moments(local("2026-03-08T09:00"), NEW_YORK)}

    assert moments["waking"] == datetime(2026, 3, 8, 10, tzinfo=UTC)
    assert moments["night"] == datetime(2026, 3, 8, 5, tzinfo=UTC)
