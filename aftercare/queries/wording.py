"""How instants, dates, durations and phone numbers read on a page, in an e-mail and in a drawing.

Formatting is done here, in Python: Django's date filters are the dearest thing on a page of times. Pure
functions of an aware instant and the reader's zone; `now` gives "today" and leaves out the current year.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache, wraps
from typing import ParamSpec
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext as _
from phonenumber_field.phonenumber import PhoneNumber

from aftercare.domain.clinical_time import local_date
from aftercare.queries.grammar import capitalized
from aftercare.queries.zones import zone_name

MIDNIGHT = time(0)
NOON = time(12)

DAYS = (
    pgettext_lazy("short weekday", "Mon"),
    pgettext_lazy("short weekday", "Tue"),
    pgettext_lazy("short weekday", "Wed"),
    pgettext_lazy("short weekday", "Thu"),
    pgettext_lazy("short weekday", "Fri"),
    pgettext_lazy("short weekday", "Sat"),
    pgettext_lazy("short weekday", "Sun"),
)
MONTHS = (
    pgettext_lazy("short month", "Jan"),
    pgettext_lazy("short month", "Feb"),
    pgettext_lazy("short month", "Mar"),
    pgettext_lazy("short month", "Apr"),
    pgettext_lazy("short month", "May"),
    pgettext_lazy("short month", "Jun"),
    pgettext_lazy("short month", "Jul"),
    pgettext_lazy("short month", "Aug"),
    pgettext_lazy("short month", "Sep"),
    pgettext_lazy("short month", "Oct"),
    pgettext_lazy("short month", "Nov"),
    pgettext_lazy("short month", "Dec"),
)


Given = ParamSpec("Given")


def remembered(words: Callable[Given, str]) -> Callable[Given, str]:
    """Words that follow from dates, times and other plain values alone: put together once in each language.

    A page says the same date many times, and every page the same few months. Nobody's data belongs in here.
    """

    @lru_cache(maxsize=4096)
    def kept(language: str | None, *args: Given.args, **kwargs: Given.kwargs) -> str:
        return words(*args, **kwargs)

    @wraps(words)
    def said(*args: Given.args, **kwargs: Given.kwargs) -> str:
        return kept(get_language(), *args, **kwargs)  # type: ignore[arg-type]  # plain values: all hashable

    return said


@dataclass(frozen=True, slots=True)
class When:
    """A time for a page: what `<time datetime>` holds, and what is read. See `_components/when.html`."""

    datetime_attr: str
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone number for a page: the `tel:` address and the number as it is read."""

    href: str
    text: str


@remembered
def format_day_month(day: date) -> str:
    """A date without its weekday: "5 Mar"."""
    return _("%(day)d %(month)s") % {"day": day.day, "month": MONTHS[day.month - 1]}


@remembered
def format_weekday(day: date) -> str:
    """The weekday, short: "Thu"."""
    return str(DAYS[day.weekday()])


def format_day(day: date, today: date | None = None) -> str:
    """A date: "Sat 14 Mar", or "Sat 14 Mar 2026" where `today` is given and lies in another year."""
    return _day_words(day, with_year=today is not None and today.year != day.year)


@remembered
def _day_words(day: date, *, with_year: bool) -> str:
    named = {"weekday": DAYS[day.weekday()], "day": day.day, "month": MONTHS[day.month - 1], "year": day.year}
    if with_year:
        return _("%(weekday)s %(day)d %(month)s %(year)d") % named
    return _("%(weekday)s %(day)d %(month)s") % named


def format_date(instant: datetime, zone: ZoneInfo, now: datetime | None = None) -> str:
    """The local date of an instant: "Sat 14 Mar"; with the year where `now` lies in another one."""
    return format_day(local_date(instant, zone), None if now is None else local_date(now, zone))


def format_time(instant: datetime, zone: ZoneInfo) -> str:
    """The local time of day: "10:00 am", "12:00 noon", "12:00 midnight"."""
    return format_clock(instant.astimezone(zone).time())


def format_clock(clock: time) -> str:
    """A time of day in the same words, where no zone is needed: when a clinic opens."""
    return _clock_words(clock.replace(second=0, microsecond=0))


@remembered
def _clock_words(clock: time) -> str:
    if clock == MIDNIGHT:
        return _("12:00 midnight")
    if clock == NOON:
        return _("12:00 noon")
    pattern = _("%(hour)d:%(minute)02d am") if clock < NOON else _("%(hour)d:%(minute)02d pm")
    return pattern % {"hour": clock.hour % 12 or 12, "minute": clock.minute}


def format_instant(instant: datetime, zone: ZoneInfo, now: datetime | None = None) -> str:
    """Date and time: "Thu 5 Mar, 10:00 am", "today, 10:00 am" on the date of `now`, "…, start of the day"."""
    return _local_words(instant.astimezone(zone), None if now is None else local_date(now, zone))


def _local_words(local: datetime, today: date | None) -> str:
    """`format_instant` of a time on the reader's own clock."""
    return _date_and_time(local.date(), local.time().replace(second=0, microsecond=0), today)


@remembered
def _date_and_time(day: date, clock: time, today: date | None) -> str:
    return _("%(date)s, %(time)s") % {
        "date": _("today") if day == today else format_day(day, today),
        "time": _("start of the day") if clock == MIDNIGHT else format_clock(clock),
    }


def format_brief(instant: datetime, zone: ZoneInfo, now: datetime) -> str:
    """A time as short as it can be: "10:16 am" today, else "Wed 4 Mar, 5:00 pm"."""
    if local_date(instant, zone) == local_date(now, zone):
        return format_time(instant, zone)
    return _("%(date)s, %(time)s") % {
        "date": format_date(instant, zone, now),
        "time": format_time(instant, zone),
    }


def format_at(instant: datetime, zone: ZoneInfo, now: datetime) -> str:
    """When something happens, within a sentence: "at 10:16 am" today, else "on Wed 4 Mar at 5:00 pm"."""
    time = format_time(instant, zone)
    if local_date(instant, zone) == local_date(now, zone):
        return _("at %(time)s") % {"time": time}
    return _("on %(date)s at %(time)s") % {"date": format_date(instant, zone, now), "time": time}


def format_brief_after(begun_at: datetime | None, instant: datetime, zone: ZoneInfo, now: datetime) -> str:
    """The later of two times read one after the other: on the same date its time of day is enough."""
    if begun_at is not None and local_date(begun_at, zone) == local_date(instant, zone):
        return format_time(instant, zone)
    return format_brief(instant, zone, now)


def format_stamp(instant: datetime, zone: ZoneInfo) -> str:
    """A time that is read who knows when, and where: "Tue 3 Mar, 9:00 am New York time"."""
    return _("%(date)s, %(time)s %(zone)s") % {
        "date": format_date(instant, zone),
        "time": format_time(instant, zone),
        "zone": zone_name(zone),
    }


def format_duration(duration: timedelta) -> str:
    """A duration in its two largest units, rounded down: "1 day 6 h", "1 h 16 min", "7 min", "0 min"."""
    minutes = max(0, int(duration.total_seconds()) // 60)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [
        ngettext("%(count)d day", "%(count)d days", days) % {"count": days} if days else "",
        _("%(count)d h") % {"count": hours} if hours else "",
        _("%(count)d min") % {"count": minutes} if minutes and not days else "",
    ]
    return " ".join(part for part in parts if part) or _("%(count)d min") % {"count": 0}


def when(instant: datetime, zone: ZoneInfo, now: datetime | None = None) -> When:
    """`format_instant` for a page."""
    local = instant.astimezone(zone)
    today = None if now is None else local_date(now, zone)
    return When(local.isoformat(timespec="minutes"), _local_words(local, today))


def when_time(instant: datetime, zone: ZoneInfo) -> When:
    """`format_time` for a page."""
    return When(instant.astimezone(zone).isoformat(timespec="minutes"), format_time(instant, zone))


def when_brief(instant: datetime, zone: ZoneInfo, now: datetime) -> When:
    """`format_brief` for a page."""
    return When(instant.astimezone(zone).isoformat(timespec="minutes"), format_brief(instant, zone, now))


def when_full(instant: datetime, zone: ZoneInfo, now: datetime) -> When:
    """Date and time for a heading: "today, 10:16 am"; begins with a capital."""
    local = instant.astimezone(zone)
    return When(local.isoformat(timespec="minutes"), capitalized(format_instant(instant, zone, now)))


def phone(number: PhoneNumber | None) -> Phone | None:
    """A number for a page, or None where there is none."""
    return Phone(number.as_rfc3966, number.as_national) if number else None
