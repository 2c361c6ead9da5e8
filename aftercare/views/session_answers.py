"""What a page answers once something became of a session: back to it, with a word on what happened."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from aftercare.models import Patient, TreatmentSession
from aftercare.queries.wording import format_instant
from aftercare.views.doors import SignedInRequest


def is_over(session: TreatmentSession) -> bool:
    """Whether what became of a session is recorded already."""
    return session.status != TreatmentSession.Status.SCHEDULED


def leave(
    request: SignedInRequest, session: TreatmentSession, text: str, *, done: bool = False
) -> HttpResponse:
    """Back to the session's page with a word on what happened; `%(time)s` in it is the session's time."""
    spoken = text % {"time": format_instant(session.at, session.clinic.tz)} if done else text
    messages.add_message(request, messages.SUCCESS if done else messages.INFO, spoken)
    return redirect("session", session.pk)


def leave_moved(request: SignedInRequest, moved: TreatmentSession, *, before: datetime) -> HttpResponse:
    """To the session that was moved. The patient hears of another time only."""
    if moved.scheduled_at == before:
        return leave(request, moved, _("Saved. The time stays, so the patient is not told."), done=True)
    return leave(request, moved, with_who_is_told(_("Moved to %(time)s."), moved.patient), done=True)


def with_who_is_told(what: str, patient: Patient) -> str:
    """What was done, and whether the patient hears of it from the portal."""
    if not patient.in_care:
        told = _("Nobody is told: the patient is no longer in your care.")
    elif not patient.messages_arrive:
        told = _("No message arrives: please call the patient.")
    else:
        told = _("The patient is told.")
    return f"{what} {told}"


def leave_booked(
    request: SignedInRequest, booked: Sequence[TreatmentSession], *, again: bool = False
) -> HttpResponse:
    """To the session that was booked, or for a course to its patient; `again`: by the same form before."""
    if len(booked) == 1:
        text = _("This session is booked already.") if again else _("Booked for %(time)s.")
        return leave(request, booked[0], text, done=not again)
    text = _("These sessions are booked already.") if again else _("Booked: %(count)d sessions.")
    messages.add_message(request, messages.INFO if again else messages.SUCCESS, text % {"count": len(booked)})
    return redirect("patient", booked[0].patient_id)


def leave_recorded(request: SignedInRequest, session: TreatmentSession) -> HttpResponse:
    """Back to the page of a session that is recorded already."""
    status = session.get_status_display().lower()
    return leave(request, session, _("This session is already recorded as %(status)s.") % {"status": status})
