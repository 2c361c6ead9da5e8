"""What a page answers once something became of a session: back to it, with a word on what happened."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from aftercare.models import TreatmentSession
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


def leave_recorded(request: SignedInRequest, session: TreatmentSession) -> HttpResponse:
    """Back to the page of a session that is recorded already."""
    status = session.get_status_display().lower()
    return leave(request, session, _("This session is already recorded as %(status)s.") % {"status": status})
