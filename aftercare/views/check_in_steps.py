"""The check-in, one thing a page: each step is kept as it is answered, the last one sends them all.

A step that tells of something grave shows the card in its very answer, whether it is accepted or refused.
"""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aftercare.domain.protocol import Severity
from aftercare.forms.check_in import CheckInForm
from aftercare.forms.check_in_sent import Sent, read_sent
from aftercare.forms.check_in_steps import FIRST, REVIEW, STEPS, Step
from aftercare.models import CheckInDraft, Patient
from aftercare.queries.access import RecordNotFound, own_record
from aftercare.queries.check_in_start import open_draft, start_check_in
from aftercare.queries.wording import format_instant
from aftercare.services.check_in_drafts import begin_draft, keep_step
from aftercare.views.check_in_pages import address, show_help, show_none, show_step
from aftercare.views.check_in_send import alarm, answer_photos, send
from aftercare.views.doors import SignedInRequest, for_patients
from aftercare.views.held_answers import by_itself, hold, take_held, unkept_card


@require_http_methods(["GET", "HEAD", "POST"])
@for_patients
def check_in_new(request: SignedInRequest) -> HttpResponse:
    """Begin, or go on where it was left; a POST starts afresh."""
    patient, now = own_record(user=request.user), timezone.now()
    if not patient.sessions.exists():
        return show_none(request, patient, now)
    begun = begin_draft(patient=patient, afresh=request.method == "POST", at=now)
    if begun.given_up_of is not None:
        then = {"time": format_instant(begun.given_up_of, patient.tz, now)}
        given_up = _("You began a check-in %(time)s. Things may have changed since: please start again.")
        messages.info(request, given_up % then)
    form = form_of(patient, begun.draft, now)
    return redirect("check_in_step", step=nearest(form, REVIEW).name)


@require_http_methods(["GET", "HEAD", "POST"])
def check_in_step(request: HttpRequest, step: str) -> HttpResponseBase:
    """One step. What comes after its sender's session had ended is held until the sender signs in again."""
    if step not in STEPS:
        raise RecordNotFound
    if request.method != "POST":
        return ask_step(request, step)
    sent = read_sent(request.POST, step)
    return take_step(request, sent) if request.user.is_authenticated else hold(request, sent)


@for_patients
def ask_step(request: SignedInRequest, name: str) -> HttpResponse:
    """The page of one step, as it was left; what was held for the patient comes first."""
    patient, now = own_record(user=request.user), timezone.now()
    held = take_held(request, now)
    draft = open_draft(patient=patient, now=now)
    if held is not None:
        draft = keep_step(patient=patient, submission=held.of, step=held.step, answers=held.answers, at=now)
    if draft is None:
        return redirect("check_in_new")
    form = form_of(patient, draft, now)
    step = nearest(form, held.step if held else name)
    if held is not None:
        messages.success(request, _("Your answers are still here. Nobody has seen them yet: please go on."))
        return show_step(request, patient, form, step, card=alarm(patient, form, form.partial))
    if step.name != name:
        return redirect("check_in_step", step=step.name)
    return show_step(request, patient, form, step)


@for_patients
def take_step(request: SignedInRequest, sent: Sent) -> HttpResponse:
    """Keep what was sent and go on; the last step sends the check-in."""
    patient, now = own_record(user=request.user), timezone.now()
    quiet = by_itself(request)
    draft = keep_step(
        patient=patient,
        submission=sent.of,
        step=sent.step,
        answers=sent.answers,
        turn=sent.turn if quiet else None,
        at=now,
    )
    if quiet:
        return answer_quietly(request, patient, draft, sent, now)
    if draft is None:
        return take_late(request, patient, sent, now)
    form = form_of(patient, draft, now)
    if sent.step == REVIEW:
        return send(request, patient, form)
    return go_on(request, patient, form, sent.step, shown=draft.advice)


def answer_quietly(
    request: SignedInRequest, patient: Patient, draft: CheckInDraft | None, sent: Sent, now: datetime
) -> HttpResponse:
    """The answer to a page that saves itself: nothing, the photos, or the card of an emergency; a conflict
    where the page is too old to be kept.

    A number or a box that is only passed on the way raises no flag; a sign of danger does not wait.
    """
    if draft is None:
        context = {"card": unkept_card(sent)}
        return render(request, "patient/_check_in_card.html", context, status=409)
    if request.htmx:
        return answer_photos(request, patient, form_of(patient, draft, now))
    if sent.step != FIRST:
        return HttpResponse(status=204)
    form = form_of(patient, draft, now)
    card = alarm(patient, form, form.emergencies)
    return render(request, "patient/_check_in_card.html", {"card": card})


def go_on(
    request: SignedInRequest, patient: Patient, form: CheckInForm, name: str, *, shown: str
) -> HttpResponse:
    """After a step: its errors, or the card that it calls for and has not been `shown`, or the next step."""
    step, card = form.step(name), alarm(patient, form, form.partial)
    if step is not None and form.refuses(step):
        return show_step(request, patient, form, step, card=card, errors=True)
    onward = address(following(form, name) if "change" not in request.GET else REVIEW)
    danger = name == FIRST and card is not None and card.severity == Severity.EMERGENCY
    if card is not None and (danger or card.severity != shown):
        return show_help(request, card, onward)
    return redirect(onward)


def take_late(request: SignedInRequest, patient: Patient, sent: Sent, now: datetime) -> HttpResponse:
    """What comes for a draft that is open no longer. Sent twice it is one check-in; else the card counts,
    and the answers are asked for again: their times meant another day, or another check-in.
    """
    stored = patient.check_ins.filter(submission=sent.of).first()
    if stored is not None and sent.step == REVIEW and stored.note == sent.answers.get("note", ""):
        return redirect("check_in", check_in_id=stored.pk)
    draft = begin_draft(patient=patient, at=now).draft
    form = CheckInForm(start_check_in(patient=patient, draft=draft, now=now), draft.told | sent.answers)
    card = alarm(patient, form, form.partial)
    if not form.asked.may_send:
        return show_none(request, patient, now, card=card)
    messages.info(request, _("That page was from an earlier check-in. Please answer again, as it is now."))
    if sent.step == REVIEW:  # a note is as true in this check-in
        keep_step(patient=patient, submission=draft.submission, step=REVIEW, answers=sent.answers, at=now)
    step = nearest(form, sent.step)
    return show_step(request, patient, form, step, card=card)


def form_of(patient: Patient, draft: CheckInDraft, now: datetime) -> CheckInForm:
    """The form of a draft, with everything that was told so far."""
    return CheckInForm(start_check_in(patient=patient, draft=draft, now=now), draft.told)


def nearest(form: CheckInForm, name: str) -> Step:
    """The step of this name; where there is no need of it, or not yet, the one to answer before."""
    step = form.step(name)
    if step is None or name == REVIEW:
        return form.unanswered or form.steps[-1]
    return step


def following(form: CheckInForm, name: str) -> str:
    """The name of the step after this one."""
    return next(step.name for step in form.steps if STEPS.index(step.name) > STEPS.index(name))
