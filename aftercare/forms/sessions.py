"""Forms of a treatment session to come: booked, moved, cancelled. They check what is typed."""

import datetime as dt
from dataclasses import replace

from crispy_forms.layout import LayoutObject
from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.domain.clinical_time import Duration
from aftercare.forms.layout import CalmHelper, Fields, Fieldset, Include, Question
from aftercare.forms.local_instant import LocalInstantForm, as_local_initial
from aftercare.forms.places import PlaceFields
from aftercare.forms.treatment import TREATMENT_LAYOUT, TreatmentFields, areas_of
from aftercare.models import TreatmentSession
from aftercare.queries.asked import Asked
from aftercare.queries.booking import zone_hint
from aftercare.queries.desk import Desk
from aftercare.queries.records import ClinicalRecord
from aftercare.queries.suggested_days import OfferedDay

USUAL_SESSIONS = 3  # of a course
USUAL_DAYS_APART = 14
MOST_SESSIONS = 6
MOST_DAYS_APART = 180


def count_field(label: str, most: int) -> forms.IntegerField:
    """A whole number from one on."""
    a_number = format_lazy(gettext_lazy("Write a whole number from 1 to {most}."), most=most)
    errors = dict.fromkeys(("invalid", "min_value", "max_value"), a_number)
    box = forms.TextInput(attrs={"inputmode": "numeric", "size": 4, "autocomplete": "off"})
    return forms.IntegerField(
        label=label, required=False, min_value=1, max_value=most, widget=box, error_messages=errors
    )


def reason_field(label: str) -> forms.CharField:
    """Why a session that was booked does not stay as it is; it stands in its history."""
    return forms.CharField(
        label=label,
        help_text=gettext_lazy("Staff see it in the session's history, the patient does not."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Say why.")},
    )


class SessionTimeForm(PlaceFields, LocalInstantForm):
    """A session's time to come, with whom and where, and a reason where it is close to another session."""

    interval_reason = forms.CharField(
        label=gettext_lazy("Why closer than the shortest interval?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: object, desk: Desk, **kwargs: object) -> None:
        super().__init__(*args, zone=desk.clinic.tz, **kwargs)
        self.offer_places(desk)
        self.days: tuple[OfferedDay, ...] = ()

    @property
    def asks_reason(self) -> bool:
        """Whether a reason was typed or is missed."""
        return bool(self["interval_reason"].value() or self["interval_reason"].errors)

    @property
    def asked(self) -> Asked:
        """What the form asks for, as far as it can be read."""
        return Asked(times=self.times, treatment=self.treatment, wish=self.wish)

    @property
    def times(self) -> tuple[dt.datetime, ...]:
        """The time that is asked for, if it can be read."""
        return (self.instant,) if self.instant else ()

    @property
    def treatment(self) -> str:
        """The treatment that is chosen, or that was last time."""
        told = self.cleaned_data if self.is_bound else {}
        return str(told.get("treatment") or self.initial.get("treatment", ""))

    @property
    def picked(self) -> dict[str, object]:
        """What can be read of it, for another form to begin with."""
        time = as_local_initial(self.instant, self.zone) if self.instant else {}
        return time | {name: one.pk for name, one in self.place.items() if one is not None}

    def time_layout(self) -> LayoutObject:
        """Date and time, provider and room, and the strip of days."""
        return Fieldset(
            _("Date and time"),
            Fields(Question("date"), Question("time")),
            self.place_layout(),
            Include("scheduling/_days.html", days=self.days),
            hint=zone_hint(self.desk.clinic),
            sheet=False,
        )


class MoveForm(SessionTimeForm):
    """Another time, provider or room for a session that is booked, and why."""

    reason = reason_field(gettext_lazy("Why is it moved?"))

    def __init__(self, *args: object, session: TreatmentSession, **kwargs: object) -> None:
        self.session = session
        initial = {
            **as_local_initial(session.scheduled_at, session.clinic.tz),
            "treatment": session.treatment,
            "interval_reason": session.interval_reason,
            "provider": session.provider_id,
            "room": session.room_id,
        }
        super().__init__(*args, initial=initial, **kwargs)

    @property
    def asked(self) -> Asked:
        """What the form asks for this session."""
        return replace(super().asked, moved=self.session.pk)

    def move(self) -> dict[str, object]:
        """The cleaned values as `move_session` takes them."""
        return {
            "scheduled_at": self.cleaned_data["instant"],
            "interval_reason": self.cleaned_data["interval_reason"],
            "reason": self.cleaned_data["reason"],
            **self.place,
        }

    @property
    def helper(self) -> CalmHelper:
        """Time and place, then why; the panel and the buttons are the page's."""
        return CalmHelper(self.time_layout(), Question("reason"), tag=False)


class BookingForm(TreatmentFields, SessionTimeForm):
    """A session to come of one patient, or a course of several at the same time of day.

    Treatment and areas begin as they were last time.
    """

    sessions = count_field(gettext_lazy("Sessions"), MOST_SESSIONS)
    apart_days = count_field(gettext_lazy("Days apart"), MOST_DAYS_APART)

    field_order = (
        "date",
        "time",
        "provider",
        "room",
        "sessions",
        "apart_days",
        "treatment",
        "areas",
        "dose_billion_vesicles",
        "interval_reason",
    )

    def __init__(
        self,
        *args: object,
        record: ClinicalRecord,
        sessions: int = 1,
        begun: SessionTimeForm | None = None,
        **kwargs: object,
    ) -> None:
        live = [row for row in record.session_rows if row.status in TreatmentSession.LIVE]
        areas = areas_of(live[-1]) if live else []
        initial = {"treatment": live[-1].treatment, "areas": areas} if live else {}
        initial |= {"sessions": sessions, "apart_days": USUAL_DAYS_APART, **(begun.picked if begun else {})}
        self.begun_at = begun.instant if begun else None
        super().__init__(*args, initial=initial, **kwargs)
        self.offer_areas(areas)

    @property
    def instant(self) -> dt.datetime | None:
        """The time that is asked for; before anything is sent the one it was begun with."""
        return super().instant if self.is_bound else self.begun_at

    @property
    def is_course(self) -> bool:
        """Whether more than one session is asked for."""
        return str(self["sessions"].value() or 1) != "1"

    @property
    def times(self) -> tuple[dt.datetime, ...]:
        """Every time that is asked for, at one hour of the clinic's wall; none if their number is wrong."""
        if "sessions" in self.errors or "apart_days" in self.errors:
            return ()
        told = self.cleaned_data if self.is_bound and self.errors is not None else self.initial
        apart = told.get("apart_days") or USUAL_DAYS_APART
        return tuple(
            Duration(days=number * apart).after(first, self.zone)
            for first in super().times
            for number in range(told.get("sessions") or 1)
        )

    def booking(self) -> dict[str, object]:
        """The cleaned values as `book_course` takes them."""
        return {
            "times": self.times,
            "interval_reason": self.cleaned_data["interval_reason"],
            **self.place,
            **self.treatment_values(),
        }

    @property
    def helper(self) -> CalmHelper:
        """Time and place, then treatment; the panel and the buttons are the page's."""
        course = Fieldset(
            _("How many"),
            Fields(Question("sessions", short=True), Question("apart_days", short=True)),
            hint=_("More than one is a course: all are booked, or none. Each can be moved alone later."),
            sheet=False,
        )
        return CalmHelper(self.time_layout(), course, *TREATMENT_LAYOUT, tag=False)


class CancelForm(forms.Form):
    """Why a session is cancelled."""

    reason = reason_field(gettext_lazy("Why is it cancelled?"))
