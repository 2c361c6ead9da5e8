"""Whether a patient is in the clinic's care, in words for staff."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.models import Flag, Patient, TreatmentSession
from aftercare.queries.wording import When, when


@dataclass(frozen=True, slots=True)
class CareState:
    """The state in a word; for a patient out of care since when, and by whom it was recorded."""

    text: str
    in_care: bool
    since: When | None
    by: str


def care_state(patient: Patient, now: datetime) -> CareState:
    """The state of `patient`; one query more where care has ended."""
    ended_at, ended_by = patient.care_ended_at, patient.care_ended_by
    return CareState(
        text=str(patient.get_care_display()),
        in_care=patient.in_care,
        since=None if ended_at is None else when(ended_at, patient.clinic.tz, now),
        by="" if ended_by is None else ended_by.full_name,
    )


def open_flags_words(patient: Patient) -> str:
    """How many open flags stay with the nurses whatever becomes of the care."""
    count = Flag.objects.open().filter(patient=patient).count()
    if not count:
        return _("No flag is open.")
    return ngettext(
        "%(count)d flag is open. It stays in the queue until a nurse has resolved it.",
        "%(count)d flags are open. They stay in the queue until a nurse has resolved them.",
        count,
    ) % {"count": count}


def booked_words(patient: Patient, now: datetime) -> str:
    """How many sessions stay booked whatever becomes of the care; empty where none is."""
    count = patient.sessions.filter(status=TreatmentSession.Status.SCHEDULED, scheduled_at__gt=now).count()
    if not count:
        return ""
    return ngettext(
        "%(count)d session is booked. It stays booked until it is cancelled.",
        "%(count)d sessions are booked. They stay booked until they are cancelled.",
        count,
    ) % {"count": count}


def ended_words(patient: Patient) -> str:
    """Who reads what is written to a patient out of care; empty of one in care."""
    told = {
        Patient.Care.ACTIVE: "",
        Patient.Care.LEFT: _("The patient can still read here, but no e-mail tells of it."),
        Patient.Care.DECEASED: _("The patient has died. Nobody can sign in to read here."),
    }
    return told[Patient.Care(patient.care)]


def note_sent_words(patient: Patient) -> str:
    """Where a note to the patient is now, and whether anybody is told of it."""
    told = {
        Patient.Care.ACTIVE: _("Your note is in the portal. The patient is told that something waits."),
        Patient.Care.LEFT: _(
            "Your note is in the portal. No e-mail tells of it: the patient is no longer in your care."
        ),
        Patient.Care.DECEASED: _("Your note is on record. The patient has died: nobody can read it there."),
    }
    return told[Patient.Care(patient.care)]


def care_saved_words(patient: Patient, now: datetime) -> str:
    """What saving has done, and which sessions somebody out of care leaves; one query more for that."""
    told = {
        Patient.Care.ACTIVE: _("In care: messages go out as planned, and the clocks run."),
        Patient.Care.LEFT: _("Recorded: left the clinic. No message goes out any more and no clock runs."),
        Patient.Care.DECEASED: _(
            "Recorded: deceased. No message goes out any more, no clock runs, and nobody can sign in."
        ),
    }
    stays = "" if patient.in_care else booked_words(patient, now)
    return f"{told[Patient.Care(patient.care)]} {stays}".rstrip()
