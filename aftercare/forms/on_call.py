"""An administrator's form of the on-call rota: who, from when until when, and for how many weeks."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.domain.clinical_time import from_local, local_date, to_local
from aftercare.forms.clinic import phone_field
from aftercare.forms.desk import DeskForm
from aftercare.forms.layout import CalmHelper, Fields, Fieldset, Question, Submit
from aftercare.forms.local_instant import check_date, date_field, read_instant, time_field
from aftercare.models import Clinic, OnCallShift, User
from aftercare.services.on_call import Span, WhoIsOnCall

WEEKS_AT_MOST = 26


class OnCallForm(DeskForm):
    """One shift on the clinic's clock; a new one may come again on the same days of the weeks after it."""

    user = forms.ModelChoiceField(
        label=gettext_lazy("Who is on call"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("Somebody from outside, named below"),
        error_messages={
            "invalid_choice": gettext_lazy("This person takes on no flags here. Choose another.")
        },
    )
    name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=120)
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        max_length=254,
        error_messages={
            "invalid": gettext_lazy("This is no e-mail address. Write it like name@example.com.")
        },
    )
    phone = phone_field(gettext_lazy("Phone for text messages"), required=False)
    starts_date = date_field(gettext_lazy("From"))
    starts_time = time_field(gettext_lazy("At"))
    ends_date = date_field(gettext_lazy("Until"))
    ends_time = time_field(gettext_lazy("At"))
    weeks = forms.IntegerField(
        label=gettext_lazy("For how many weeks"),
        help_text=gettext_lazy(
            "1 is this once. With 4 it comes again at the same hours in the three weeks after."
        ),
        min_value=1,
        max_value=WEEKS_AT_MOST,
        initial=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4, "autocomplete": "off"}),
        error_messages=dict.fromkeys(
            ("invalid", "required", "min_value", "max_value"), gettext_lazy("Write a number from 1 to 26.")
        ),
    )

    def __init__(
        self, *args: Any, clinic: Clinic, shift: OnCallShift | None, now: dt.datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, initial=_initial(clinic, shift), **kwargs)
        self.zone, self.now = clinic.tz, now
        people = clinic.people.filter(role__in=User.CLINICAL_ROLES, is_active=True)
        self.fields["user"].queryset = people.order_by("full_name", "id")
        self.fields["user"].label_from_instance = lambda person: person.full_name
        if shift is not None:
            del self.fields["weeks"]
        if not settings.SMS_OFFERED:
            del self.fields["phone"]

    def clean(self) -> dict[str, Any]:
        """Puts dates and times together; an outsider needs a name and an address."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        for edge in ("starts", "ends"):
            day, clock = told.get(f"{edge}_date"), told.get(f"{edge}_time")
            if day and clock is not None:
                self._read(edge, day, clock)
        if "user" in told and told["user"] is None:
            self._ask_for_the_outsider(told)
        if {"starts", "ends", "weeks"} <= told.keys() and told["ends"] > told["starts"]:
            self._refuse_meeting_itself()
        return told

    def _read(self, edge: str, day: dt.date, clock: dt.time) -> None:
        try:
            check_date(day, local_date(self.now, self.zone))
        except forms.ValidationError as error:
            self.add_error(f"{edge}_date", error)
            return
        try:
            self.cleaned_data[edge] = read_instant(day, clock, self.zone)
        except forms.ValidationError as error:
            self.add_error(f"{edge}_time", error)

    def _ask_for_the_outsider(self, told: dict[str, Any]) -> None:
        if "name" in told and not told["name"]:
            self.add_error("name", _("Choose one of the staff, or write a name."))
        if "email" in told and not told["email"] and not told.get("phone"):
            self.add_error("email", _("Write how this person is reached."))

    def _refuse_meeting_itself(self) -> None:
        spans = self.spans()
        if len(spans) > 1 and spans[0][1] > spans[1][0]:
            said = _("A shift of more than a week cannot come again every week. Write 1, or end it earlier.")
            self.add_error("weeks", said)

    def who(self) -> WhoIsOnCall:
        """Whoever it is; what was typed beside one of the staff is left out."""
        told = self.cleaned_data
        phone = str(told.get("phone") or "")
        if told["user"] is not None:
            return WhoIsOnCall(user=told["user"], phone=phone)
        return WhoIsOnCall(name=told["name"], email=told["email"], phone=phone)

    def spans(self) -> list[Span]:
        """Each week's stretch: the same hours on the clinic's clock."""
        starts, ends = (to_local(self.cleaned_data[edge], self.zone) for edge in ("starts", "ends"))
        weeks = [dt.timedelta(weeks=week) for week in range(self.cleaned_data.get("weeks", 1))]
        return [(from_local(starts + week, self.zone), from_local(ends + week, self.zone)) for week in weeks]

    @property
    def helper(self) -> CalmHelper:
        """Who, then when."""
        ways = ["email", *(["phone"] if "phone" in self.fields else [])]
        return CalmHelper(
            Fieldset(
                _("Who"),
                Question("user"),
                Fields(Question("name", optional=True), *(Question(way, optional=True) for way in ways)),
                hint=_(
                    "Name and e-mail are for somebody from outside. Who has no account here is told that "
                    "something waits, and can neither see what it is nor take it on."
                ),
            ),
            Fieldset(
                _("When"),
                Fields(Question("starts_date"), Question("starts_time")),
                Fields(Question("ends_date"), Question("ends_time")),
                *([Question("weeks", short=True)] if "weeks" in self.fields else []),
                hint=_("On the clinic's clock. Only one person is on call at a time."),
            ),
            Submit(_("Save")),
        )


def _initial(clinic: Clinic, shift: OnCallShift | None) -> dict[str, Any]:
    if shift is None:
        return {}
    starts, ends = to_local(shift.starts_at, clinic.tz), to_local(shift.ends_at, clinic.tz)
    return {
        **{name: getattr(shift, name) for name in ("name", "email", "phone")},
        "user": shift.user_id,
        "starts_date": starts.date(),
        "starts_time": starts.time(),
        "ends_date": ends.date(),
        "ends_time": ends.time(),
    }
