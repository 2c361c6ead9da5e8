"""Working hours and time off as they are typed: a day's hours in a line, time off one a line."""

import datetime as dt
import re
from collections.abc import Iterable
from itertools import pairwise
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import at_clock, start_of_day, to_local
from aftercare.forms.lines import read_lines
from aftercare.models import TimeOff

Stretch = tuple[dt.time, dt.time]
Away = tuple[dt.datetime, dt.datetime, str]

LONGEST_NOTE = 120  # characters
_ONE_DAY = dt.timedelta(days=1)
_CLOCK = r"\d{1,2}:\d\d"
_DATE = r"\d{4}-\d\d-\d\d"
_STRETCH = re.compile(rf"({_CLOCK})\s*(?:-|–|to)\s*({_CLOCK})")
_AWAY = re.compile(
    rf"(?P<first>{_DATE})(?:\s+(?P<from>{_CLOCK}))?"
    rf"(?:\s+to\s+(?P<last>{_DATE})?\s*(?P<until>{_CLOCK})?)?(?:\s+(?P<note>.*))?"
)


class HoursField(forms.CharField):
    """A day's working hours such as "8:00-12:00, 13:00-17:00", cleaned to stretches; empty: no work."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "size": 26})

    def clean(self, value: str | None) -> list[Stretch]:
        """The stretches in order of time."""
        found = sorted(_stretch(part) for part in (super().clean(value) or "").split(",") if part.strip())
        if any(later[0] < earlier[1] for earlier, later in pairwise(found)):
            raise forms.ValidationError(_("These hours overlap."))
        return found


def _stretch(text: str) -> Stretch:
    match = _STRETCH.fullmatch(text.strip())
    try:
        if match is None:
            raise ValueError(text)
        begins, ends = _clock(match[1]), _clock(match[2])
    except ValueError:
        raise forms.ValidationError(_("Write the hours like 8:00-12:00, 13:00-17:00.")) from None
    if ends <= begins:
        raise forms.ValidationError(
            _("The hours end after they begin. Write the afternoon like 13:00-17:00.")
        )
    return begins, ends


def _clock(text: str) -> dt.time:
    """A time such as 8:00. Raises ValueError."""
    return dt.time.fromisoformat(text.zfill(5))


def hours_line(hours: Iterable[Stretch]) -> str:
    """A day's hours as the field shows them."""
    return ", ".join(f"{begins:%H:%M}-{ends:%H:%M}" for begins, ends in sorted(hours))


class TimeOffField(forms.CharField):
    """Time off, one a line: "2026-12-24 to 2026-12-28 Family", "2026-03-05 13:00 to 17:00".

    `zone` is whose clock is meant. A date alone is the whole day, the last day included.
    """

    widget = forms.Textarea
    zone: ZoneInfo

    def clean(self, value: str | None) -> list[Away]:
        """From, until and the note of each line; an error names its line."""
        return read_lines(super().clean(value) or "", lambda line: _away(line, self.zone))


def _away(line: str, zone: ZoneInfo) -> Away:
    """One line's time off. Raises ValueError with what is wrong."""
    told = _AWAY.fullmatch(line)
    if told is None:
        raise ValueError(_("begin with a date such as 2026-12-24"))
    try:
        first = dt.date.fromisoformat(told["first"])
        last = dt.date.fromisoformat(told["last"] or told["first"])
        starts_at = at_clock(first, _clock(told["from"] or "0:00"), zone)
        ends_at = at_clock(last, _clock(told["until"] or "0:00"), zone)
    except ValueError as error:
        raise ValueError(_("there is no such date or time")) from error
    if told["until"] is None:
        ends_at = start_of_day(last + _ONE_DAY, zone)
    if ends_at <= starts_at:
        raise ValueError(_("it ends before it begins"))
    note = (told["note"] or "").strip()
    if len(note) > LONGEST_NOTE:
        raise ValueError(_("the note may have 120 letters at most"))
    return starts_at, ends_at, note


def time_off_lines(time_off: Iterable[TimeOff], zone: ZoneInfo) -> str:
    """Time off as the field shows it."""
    return "\n".join(
        _line(to_local(one.starts_at, zone), to_local(one.ends_at, zone), one.note) for one in time_off
    )


def _line(start: dt.datetime, end: dt.datetime, note: str) -> str:
    midnight = dt.time()
    if start.time() == end.time() == midnight:
        last = (end - _ONE_DAY).date()
        words = [f"{start.date()}", *([f"to {last}"] if last > start.date() else []), note]
    else:
        words = [f"{start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M}", note]
    return " ".join(word for word in words if word)
