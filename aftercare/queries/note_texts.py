"""Texts that a nurse can begin a note with, in the patient's language; they say only to call or check in."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from aftercare.models import Patient

TITLES = {
    "call-us": _("Please call us"),
    "we-call": _("We call you"),
    "how-now": _("How is it now?"),
    "photo": _("Please send a photo"),
    "thanks": _("Thank you"),
}
BODIES = {
    "call-us": _("Please call us today: %(phone)s. We would like to speak with you about what you told us."),
    "we-call": _("A nurse calls you today. Please keep your phone near you."),
    "how-now": _("How is it now? Please check in again, so that we see how it goes on."),
    "photo": _("Please check in again and add a photo of the treated area."),
    "thanks": _("Thank you for telling us. Please check in again when anything changes."),
}


@dataclass(frozen=True, slots=True)
class NoteText:
    """One text to begin with: the name that stands in the address, and what the nurse reads."""

    key: str
    title: str


def note_texts() -> tuple[NoteText, ...]:
    """All of them, in the order in which they are offered."""
    return tuple(NoteText(key, str(title)) for key, title in TITLES.items())


def note_body(key: str, patient: Patient) -> str:
    """The text as the patient reads it; empty for a name that is none."""
    if key not in BODIES:
        return ""
    with translation.override(patient.user.language):
        return str(BODIES[key]) % {"phone": patient.clinic.phone.as_national}
