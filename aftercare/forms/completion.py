"""The form that records what was done in a session. It checks what is typed; the service decides."""

import datetime as dt
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.forms.layout import (
    CalmHelper,
    Chips,
    Choices,
    Fields,
    Fieldset,
    Include,
    Question,
    Sheet,
    Submit,
)
from aftercare.forms.local_instant import LocalInstantForm, as_local_initial
from aftercare.forms.patients import PatientForm
from aftercare.forms.places import NOT_THERE
from aftercare.forms.treatment import TreatmentFields, areas_of
from aftercare.models import TreatmentSession
from aftercare.models.treatment_sessions import UNRECORDED_AFTER
from aftercare.queries.completion import CompletionAsks
from aftercare.queries.session_words import provider_words
from aftercare.queries.zones import zone_name

BASELINE = ("baseline_pain", "baseline_limitation")


class LotsField(forms.TypedMultipleChoiceField):
    """Lots by their ids. One that is not offered any more is let through: the service says why in words."""

    def valid_value(self, value: str) -> bool:
        """Any; what is no id is refused where it is read."""
        return True


class CompletionForm(TreatmentFields, LocalInstantForm):
    """What was done in a session, and when it ended: now, if it is recorded soon after its time.

    Later no time is offered, only the date: "now" would start every clock of the plan too late.
    """

    performed_by = forms.ChoiceField(
        label=gettext_lazy("Who performed it"),
        error_messages={
            "required": gettext_lazy("Choose who performed it."),
            "invalid_choice": NOT_THERE,
        },
    )
    lots = LotsField(
        label=gettext_lazy("Product lots used"),
        help_text=gettext_lazy("One that is missing here is expired, in quarantine or not on record yet."),
        required=False,
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("There is no such lot. Choose from the list.")},
    )
    confirmed = forms.BooleanField(
        label=gettext_lazy(
            "I went through the allergies and medicines with the patient before the treatment"
        ),
        required=False,
    )
    baseline_pain = PatientForm.base_fields["baseline_pain"]
    baseline_limitation = PatientForm.base_fields["baseline_limitation"]

    field_order = (
        *("date", "time", "treatment", "areas", "dose_billion_vesicles"),
        *("performed_by", "lots", "confirmed", *BASELINE),
    )

    def __init__(
        self,
        *args: object,
        session: TreatmentSession,
        asks: CompletionAsks,
        now: dt.datetime,
        **kwargs: object,
    ) -> None:
        zone, areas = session.clinic.tz, areas_of(session)
        ended = as_local_initial(now, zone)
        if now - session.scheduled_at >= UNRECORDED_AFTER:
            ended = {"date": as_local_initial(session.scheduled_at, zone)["date"]}
        kwargs["initial"] = {
            **ended,
            "treatment": session.treatment,
            "areas": areas,
            "dose_billion_vesicles": session.dose_billion_vesicles,
            "performed_by": session.provider_id,
        }
        super().__init__(*args, zone=zone, now=now, **kwargs)
        self.offer_areas(areas)
        self.fields["dose_billion_vesicles"].help_text = _("1 to 15. Needed where exosomes were given.")
        self._ask(asks)

    def _ask(self, asks: CompletionAsks) -> None:
        """What the clinic has none of, or what is known already, is not asked."""
        self.asks = asks
        self.performers = {str(one.pk): one for one in asks.performers}
        self.fields["performed_by"].choices = [
            ("", _("Choose")),
            *((key, provider_words(one)) for key, one in self.performers.items()),
        ]
        self.fields["lots"].choices = [(lot.id, lot.text) for lot in asks.lots]
        asked = {"performed_by": asks.performers, "lots": asks.lots, **dict.fromkeys(BASELINE, asks.baseline)}
        for name in (name for name, needed in asked.items() if not needed):
            del self.fields[name]

    def completion(self) -> dict[str, object]:
        """The cleaned values as `complete_session` takes them."""
        return {
            "completed_at": self.cleaned_data["instant"],
            **self.treatment_values(),
            "performed_by": self.performers.get(self.cleaned_data.get("performed_by", "")),
            "lots": self.cleaned_data.get("lots", ()),
            "confirmed": self.cleaned_data["confirmed"],
            **{name: self.cleaned_data.get(name) for name in BASELINE},
        }

    @property
    def helper(self) -> CalmHelper:
        """The whole form with its button."""
        ended = Fieldset(
            _("When the treatment ended"),
            Fields(Question("date"), Question("time")),
            hint=_("%(zone)s. Every clock of the plan counts from here.") % {"zone": zone_name(self.zone)},
        )
        done = [Chips("treatment"), Chips("areas"), Question("dose_billion_vesicles", short=True)]
        if self.asks.performers:
            done.append(Question("performed_by"))
        if self.asks.lots:
            done.append(Choices("lots", notes={lot.id: lot.note for lot in self.asks.lots}))
        elif self.asks.keeps_lots:
            done.append(Include("scheduling/_no_lot.html"))
        before = [Include("scheduling/_health.html", told=self.asks.told), Choices("confirmed")]
        if self.asks.baseline:
            before.append(Fields(*(Question(name, short=True, optional=True) for name in BASELINE)))
        return CalmHelper(
            ended,
            Sheet(*done),
            Fieldset(_("Before the treatment"), *before),
            Submit(_("Record as completed")),
        )
