"""What the schedule is asked to show: a date to jump to, and filters. Sent by GET: dates, ids, no names."""

import datetime as dt
from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.domain.clinical_time import local_date, start_of_day
from aftercare.forms.layout import CalmHelper, Fields, Question, Submit
from aftercare.forms.local_instant import check_date
from aftercare.forms.places import NOT_THERE
from aftercare.forms.widgets import DateBox
from aftercare.models import Clinic, TreatmentSession
from aftercare.queries.desk import load_desk
from aftercare.queries.schedule_ask import AGENDA, BY_PROVIDER, BY_ROOM, DAY, EVERYTHING, WEEK, ScheduleAsk
from aftercare.queries.session_words import provider_words

LOOK_BACK = dt.timedelta(days=8)  # time off that is over before it is in no week about the date
NO_SUCH_VIEW = gettext_lazy("There is no such view of the schedule. Choose day, week or agenda.")


def hidden_choice(*names: str) -> forms.ChoiceField:
    """One of these names; the page's links choose it."""
    return forms.ChoiceField(
        choices=[(name, name) for name in names],
        widget=forms.HiddenInput(),
        error_messages={"invalid_choice": NO_SUCH_VIEW},
    )


def filter_field(label: str, *choices: tuple[str, str]) -> forms.ChoiceField:
    """What is shown of the sessions; nothing chosen leaves nothing out."""
    errors = {"invalid_choice": NOT_THERE}
    return forms.ChoiceField(label=label, choices=choices, required=False, error_messages=errors)


class ScheduleForm(forms.Form):
    """The query of the schedule's address, on the desk that it is about."""

    view = hidden_choice(DAY, WEEK, AGENDA)
    by = hidden_choice(BY_PROVIDER, BY_ROOM)
    date = forms.DateField(
        label=gettext_lazy("Date"),
        widget=DateBox(),
        error_messages={"invalid": gettext_lazy("There is no such date. Write it like 2026-03-09.")},
    )
    provider = filter_field(gettext_lazy("Provider"))
    room = filter_field(gettext_lazy("Room"))
    treatment = filter_field(
        gettext_lazy("Treatment"), ("", gettext_lazy("Every treatment")), *TreatmentSession.Treatment.choices
    )
    state = filter_field(
        gettext_lazy("State"),
        ("", gettext_lazy("All but cancelled")),
        *TreatmentSession.Status.choices,
        (EVERYTHING, gettext_lazy("All")),
    )

    def __init__(self, told: Mapping[str, str], *, clinic: Clinic, now: dt.datetime) -> None:
        self.today = local_date(now, clinic.tz)
        usual = {"view": DAY, "by": BY_PROVIDER, "date": self.today.isoformat()}
        super().__init__({name: told.get(name) or usual.get(name, "") for name in self.base_fields})
        self.desk = load_desk(clinic, since=start_of_day(self._day_or_today(), clinic.tz) - LOOK_BACK)
        self.fields["provider"].choices = [
            ("", _("All providers")),
            *((str(one.pk), provider_words(one)) for one in self.desk.providers),
        ]
        self.fields["room"].choices = [
            ("", _("All rooms")),
            *((str(one.pk), one.name) for one in self.desk.rooms),
        ]
        if not self.desk.providers and "by" not in told:
            self.data["by"] = BY_ROOM

    def clean_date(self) -> dt.date:
        """The date, within the years that a clinic can mean."""
        return check_date(self.cleaned_data["date"], self.today)

    def _day_or_today(self) -> dt.date:
        """The date as far as it can be read before the whole form is."""
        try:
            return check_date(self.fields["date"].clean(self.data["date"]), self.today)
        except forms.ValidationError:
            return self.today

    @property
    def asked(self) -> ScheduleAsk | None:
        """What is to be shown, or None where some of it cannot be read."""
        if not self.is_valid():
            return None
        told = self.cleaned_data
        found = {str(one.pk): one for one in (*self.desk.providers, *self.desk.rooms)}
        return ScheduleAsk(
            day=told["date"],
            view=told["view"],
            by=told["by"],
            provider=found.get(told["provider"]),
            room=found.get(told["room"]),
            treatment=told["treatment"],
            state=told["state"],
        )

    @property
    def helper(self) -> CalmHelper:
        """The filters in a row; the form's tag is the page's."""
        places = [
            Question(name)
            for name, offered in (("provider", self.desk.providers), ("room", self.desk.rooms))
            if len(offered) > 1 or self.errors.get(name)
        ]
        row = Fields(
            Question("date"),
            *places,
            Question("treatment"),
            Question("state"),
            Submit(_("Show"), big=False, quiet=True),
        )
        return CalmHelper("view", "by", row, method="get", tag=False)
