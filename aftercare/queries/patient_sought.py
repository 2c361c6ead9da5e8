"""What somebody typed to find a patient, told apart: parts of a name, numbers, addresses, a date of birth."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from aftercare.queries.wording import MONTHS

SEPARATOR, ALONE = r"[-/.]", (r"(?<!\S)", r"(?!\S)")
MONTH_NAME, DAY, YEAR = r"(?P<month>[^\W\d_]{3,})\.?", r"(?P<day>\d{1,2})", r"(?P<year>\d{4})"
DATES = tuple(
    re.compile(written.join(ALONE))
    for written in (
        rf"{YEAR}{SEPARATOR}(?P<month>\d{{1,2}}){SEPARATOR}{DAY}",  # 1974-05-03
        rf"(?P<one>\d{{1,2}}){SEPARATOR}(?P<other>\d{{1,2}}){SEPARATOR}(?P<year>\d{{4}}|\d\d)",  # 5/3/1974
        rf"{DAY}\.?\s+{MONTH_NAME},?\s+{YEAR}",  # 3 May 1974
        rf"{MONTH_NAME}\s+{DAY}(?:st|nd|rd|th)?,?\s+{YEAR}",  # May 3, 1974
    )
)
SPACED_NUMBER = re.compile(r"\+?\(?\d[\d\s()./-]{5,}\d".join(ALONE))  # (212) 555-0168


@dataclass(frozen=True, slots=True)
class Sought:
    """What a text asks for. `born`: each date that was meant, or may have been: 5/3/1974 is two."""

    words: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    born: tuple[date, ...] = ()


def read_sought(text: str, today: date) -> Sought:
    """The parts of what was typed, in its order. A number may be the phone's or the record's."""
    born: list[date] = []
    for pattern in DATES:
        for found in pattern.finditer(text):
            if dates := list(dict.fromkeys(_dates(found.groupdict(), today))):
                born += dates
                text = text.replace(found[0], " ")
    spaced = [found[0] for found in SPACED_NUMBER.finditer(text)]
    parts = SPACED_NUMBER.sub(" ", text).split()
    return Sought(
        words=tuple(part for part in parts if "@" not in part and not digits_of(part)),
        numbers=(*spaced, *(part for part in parts if "@" not in part and digits_of(part))),
        addresses=tuple(part for part in parts if "@" in part),
        born=tuple(born),
    )


def digits_of(text: str) -> str:
    """The digits of a number without the zeros before it, as a phone number is stored: 0030 is 30."""
    return "".join(filter(str.isdecimal, text)).lstrip("0")


def _dates(written: Mapping[str, str], today: date) -> Iterator[date]:
    """The dates that may be meant: with the month first, and with the day first. None for no date."""
    year = int(written["year"])
    if len(written["year"]) == 2:
        year += 2000 if 2000 + year <= today.year else 1900
    days = (
        [(written["one"], written["other"]), (written["other"], written["one"])] if "one" in written else []
    )
    for month, day in days or [(written["month"], written["day"])]:
        try:
            yield date(year, _month(month), int(day))
        except ValueError:
            continue


def _month(text: str) -> int:
    """The number of a month written as a number, or by at least three letters of its name."""
    if text.isdecimal():
        return int(text)
    return [str(month).lower() for month in MONTHS].index(text[:3].lower()) + 1
