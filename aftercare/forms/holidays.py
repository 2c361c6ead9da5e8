"""Holidays as they are typed: one a line, a date and perhaps a name."""

import datetime as dt
from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _

from aftercare.forms.lines import read_lines

LONGEST_NAME = 80  # characters


class HolidaysField(forms.CharField):
    """Text such as "2026-12-25 Christmas Day" a line, cleaned to names by date; an error names its line."""

    widget = forms.Textarea

    def clean(self, value: str | None) -> dict[dt.date, str]:
        """The name of each holiday, empty where it has none, by date."""
        found: dict[dt.date, str] = {}

        def keep(line: str) -> None:
            day, name = _read(line)
            if day in found:
                raise ValueError(_("this date is there twice"))
            found[day] = name

        read_lines(super().clean(value) or "", keep)
        return found


def _read(line: str) -> tuple[dt.date, str]:
    """One line's date and name. Raises ValueError with what is wrong."""
    words = line.split(maxsplit=1)
    try:
        day = dt.datetime.strptime(words[0], "%Y-%m-%d").date()  # noqa: DTZ007 - a date has no zone
    except ValueError as error:
        raise ValueError(_("begin with a date such as 2026-12-25")) from error
    name = words[1].strip() if len(words) > 1 else ""
    if len(name) > LONGEST_NAME:
        raise ValueError(_("the name may have 80 letters at most"))
    return day, name


def as_lines(holidays: Iterable[tuple[dt.date, str]]) -> str:
    """Holidays as the field shows them."""
    return "\n".join(f"{day} {name}".strip() for day, name in holidays)
