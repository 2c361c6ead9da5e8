"""One session: booked, read, moved, cancelled, missed, completed. What is done already is told calmly."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aftercare.forms.sessions import BookingForm, CompletionForm, MoveForm
from aftercare.models import TreatmentSession
from aftercare.queries.access import RecordNotFound, open_record, open_session
from aftercare.queries.booking import BookingPage, booking_page, ending_page, same_booking
from aftercare.queries.records import load_record
from aftercare.queries.staff_session import session_page
from aftercare.queries.suggested_days import chosen_value
from aftercare.queries.wording import format_instant
from aftercare.services.sessions import (
    SessionRefused,
    book_session,
    cancel_session,
    complete_session,
    mark_session_missed,
    move_session,
)
from aftercare.views.doors import SignedInRequest, for_schedulers, for_staff

read_or_write = require_http_methods(["GET", "POST"])


@for_schedulers
@read_or_write
def session_new(request: SignedInRequest) -> HttpResponse:
    """Book a session of the patient named in the address; beside the form stands what the date does."""
    now = timezone.now()
    patient = open_record(user=request.user, patient_id=_patient_id(request), what="booking", at=now)
    record = load_record(patient=patient, with_check_ins=False)
    form = BookingForm(_typed(request), record=record, now=now)
    if _sent(request, form):
        try:
            session = book_session(patient=patient, **form.booking(), by=request.user, at=now)
        except SessionRefused as refusal:
            already = same_booking(patient=patient, **form.booking())
            if already is not None:
                return _leave(request, already, _("This session is booked already."))
            form.refuse(refusal.field, refusal.reason)
        else:
            return _leave(request, session, _("Booked for %(time)s."), done=True)
    return _render_booking(request, form, booking_page(record, now, chosen=form.instant))


@for_staff
@require_GET
def session(request: SignedInRequest, session_id: UUID) -> HttpResponse:
    """One session, and what can be done about it."""
    now = timezone.now()
    found = open_session(user=request.user, session_id=session_id, at=now)
    page = session_page(user=request.user, session=found, now=now)
    return render(request, "scheduling/session_detail.html", {"page": page})


@for_schedulers
@read_or_write
def session_move(request: SignedInRequest, session_id: UUID) -> HttpResponse:
    """Move a session to another time, with the same look ahead as for a new one."""
    now = timezone.now()
    found = open_session(user=request.user, session_id=session_id, at=now)
    if _is_over(found):
        return _leave_recorded(request, found)
    record = load_record(patient=found.patient, with_check_ins=False)
    form = MoveForm(_typed(request), session=found, now=now)
    if _sent(request, form):
        try:
            moved = move_session(session=found, **form.move(), by=request.user, at=now)
        except SessionRefused as refusal:
            found.refresh_from_db()
            if _is_over(found) or found.scheduled_at == form.instant:
                return _leave(request, found, refusal.reason)
            form.refuse(refusal.field, refusal.reason)
        else:
            return _leave(request, moved, _("Moved to %(time)s. The patient is told."), done=True)
    return _render_booking(request, form, booking_page(record, now, chosen=form.instant, moved=found.pk))


@for_schedulers
@read_or_write
def session_cancel(request: SignedInRequest, session_id: UUID) -> HttpResponse:
    """Cancel a session, after a look at what that does."""
    now = timezone.now()
    found = open_session(user=request.user, session_id=session_id, at=now)
    if _is_over(found):
        return _leave_recorded(request, found)
    if request.method == "POST":
        try:
            cancel_session(session=found, by=request.user, at=now)
        except SessionRefused as refusal:
            return _leave(request, found, refusal.reason)
        return _leave(request, found, _("Cancelled. The patient is told."), done=True)
    record = load_record(patient=found.patient, with_check_ins=False)
    page = ending_page(record, found, now, tell=True)
    return render(request, "scheduling/session_cancel.html", {"page": page})


@for_schedulers
@read_or_write
def session_missed(request: SignedInRequest, session_id: UUID) -> HttpResponse:
    """Record that the patient did not come, after a look at what that does."""
    now = timezone.now()
    found = open_session(user=request.user, session_id=session_id, at=now)
    if _is_over(found):
        return _leave_recorded(request, found)
    if found.at > now:
        return _leave(request, found, _("This session is still to come. Cancel it instead."))
    if request.method == "POST":
        try:
            mark_session_missed(session=found, by=request.user, at=now)
        except SessionRefused as refusal:
            return _leave(request, found, refusal.reason)
        return _leave(request, found, _("Recorded as missed."), done=True)
    record = load_record(patient=found.patient, with_check_ins=False)
    page = ending_page(record, found, now, tell=False)
    return render(request, "scheduling/session_missed.html", {"page": page})


@for_schedulers
@read_or_write
def session_complete(request: SignedInRequest, session_id: UUID) -> HttpResponse:
    """Record what was done and when it ended: every clock counts from there."""
    now = timezone.now()
    found = open_session(user=request.user, session_id=session_id, at=now)
    if _is_over(found):
        return _leave_recorded(request, found)
    form = CompletionForm(request.POST or None, session=found, now=now)
    if request.method == "POST" and form.is_valid():
        try:
            done = complete_session(session=found, **form.completion(), by=request.user, at=now)
        except SessionRefused as refusal:
            if refusal.field == "status":
                return _leave(request, found, refusal.reason)
            form.refuse(refusal.field, refusal.reason)
        else:
            return _leave(request, done, _("Completed at %(time)s. The plan counts from there."), done=True)
    page = session_page(user=request.user, session=found, now=now)
    return render(request, "scheduling/session_complete.html", {"form": form, "page": page})


def _patient_id(request: SignedInRequest) -> UUID:
    try:
        return UUID(request.GET.get("patient", ""))
    except ValueError:
        raise RecordNotFound from None


def _typed(request: SignedInRequest) -> QueryDict | None:
    """What was typed; a day that was picked from the strip takes the place of date and time."""
    if request.method != "POST":
        return None
    picked = chosen_value(request.POST.get("pick", ""))
    if picked is None:
        return request.POST
    typed = request.POST.copy()
    typed["date"], typed["time"] = picked[0].isoformat(), picked[1].isoformat("minutes")
    return typed


def _sent(request: SignedInRequest, form: BookingForm | MoveForm) -> bool:
    """Whether a form is to be carried out; one that only looks at a date misses nothing else yet."""
    if request.method != "POST":
        return False
    if "preview" in request.POST or "pick" in request.POST:
        form.forget_errors_but("date", "time")
        return False
    return form.is_valid()


def _is_over(session: TreatmentSession) -> bool:
    return session.status != TreatmentSession.Status.SCHEDULED


def _leave(
    request: SignedInRequest, session: TreatmentSession, text: str, *, done: bool = False
) -> HttpResponse:
    """Back to the session's page with a word on what happened; `%(time)s` in it is the session's time."""
    spoken = text % {"time": format_instant(session.at, session.clinic.tz)} if done else text
    messages.add_message(request, messages.SUCCESS if done else messages.INFO, spoken)
    return redirect("session", session.pk)


def _leave_recorded(request: SignedInRequest, session: TreatmentSession) -> HttpResponse:
    status = session.get_status_display().lower()
    return _leave(request, session, _("This session is already recorded as %(status)s.") % {"status": status})


def _render_booking(
    request: SignedInRequest, form: BookingForm | MoveForm, page: BookingPage
) -> HttpResponse:
    """The whole page, or for htmx the panel alone."""
    form.days = page.days
    moves = isinstance(form, MoveForm)
    template = "scheduling/session_move.html" if moves else "scheduling/session_new.html"
    if request.htmx and "preview" in request.POST:
        template = "scheduling/_preflight.html"
    return render(request, template, {"form": form, "page": page})
