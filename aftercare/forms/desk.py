"""An administrator's forms of the desk: a provider, a room, how long treatments take."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.forms.layout import CalmHelper, Fields, Fieldset, Question, Submit
from aftercare.forms.working_hours import HoursField, TimeOffField, hours_line, time_off_lines
from aftercare.models import Clinic, Provider, Room, TreatmentSession, User
from aftercare.models.treatment_lengths import LONGEST
from aftercare.services.providers import ProviderSettings

LONGEST_INTERVAL = 365
"""Days: two sessions that are kept further apart by rule than that are no course."""
NAMELESS = {"required": gettext_lazy("Write the name.")}


class DeskForm(forms.Form):
    """A form whose service may refuse an answer."""

    def refuse(self, field: str, reason: str) -> None:
        """Show a service's refusal beside its field."""
        self.add_error(field, reason)


class ProviderForm(DeskForm):
    """A provider: a new one works whenever the clinic does, until somebody says otherwise."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, error_messages=NAMELESS)
    title = forms.CharField(
        label=gettext_lazy("What they are called"),
        help_text=gettext_lazy("Beside the name, such as physician."),
        max_length=60,
        required=False,
    )
    user = forms.ModelChoiceField(
        label=gettext_lazy("Signs in as"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody: does not use the portal"),
    )
    time_off = TimeOffField(
        label=gettext_lazy("Time off"),
        help_text=gettext_lazy("One a line: 2026-12-24 to 2026-12-28 Family, or 2026-03-05 13:00 to 17:00."),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )
    is_active = forms.BooleanField(label=gettext_lazy("Treats at present"), required=False)

    def __init__(
        self, *args: Any, clinic: Clinic, provider: Provider | None, now: dt.datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, initial=_provider_initial(clinic, provider, now), **kwargs)
        for weekday, day in WEEKDAYS.items():
            self.fields[f"hours_{weekday}"] = HoursField(label=day, required=False, max_length=120)
        self.fields["time_off"].zone = clinic.tz
        staff = clinic.people.exclude(role=User.Role.PATIENT).filter(is_active=True)
        taken = clinic.providers.exclude(pk=provider and provider.pk).filter(user__isnull=False)
        self.fields["user"].queryset = staff.exclude(pk__in=taken.values("user")).order_by("full_name", "id")
        if provider is None:
            del self.fields["is_active"]

    def answers(self) -> ProviderSettings:
        """The answers as the service takes them."""
        told = self.cleaned_data
        return ProviderSettings(
            name=told["name"],
            title=told["title"],
            user=told["user"],
            is_active=told.get("is_active", True),
            hours=[(weekday, stretch) for weekday in WEEKDAYS for stretch in told[f"hours_{weekday}"]],
            time_off=told["time_off"],
        )

    @property
    def helper(self) -> CalmHelper:
        """Who it is, when they work, when they are away."""
        return CalmHelper(
            Fieldset(
                _("Who"),
                Fields(Question("name"), Question("title", optional=True)),
                Question("user"),
                *(["is_active"] if "is_active" in self.fields else []),
            ),
            Fieldset(
                _("Working hours"),
                Fields(*(Question(f"hours_{weekday}") for weekday in WEEKDAYS)),
                hint=_(
                    "Like 8:00-12:00, 13:00-17:00, on the clinic's clock. Empty: does not work on this day."
                ),
            ),
            Fieldset(_("Away"), Question("time_off", optional=True)),
            Submit(_("Save")),
        )


def _provider_initial(clinic: Clinic, provider: Provider | None, now: dt.datetime) -> dict[str, Any]:
    if provider is None:
        usual = hours_line([(clinic.opens_at, clinic.closes_at)])
        return {f"hours_{weekday}": usual for weekday in clinic.working_days}
    hours: dict[int, list[tuple[dt.time, dt.time]]] = {}
    for one in provider.hours.all():
        hours.setdefault(one.weekday, []).append((one.begins, one.ends))
    away = provider.time_off.filter(ends_at__gt=now).order_by("starts_at", "id")
    return {
        "name": provider.name,
        "title": provider.title,
        "user": provider.user_id,
        "is_active": provider.is_active,
        "time_off": time_off_lines(away, clinic.tz),
        **{f"hours_{weekday}": hours_line(stretches) for weekday, stretches in hours.items()},
    }


class RoomForm(DeskForm):
    """A room of the clinic."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80, error_messages=NAMELESS)
    is_active = forms.BooleanField(label=gettext_lazy("In use"), required=False)

    def __init__(self, *args: Any, room: Room | None, **kwargs: Any) -> None:
        stored = {"name": room.name, "is_active": room.is_active} if room else {}
        super().__init__(*args, initial=stored, **kwargs)
        if room is None:
            del self.fields["is_active"]

    def answers(self) -> dict[str, Any]:
        """The answers as the service takes them."""
        return {"is_active": True, **self.cleaned_data}

    @property
    def helper(self) -> CalmHelper:
        """The whole form with its button."""
        return CalmHelper(*self.fields, Submit(_("Save")))


def minutes_box(label: str, *, least: int, required: bool) -> forms.IntegerField:
    """Minutes of a session."""
    a_number = _("Write a number of minutes from %(least)d to %(most)d.") % {"least": least, "most": LONGEST}
    errors = dict.fromkeys(("invalid", "required", "min_value", "max_value"), a_number)
    box = forms.TextInput(attrs={"inputmode": "numeric", "size": 6, "autocomplete": "off"})
    return forms.IntegerField(
        label=label, min_value=least, max_value=LONGEST, required=required, widget=box, error_messages=errors
    )


def interval_box() -> forms.IntegerField:
    """Days between two sessions of a patient."""
    a_number = _("Write a number of days from 0 to %(most)d.") % {"most": LONGEST_INTERVAL}
    return forms.IntegerField(
        label=_("Shortest interval between two sessions, days"),
        help_text=_("A session that is booked sooner asks for a reason."),
        min_value=0,
        max_value=LONGEST_INTERVAL,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6, "autocomplete": "off"}),
        error_messages=dict.fromkeys(("invalid", "required", "min_value", "max_value"), a_number),
    )


class LengthsForm(forms.Form):
    """How long a session is, and for each treatment if it takes another time (empty: the usual one)."""

    def __init__(self, *args: Any, clinic: Clinic, **kwargs: Any) -> None:
        stored = {one.treatment: one for one in clinic.treatment_lengths.all()}
        initial = {
            "slot_minutes": clinic.slot_minutes,
            "shortest_interval_days": clinic.shortest_interval_days,
        }
        for treatment, one in stored.items():
            initial |= {f"{treatment}_minutes": one.minutes, f"{treatment}_buffer": one.buffer_minutes}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["slot_minutes"] = minutes_box(_("Usual length, minutes"), least=1, required=True)
        self.fields["shortest_interval_days"] = interval_box()
        for treatment in TreatmentSession.Treatment:
            self.fields[f"{treatment}_minutes"] = minutes_box(_("Length, minutes"), least=1, required=False)
            self.fields[f"{treatment}_buffer"] = minutes_box(
                _("Buffer after it, minutes"), least=0, required=False
            )

    def answers(self) -> dict[str, Any]:
        """The answers as the service takes them: a buffer alone belongs to the usual length."""
        told = self.cleaned_data
        usual = told["slot_minutes"]
        lengths = {
            str(treatment): (told[f"{treatment}_minutes"] or usual, told[f"{treatment}_buffer"] or 0)
            for treatment in TreatmentSession.Treatment
            if told[f"{treatment}_minutes"] or told[f"{treatment}_buffer"]
        }
        interval = told["shortest_interval_days"]
        return {"slot_minutes": usual, "shortest_interval_days": interval, "lengths": lengths}

    @property
    def helper(self) -> CalmHelper:
        """The usual length and interval, then each treatment."""
        return CalmHelper(
            Fieldset(
                _("Any session"),
                Question("slot_minutes", short=True),
                Question("shortest_interval_days", short=True),
            ),
            *(
                Fieldset(
                    str(treatment.label),
                    Fields(
                        Question(f"{treatment}_minutes", short=True, optional=True),
                        Question(f"{treatment}_buffer", short=True, optional=True),
                    ),
                )
                for treatment in TreatmentSession.Treatment
            ),
            Submit(_("Save")),
        )
