"""How a session ends: cancelled, missed or completed. What is done already is told calmly."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aftercare.forms.completion import CompletionForm
from aftercare.forms.sessions import CancelForm
from aftercare.queries.access import open_session
from aftercare.queries.booking import ending_page
from aftercare.queries.completion import completion_asks
from aftercare.queries.records import load_record
from aftercare.queries.staff_session import session_page
from aftercare.services.sessions import (
    SessionRefused,
    cancel_session,
    complete_session,
    mark_session_missed,
)
from aftercare.views.doors import SignedInRequest, for_schedulers
from aftercare.views.session_answers import is_over, leave, leave_recorded, with_who_is_told

read_or_write = require_http_methods(["GET", "POST"])


@for_schedulers
@read_or_write
def session_cancel(request: SignedInRequest, session_id: UUID) -> HttpResponse:
    """Cancel a session, after a look at what that does."""
    now = timezone.now()
    found = open_session(user=request.user, session_id=session_id, at=now)
    if is_over(found):
        return leave_recorded(request, found)
    form = CancelForm(request.POST or None)
    if form.is_valid():
        try:
            cancel_session(session=found, **form.cleaned_data, by=request.user, at=now)
        except SessionRefused as refusal:
            return leave(request, found, refusal.reason)
        return leave(request, found, with_who_is_told(_("Cancelled."), found.patient), done=True)
    record = load_record(patient=found.patient, with_check_ins=False)
    page = ending_page(record, found, now, tell=True)
    return render(request, "scheduling/session_cancel.html", {"form": form, "page": page})


@for_schedulers
@read_or_write
def session_missed(request: SignedInRequest, session_id: UUID) -> HttpResponse:
    """Record that the patient did not come, after a look at what that does."""
    now = timezone.now()
    found = open_session(user=request.user, session_id=session_id, at=now)
    if is_over(found):
        return leave_recorded(request, found)
    if found.at > now:
        return leave(request, found, _("This session is still to come. Cancel it instead."))
    if request.method == "POST":
        try:
            mark_session_missed(session=found, by=request.user, at=now)
        except SessionRefused as refusal:
            return leave(request, found, refusal.reason)
        return leave(request, found, _("Recorded as missed."), done=True)
    record = load_record(patient=found.patient, with_check_ins=False)
    page = ending_page(record, found, now, tell=False)
    return render(request, "scheduling/session_missed.html", {"page": page})


@for_schedulers
@read_or_write
def session_complete(request: SignedInRequest, session_id: UUID) -> HttpResponse:
    """Record what was done and when it ended: every clock counts from there."""
    now = timezone.now()
    found = open_session(user=request.user, session_id=session_id, at=now)
    if is_over(found):
        return leave_recorded(request, found)
    asks = completion_asks(found, now)
    form = CompletionForm(request.POST or None, session=found, asks=asks, now=now)
    if request.method == "POST" and form.is_valid():
        try:
            done = complete_session(session=found, **form.completion(), by=request.user, at=now)
        except SessionRefused as refusal:
            if refusal.field == "status":
                return leave(request, found, refusal.reason)
            form.refuse(refusal.field, refusal.reason)
        else:
            return leave(request, done, _("Completed at %(time)s. The plan counts from there."), done=True)
    page = session_page(user=request.user, session=found, now=now)
    return render(request, "scheduling/session_complete.html", {"form": form, "page": page})
