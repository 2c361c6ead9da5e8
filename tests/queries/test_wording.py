"""How times, durations and telephone numbers read."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import get_language, override
from phonenumber_field.phonenumber import PhoneNumber

from aftercare.queries.wording import (
    Phone,
    When,
    format_at,
    format_date,
    format_day,
    format_duration,
    format_instant,
    format_stamp,
    format_time,
    phone,
    remembered,
    when,
    when_time,
)

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 3, 5, 13, 10, tzinfo=UTC)  # Thu 5 Mar, 8:10 am in New York


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK).astimezone(UTC)


@pytest.mark.parametrize(
    ("clock", "text"),
    [
        ("00:00", "12:00 midnight"),
        ("00:01", "12:01 am"),
        ("09:05", "9:05 am"),
        ("11:59", "11:59 am"),
        ("12:00", "12:00 noon"),
        ("12:01", "12:01 pm"),
        ("13:30", "1:30 pm"),
        ("23:59", "11:59 pm"),
    ],
)
def test_time_of_day(clock, text):
    assert format_time(at(f"2026-03-05T{clock}"), NEW_YORK) == text


@pytest.mark.parametrize(
    ("instant", "text"),
    [
        ("2026-03-05T10:00", "today, 10:00 am"),
        ("2026-03-05T00:00", "today, start of the day"),
        ("2026-03-06T00:00", "Fri 6 Mar, start of the day"),
        ("2026-03-14T10:00", "Sat 14 Mar, 10:00 am"),
        ("2027-01-01T12:00", "Fri 1 Jan 2027, 12:00 noon"),
    ],
)
def test_instant_as_seen_from_now(instant, text):
    assert format_instant(at(instant), NEW_YORK, NOW) == text


def test_instant_without_now_names_its_date():
    assert format_instant(at("2026-03-05T10:00"), NEW_YORK) == "Thu 5 Mar, 10:00 am"


def test_today_is_the_readers_today():
    """23:30 in New York on 5 Mar is 6 Mar in UTC."""
    late = datetime(2026, 3, 6, 4, 30, tzinfo=UTC)

    assert format_instant(late, NEW_YORK, NOW) == "today, 11:30 pm"


def test_hour_that_occurs_twice_reads_the_same():
    """Clocks go back on Sun 1 Nov 2026, 2:00 am: 05:30 and 06:30 UTC are both 1:30 am."""
    texts = {format_instant(datetime(2026, 11, 1, hour, 30, tzinfo=UTC), NEW_YORK) for hour in (5, 6)}

    assert texts == {"Sun 1 Nov, 1:30 am"}


def test_date_names_another_year():
    assert [format_date(at(day + "T10:00"), NEW_YORK, NOW) for day in ("2026-12-31", "2027-01-01")] == [
        "Thu 31 Dec",
        "Fri 1 Jan 2027",
    ]


def test_day_without_today_has_no_year():
    assert format_day(date(1974, 5, 3)) == "Fri 3 May"


@pytest.mark.parametrize(
    ("duration", "text"),
    [
        (timedelta(seconds=-1), "0 min"),
        (timedelta(seconds=59), "0 min"),
        (timedelta(minutes=7), "7 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=1, minutes=16), "1 h 16 min"),
        (timedelta(hours=23, minutes=59), "23 h 59 min"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=1, hours=6, minutes=30), "1 day 6 h"),
        (timedelta(days=5, hours=14), "5 days 14 h"),
    ],
)
def test_duration_in_its_two_largest_units(duration, text):
    assert format_duration(duration) == text


def test_when_holds_the_machine_time_with_its_offset():
    assert when(at("2026-03-14T10:00"), NEW_YORK, NOW) == When(
        "2026-03-14T10:00-04:00", "Sat 14 Mar, 10:00 am"
    )


def test_when_of_a_time():
    assert when_time(at("2026-03-05T10:00"), NEW_YORK) == When("2026-03-05T10:00-05:00", "10:00 am")


@pytest.mark.parametrize(
    ("instant", "text"),
    [
        ("2026-03-03T09:00", "Tue 3 Mar, 9:00 am New York time"),
        ("2026-03-03T00:00", "Tue 3 Mar, 12:00 midnight New York time"),
    ],
)
def test_stamp_names_the_zone(instant: str, text: str):
    assert format_stamp(at(instant), NEW_YORK) == text


@pytest.mark.parametrize(
    ("instant", "text"),
    [("2026-03-05T23:59", "at 11:59 pm"), ("2026-03-06T00:00", "on Fri 6 Mar at 12:00 midnight")],
)
def test_a_time_within_a_sentence_names_another_date(instant: str, text: str):
    assert format_at(at(instant), NEW_YORK, NOW) == text


def test_when_reads_as_its_text():
    assert str(When("2026-03-05", "Thu 5 Mar")) == "Thu 5 Mar"


def test_phone_is_a_link_and_a_number():
    number = PhoneNumber.from_string("+12125550142", region="US")

    assert phone(number) == Phone("tel:+1-212-555-0142", "(212) 555-0142")


def test_no_phone_is_none():
    assert phone(None) is None


def test_remembered_words_are_kept_for_each_language() -> None:
    asked = []

    @remembered
    def word(number: int) -> str:
        asked.append(number)
        return f"{get_language()} {number}"

    said = [word(1), word(1)]
    with override("de"):
        said.append(word(1))

    assert (said, asked) == (["en-us 1", "en-us 1", "de 1"], [1, 1])
