"""One session: booked, read, moved. What is done already is told calmly."""

from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from aftercare.forms.sessions import USUAL_SESSIONS, BookingForm, MoveForm, SessionTimeForm
from aftercare.queries.access import RecordNotFound, open_record, open_session
from aftercare.queries.booking import BookingPage, booking_page, same_course
from aftercare.queries.booking_whom import whom_page
from aftercare.queries.desk import load_desk
from aftercare.queries.records import load_record
from aftercare.queries.staff_session import session_page
from aftercare.queries.suggested_days import chosen_value
from aftercare.services.sessions import SessionRefused, book_course, move_session
from aftercare.views.doors import SignedInRequest, for_schedulers, for_staff
from aftercare.views.session_answers import is_over, leave, leave_booked, leave_moved, leave_recorded

read_or_write = require_http_methods(["GET", "POST"])


@for_schedulers
@read_or_write
def session_new(request: SignedInRequest) -> HttpResponse:
    """Book a session of the patient in the address, or a course; without a patient, ask whose it is.

    The address may hold a date, a time, a provider and a room to begin with: what is free in the schedule.
    """
    if "patient" not in request.GET:
        return _ask_whom(request)
    now = timezone.now()
    patient = open_record(user=request.user, patient_id=_patient_id(request), what="booking", at=now)
    record = load_record(patient=patient, with_check_ins=False)
    desk = load_desk(patient.clinic, since=now)
    many = USUAL_SESSIONS if "course" in request.GET else 1
    begun = SessionTimeForm(request.GET, desk=desk, now=now)
    form = BookingForm(_typed(request), record=record, desk=desk, sessions=many, begun=begun, now=now)
    if _sent(request, form):
        try:
            booked = book_course(patient=patient, **form.booking(), by=request.user, at=now)
        except SessionRefused as refusal:
            already = same_course(patient=patient, **form.booking())
            if already:
                return leave_booked(request, already, again=True)
            form.refuse(refusal.field, refusal.reason)
        else:
            return leave_booked(request, booked)
    return _render_booking(request, form, booking_page(record, desk, form.asked, now, user=request.user))


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
    if is_over(found):
        return leave_recorded(request, found)
    record = load_record(patient=found.patient, with_check_ins=False)
    desk = load_desk(found.clinic, since=now)
    form = MoveForm(_typed(request), session=found, desk=desk, now=now)
    if _sent(request, form):
        try:
            moved = move_session(session=found, **form.move(), by=request.user, at=now)
        except SessionRefused as refusal:
            if refusal.field == "status":
                return leave(request, found, refusal.reason)
            form.refuse(refusal.field, refusal.reason)
        else:
            return leave_moved(request, moved, before=found.scheduled_at)
    return _render_booking(request, form, booking_page(record, desk, form.asked, now, user=request.user))


def _ask_whom(request: SignedInRequest) -> HttpResponse:
    """Names are searched by POST: they stand in no address. The way on keeps what the address holds."""
    page = whom_page(user=request.user, search=request.POST.get("q", ""), now=timezone.now())
    return render(request, "scheduling/session_whom.html", {"page": page, "begun": request.GET.urlencode()})


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
        form.forget_errors_but("date", "time", "sessions", "apart_days")
        return False
    return form.is_valid()


def _render_booking(
    request: SignedInRequest, form: BookingForm | MoveForm, page: BookingPage
) -> HttpResponse:
    """The whole page, or for htmx the panel alone."""
    form.days = page.days
    moves = isinstance(form, MoveForm)
    template = "scheduling/session_move.html" if moves else "scheduling/session_new.html"
    if request.htmx and "preview" in request.POST:
        template = "scheduling/_preflight_live.html"
    return render(request, template, {"form": form, "page": page})
