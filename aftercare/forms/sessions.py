"""Forms of a treatment session to come: booked, moved. They check what is typed; the services decide."""

from crispy_forms.layout import LayoutObject
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.forms.layout import CalmHelper, Fields, Fieldset, Include, Question
from aftercare.forms.local_instant import LocalInstantForm, as_local_initial
from aftercare.forms.treatment import TREATMENT_LAYOUT, TreatmentFields, areas_of
from aftercare.models import Clinic, TreatmentSession
from aftercare.queries.booking import zone_hint
from aftercare.queries.records import ClinicalRecord
from aftercare.queries.suggested_days import OfferedDay


class SessionTimeForm(LocalInstantForm):
    """A session's time to come, and a reason where it is close to another session."""

    interval_reason = forms.CharField(
        label=gettext_lazy("Why closer than the shortest interval?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: object, clinic: Clinic, **kwargs: object) -> None:
        super().__init__(*args, zone=clinic.tz, **kwargs)
        self.clinic = clinic
        self.days: tuple[OfferedDay, ...] = ()

    @property
    def asks_reason(self) -> bool:
        """Whether a reason was typed or is missed."""
        return bool(self["interval_reason"].value() or self["interval_reason"].errors)

    @property
    def helper(self) -> CalmHelper:
        """Date and time with the days to offer beneath; the panel and the buttons are the page's."""
        return CalmHelper(self.time_layout(), tag=False)

    def time_layout(self) -> LayoutObject:
        """Date, time, and the strip of days."""
        return Fieldset(
            _("Date and time"),
            Fields(Question("date"), Question("time")),
            Include("scheduling/_days.html", days=self.days),
            hint=zone_hint(self.clinic),
            sheet=False,
        )


class MoveForm(SessionTimeForm):
    """Another time for a session that is booked."""

    def __init__(self, *args: object, session: TreatmentSession, **kwargs: object) -> None:
        zone = session.clinic.tz
        initial = {**as_local_initial(session.scheduled_at, zone), "interval_reason": session.interval_reason}
        super().__init__(*args, clinic=session.clinic, initial=initial, **kwargs)

    def move(self) -> dict[str, object]:
        """The cleaned values as `move_session` takes them."""
        return {
            "scheduled_at": self.cleaned_data["instant"],
            "interval_reason": self.cleaned_data["interval_reason"],
        }


class BookingForm(TreatmentFields, SessionTimeForm):
    """A session to come of one patient; treatment and areas begin as they were last time."""

    field_order = ("date", "time", "treatment", "areas", "dose_billion_vesicles", "interval_reason")

    def __init__(self, *args: object, record: ClinicalRecord, **kwargs: object) -> None:
        live = [row for row in record.session_rows if row.status in TreatmentSession.LIVE]
        areas = areas_of(live[-1]) if live else []
        initial = {"treatment": live[-1].treatment, "areas": areas} if live else {}
        super().__init__(*args, clinic=record.patient.clinic, initial=initial, **kwargs)
        self.offer_areas(areas)

    def booking(self) -> dict[str, object]:
        """The cleaned values as `book_session` takes them."""
        return {
            "scheduled_at": self.cleaned_data["instant"],
            "interval_reason": self.cleaned_data["interval_reason"],
            **self.treatment_values(),
        }

    @property
    def helper(self) -> CalmHelper:
        """Time, then treatment."""
        return CalmHelper(self.time_layout(), *TREATMENT_LAYOUT, tag=False)
