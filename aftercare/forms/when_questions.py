"""When something began, was used or was over: likely answers in words, another time, or "I don't know".

The likely answers are times of the day on which the form was opened, on the patient's own clock, so that a
chip means what it said when it was shown, however late the form is sent.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import at_clock, from_local, local_date, to_local
from aftercare.forms.layout import Chips, Reveals
from aftercare.forms.widgets import DateAndTime
from aftercare.queries.wording import format_time, format_weekday

OTHER, UNKNOWN, SAME, JUST_NOW = "other", "unknown", "same", "now"
LEAST_BEFORE = timedelta(minutes=30)
"""A likely answer nearer than this to "just now" says nothing of its own."""
EARLIEST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class Moment:
    """One answer: its value, its words, the small words beneath, and the instant it stands for."""

    value: str
    label: str
    note: str
    at: datetime | None = None


def likely_moments(opened_at: datetime, zone: ZoneInfo) -> tuple[Moment, ...]:
    """The likely answers, the latest first; only times that were past when the form was opened."""
    today = local_date(opened_at, zone)
    moments = [Moment(JUST_NOW, _("Just now"), format_time(opened_at, zone), opened_at)]
    for value, label, days_ago, hour in (
        ("tonight", _("This evening"), 0, 18),
        ("afternoon", _("This afternoon"), 0, 15),
        ("morning", _("This morning"), 0, 10),
        ("waking", _("On waking"), 0, 6),
        ("night", _("In the night"), 0, 0),
        ("evening", _("Last evening"), 1, 18),
        ("yesterday", _("Yesterday morning"), 1, 9),
        ("before", _("The day before"), 2, 9),
    ):
        day = today - timedelta(days=days_ago)
        at = at_clock(day, time(hour), zone)
        if at <= opened_at - LEAST_BEFORE:
            moments.append(Moment(value, label, _about(at, day, today, zone), at))
    return tuple(moments)


def _about(at: datetime, day: date, today: date, zone: ZoneInfo) -> str:
    about = _("about %(time)s") % {"time": format_time(at, zone)}
    if day == today:
        return about
    return _("%(weekday)s, %(about)s") % {"weekday": format_weekday(day), "about": about}


class AnyChoice(forms.ChoiceField):
    """One of several answers, judged by the question it belongs to: what is hidden may hold anything."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(required=False, widget=forms.RadioSelect, **kwargs)

    def validate(self, value: str) -> None:
        """Accept: the question reads it."""


class AnyDateAndTime(forms.MultiValueField):
    """A date and a time as they were typed, for the question to read: nothing typed is lost."""

    def __init__(self, **kwargs: object) -> None:
        parts = (forms.CharField(max_length=40), forms.CharField(max_length=40))
        super().__init__(
            fields=parts, required=False, require_all_fields=False, widget=DateAndTime(), **kwargs
        )

    def clean(self, value: object) -> tuple[str, str]:
        """Both texts, whatever they hold."""
        texts = value if isinstance(value, list | tuple) else ("", "")
        day, clock = (str(text or "").strip() for text in texts)
        return day, clock


@dataclass(frozen=True, slots=True)
class WhenAnswer:
    """What was answered: an instant or None for not known; `sound` is False where it could not be read."""

    at: datetime | None
    sound: bool = True


@dataclass(frozen=True, slots=True)
class WhenQuestion:
    """Asks for one time with two fields, `name` and `name_at`. Every error begins with `subject`."""

    name: str
    subject: str
    legend: str
    moments: tuple[Moment, ...]
    missing: str
    zone: ZoneInfo
    knows: bool = True
    initial: str = ""
    hint: str = ""

    def fields(self) -> dict[str, forms.Field]:
        """The fields of this question."""
        moments = [*self.moments, Moment(OTHER, _("Another time"), _("choose it"))]
        if self.knows:
            moments.append(Moment(UNKNOWN, _("I don't know"), ""))
        choices = [(moment.value, moment.label) for moment in moments]
        return {
            self.name: AnyChoice(
                label=self.legend, choices=choices, initial=self.initial, help_text=self.hint
            ),
            f"{self.name}_at": AnyDateAndTime(
                label=_("%(subject)s: date and time") % {"subject": self.subject}
            ),
        }

    def part(self) -> Reveals:
        """How the question is laid out: chips, and what "Another time" opens."""
        notes = {moment.value: moment.note for moment in self.moments} | {OTHER: _("choose it")}
        return Reveals(Chips(self.name, reveals={OTHER: "other"}, notes=notes), other=[f"{self.name}_at"])

    def read(self, form: forms.Form, now: datetime) -> WhenAnswer:
        """The answer; what is wrong with it is put beside its field."""
        value = form.cleaned_data.get(self.name, "") or self._default()
        if value == UNKNOWN and self.knows:
            return WhenAnswer(None)
        if value == OTHER:
            return self._read_other(form, now)
        for moment in self.moments:
            if moment.value == value:
                return WhenAnswer(moment.at)
        return self._refuse(form, self.name, self.missing)

    def _default(self) -> str:
        return self.initial if self.initial == UNKNOWN else ""

    def _read_other(self, form: forms.Form, now: datetime) -> WhenAnswer:
        name = f"{self.name}_at"
        day, clock = form.cleaned_data.get(name, ("", ""))
        if not day or not clock:
            return self._refuse(form, name, _("choose both the date and the time."))
        told = _read_text(day, clock)
        if told is None:
            return self._refuse(
                form, name, _("that is not a date and a time. For example 2026-03-05 and 14:30.")
            )
        if told.year < EARLIEST_YEAR:
            return self._refuse(form, name, _("that is too long ago. Check the year."))
        if told.date() > local_date(now, self.zone) + timedelta(days=1):
            return self._refuse(form, name, _("that time is still to come. Check the date and the time."))
        return self._read_local(form, name, told, now)

    def _read_local(self, form: forms.Form, name: str, told: datetime, now: datetime) -> WhenAnswer:
        at = from_local(told, self.zone)
        if to_local(at, self.zone) != told:
            skipped = _(
                "there was no such time that day, because the clocks went forward. Choose another time."
            )
            return self._refuse(form, name, skipped)
        if at > now:
            return self._refuse(form, name, _("that time is still to come. Check the date and the time."))
        return WhenAnswer(at)

    def _refuse(self, form: forms.Form, name: str, reason: str) -> WhenAnswer:
        refuse(form, name, self.subject, reason)
        return WhenAnswer(None, sound=False)


def _read_text(day: str, clock: str) -> datetime | None:
    """A date and a time that were typed; None where they are none, or name a zone: the patient's is meant."""
    try:
        told = datetime.combine(date.fromisoformat(day), time.fromisoformat(clock))
    except ValueError:
        return None
    return told if told.tzinfo is None else None


def refuse(form: forms.Form, name: str, subject: str, reason: str) -> None:
    """Put an error beside a field: "Swelling: say when it began."."""
    form.add_error(name, _("%(subject)s: %(reason)s") % {"subject": subject, "reason": reason})
