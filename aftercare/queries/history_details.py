"""Changes of a patient's details, as the database's triggers have kept them: what, by whom, from what."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db.models import F, JSONField, QuerySet, Window
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, JSONObject, Lag
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.models import Patient, User
from aftercare.queries.grammar import in_a_row, within
from aftercare.queries.history_told import Reader, Told
from aftercare.queries.session_words import born_words
from aftercare.queries.zones import zone_name

Details = Mapping[str, Any]
"""Columns, and what they hold in words; some hold one thing together."""

PATIENT_DETAILS: Final[Details] = {
    "birth_date": gettext_lazy("Date of birth"),
    "phone": gettext_lazy("Phone"),
    "mrn": gettext_lazy("Record number"),
    "zone": gettext_lazy("Time zone"),
    "quiet_from": gettext_lazy("Quiet hours"),
    "quiet_until": gettext_lazy("Quiet hours"),
    "baseline_pain": gettext_lazy("Pain before treatment"),
    "allergies": gettext_lazy("Allergies"),
    "allergies_told_at": gettext_lazy("Allergies"),
    "medicines": gettext_lazy("Medicines"),
    "medicines_told_at": gettext_lazy("Medicines"),
    "by_email": gettext_lazy("Ways in which messages come"),
    "by_sms": gettext_lazy("Ways in which messages come"),
    "by_push": gettext_lazy("Ways in which messages come"),
    "care": gettext_lazy("Care"),
    "reached_at": gettext_lazy("Reached by phone"),
    "email_confirmed_at": gettext_lazy("E-mail address works"),
    "calendar_digest": gettext_lazy("Private address of the calendar"),
    "calendar_detailed": gettext_lazy("What the calendar tells"),
}
PERSON_DETAILS: Final[Details] = {
    "full_name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail"),
    "language": gettext_lazy("Language"),
    "is_active": gettext_lazy("May sign in"),
    "email_undeliverable_at": gettext_lazy("E-mail address refused"),
    "email_complained_at": gettext_lazy("E-mail marked as spam"),
}

SHOWN: Final[Mapping[str, Callable[[Any], str]]] = {
    "birth_date": lambda stored: born_words(date.fromisoformat(stored)),
    "phone": str,
    "mrn": str,
    "zone": lambda stored: zone_name(ZoneInfo(stored)),
    "baseline_pain": str,
    "allergies": str,
    "medicines": str,
    "care": lambda stored: str(Patient.Care(stored).label),
    "full_name": str,
    "email": str,
}
"""Those of which is told what they were and what they are."""


def changes_of(row: Patient | User, details: Details) -> QuerySet[Any, Any]:
    """What the triggers have kept of changes of the `details` of a row; a change of anything else is no news.

    `before` and `after` hold them, `author` names who was signed in, empty for the portal itself.
    """
    events: Any = apps.get_model("aftercare", f"{type(row).__name__}Event")._default_manager
    after = JSONObject(**{name: name for name in details})
    named = [KeyTextTransform(name, "pgh_context__metadata") for name in ("by", "user")]
    changes: QuerySet[Any, Any] = (
        events.filter(pgh_obj=row.pk)
        .annotate(after=after)
        .annotate(before=Window(Lag("after"), order_by="pgh_id", output_field=JSONField()))
        .annotate(author=Coalesce(*named))
        .filter(before__isnull=False)
        .exclude(before=F("after"))
    )
    return changes


def tell_details(row: Any, reader: Reader) -> Told:
    """Which details were changed, and what they were before where that can be told."""
    names = {**PATIENT_DETAILS, **PERSON_DETAILS}
    changed = [name for name in row.after if row.after[name] != row.before[name]]
    words = dict.fromkeys(within(str(names[name])) for name in changed)
    told = [_was_and_is(str(names[name]), name, row) for name in changed if name in SHOWN]
    text = _("changed: %(what)s") % {"what": in_a_row(words)}
    where = reverse("patient", args=[reader.patient.pk])
    return Told(reader.people.get(row.author or ""), text, where, note=" ".join(told))


def _was_and_is(words: str, name: str, row: Any) -> str:
    """A detail before and after: "Phone: +12125550168, before: none."""
    was, now = (SHOWN[name](held[name]) if held[name] else "" for held in (row.before, row.after))
    values = {"what": words, "now": now or _("none"), "was": was or _("none")}
    return _("%(what)s: %(now)s, before: %(was)s.") % values
