"""Forms of a treatment session: booked, moved, completed. They check what is typed; the services decide."""

import datetime as dt

from crispy_forms.layout import LayoutObject
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.forms.layout import CalmHelper, Fields, Fieldset, Include, Question, Submit
from aftercare.forms.local_instant import LocalInstantForm, as_local_initial
from aftercare.forms.treatment import TREATMENT_LAYOUT, TreatmentFields, areas_of
from aftercare.models import Clinic, TreatmentSession
from aftercare.models.treatment_sessions import UNRECORDED_AFTER
from aftercare.queries.booking import zone_hint
from aftercare.queries.records import ClinicalRecord
from aftercare.queries.suggested_days import OfferedDay
from aftercare.queries.zones import zone_name


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


class CompletionForm(TreatmentFields, LocalInstantForm):
    """What was done in a session, and when it ended: now, if it is recorded soon after its time.

    Later no time is offered, only the date: "now" would start every clock of the plan too late.
    """

    field_order = ("date", "time", "treatment", "areas", "dose_billion_vesicles")

    def __init__(self, *args: object, session: TreatmentSession, now: dt.datetime, **kwargs: object) -> None:
        zone = session.clinic.tz
        ended = as_local_initial(now, zone)
        if now - session.scheduled_at >= UNRECORDED_AFTER:
            ended = {"date": as_local_initial(session.scheduled_at, zone)["date"]}
        kwargs["initial"] = {
            **ended,
            "treatment": session.treatment,
            "areas": areas_of(session),
            "dose_billion_vesicles": session.dose_billion_vesicles,
        }
        super().__init__(*args, zone=zone, now=now, **kwargs)
        self.offer_areas(areas_of(session))

    def completion(self) -> dict[str, object]:
        """The cleaned values as `complete_session` takes them."""
        return {"completed_at": self.cleaned_data["instant"], **self.treatment_values()}

    @property
    def helper(self) -> CalmHelper:
        """The whole form with its button."""
        ended = Fieldset(
            _("When the treatment ended"),
            Fields(Question("date"), Question("time")),
            hint=_("%(zone)s. Every clock of the plan counts from here.") % {"zone": zone_name(self.zone)},
            sheet=False,
        )
        return CalmHelper(ended, *TREATMENT_LAYOUT, Submit(_("Record as completed")))
