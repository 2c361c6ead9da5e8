"""What a nurse says when a flag is handed over or put off, and of a call that was made about it."""

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftercare.forms.layout import CalmHelper, Chips, ChoicesTwo, Fields, Question, Submit
from aftercare.forms.local_instant import LocalInstantForm, as_local_initial
from aftercare.forms.nurse import LONGEST_NOTE
from aftercare.models import FlagAction, Patient, User
from aftercare.queries.wording import format_clock
from aftercare.queries.zones import zone_name

SNOOZE_HOURS = {
    "1": _("1 hour"),
    "2": _("2 hours"),
    "4": _("4 hours"),
    "8": _("8 hours"),
    "24": _("24 hours"),
}


ASKED_IN = timedelta(hours=4)
"""When a patient is asked again unless another time is chosen, to the next quarter of an hour."""
QUARTER = timedelta(minutes=15)


def note_field(label: str, *, error: str = "", hint: str = "") -> forms.CharField:
    """A few lines for the record; a must where leaving it out is an `error`."""
    return forms.CharField(
        label=label,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=LONGEST_NOTE,
        required=bool(error),
        error_messages={"required": error},
    )


class HandOverForm(forms.Form):
    """To whom, and what they must know. `colleagues`: whoever else takes on flags in the clinic."""

    to = forms.ModelChoiceField(
        label=_("To whom"),
        queryset=User.objects.none(),
        empty_label=_("Choose somebody"),
        error_messages={
            "required": _("Choose who takes it on."),
            "invalid_choice": _("This person cannot take on flags any more. Choose somebody else."),
        },
    )
    note = note_field(_("What they must know"), error=_("Write what the next nurse must know."))

    def __init__(self, *args: object, action: str, colleagues: object, **kwargs: object) -> None:
        super().__init__(*args, prefix="over", **kwargs)
        self.fields["to"].queryset = colleagues
        self.fields["to"].label_from_instance = lambda person: person.full_name
        self.helper = CalmHelper(
            Question("to"), Question("note"), Submit(_("Hand over"), big=False, quiet=True), action=action
        )


class SnoozeForm(forms.Form):
    """How long a flag is put off, and why."""

    hours = forms.ChoiceField(
        label=_("Bring it back in"),
        choices=list(SNOOZE_HOURS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose when it comes back.")},
    )
    reason = note_field(
        _("Why it can wait"),
        error=_("Write why it can wait."),
        hint=_("It comes back at once when the patient tells of it again."),
    )

    def __init__(self, *args: object, action: str, **kwargs: object) -> None:
        super().__init__(*args, prefix="later", **kwargs)
        self.helper = CalmHelper(
            Chips("hours"), Question("reason"), Submit(_("Put off"), big=False, quiet=True), action=action
        )

    def until(self, at: datetime) -> datetime:
        """When the flag comes back: to the minute, so that pressed twice it is put off once."""
        return at.replace(second=0, microsecond=0) + timedelta(hours=int(self.cleaned_data["hours"]))


class RecheckForm(LocalInstantForm):
    """When the patient is asked again, on the patient's own clock, as `hint` says. `quiet`: not in their
    quiet hours.
    """

    def __init__(
        self, *args: object, action: str, patient: Patient, now: datetime, quiet: bool, **kwargs: object
    ) -> None:
        initial = as_local_initial(_suggested(patient, now), patient.tz)
        super().__init__(*args, prefix="again", initial=initial, zone=patient.tz, now=now, **kwargs)
        self.hint = _hint(patient, quiet=quiet)
        self.helper = CalmHelper(
            Fields(Question("date", short=True), Question("time", short=True)),
            Submit(_("Ask again then"), big=False, quiet=True),
            action=action,
        )


class CallForm(forms.Form):
    """How a call went. `submission` names the form that was sent, so that sent twice it is one call."""

    outcome = forms.ChoiceField(
        label=_("How did the call go?"),
        choices=FlagAction.CallOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how the call went.")},
    )
    note = note_field(_("Note for the record"), hint=_("Staff see it, the patient does not."))
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: object, action: str, **kwargs: object) -> None:
        super().__init__(*args, prefix="call", **kwargs)
        self.helper = CalmHelper(
            ChoicesTwo("outcome"),
            Question("note", optional=True),
            "submission",
            Submit(_("Log the call"), big=False, quiet=True),
            action=action,
        )


def _suggested(patient: Patient, now: datetime) -> datetime:
    """A time for asking again: in a few hours, or once the patient's quiet hours are over."""
    begun = datetime.min.replace(tzinfo=now.tzinfo)
    at = now + ASKED_IN
    return patient.quiet_hours.end_after(at + (begun - at) % QUARTER, patient.tz)


def _hint(patient: Patient, *, quiet: bool) -> str:
    told = {
        "zone": zone_name(patient.tz),
        "start": format_clock(patient.quiet_from),
        "end": format_clock(patient.quiet_until),
    }
    if quiet and patient.quiet_from != patient.quiet_until:
        return (
            gettext("On the patient's clock, %(zone)s. Between %(start)s and %(end)s the question waits.")
            % told
        )
    return gettext("On the patient's clock, %(zone)s.") % told
