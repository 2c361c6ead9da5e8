"""The patient's pages: Today, Plan, Can I…?, How am I doing, Learn."""

from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from aftercare.queries.access import own_record
from aftercare.queries.learn import learn_page
from aftercare.queries.patient_can_i import can_i_page
from aftercare.queries.patient_plan import plan_page
from aftercare.queries.patient_progress import progress_page
from aftercare.queries.patient_today import today_page
from aftercare.views.doors import SignedInRequest, for_patients

LONGEST_QUESTION = 120  # characters


@require_safe
@for_patients
def today(request: SignedInRequest) -> HttpResponse:
    """What holds now, and the one big button."""
    page = today_page(patient=own_record(user=request.user), now=timezone.now())
    return render(request, "patient/today.html", {"page": page})


@require_safe
@for_patients
def plan(request: SignedInRequest) -> HttpResponse:
    """The plan as a picture and in words."""
    page = plan_page(patient=own_record(user=request.user), now=timezone.now())
    return render(request, "patient/plan.html", {"page": page})


@require_safe
@for_patients
def can_i(request: SignedInRequest) -> HttpResponse:
    """The answer to what is typed; while it is typed, the answer alone."""
    question = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST_QUESTION]
    page = can_i_page(patient=own_record(user=request.user), question=question, now=timezone.now())
    template = "patient/_can_i_answer.html" if request.htmx else "patient/can_i.html"
    return render(request, template, {"page": page, "submission": uuid4()})


@require_safe
@for_patients
def progress(request: SignedInRequest) -> HttpResponse:
    """Pain over the months, beside what is usual."""
    page = progress_page(patient=own_record(user=request.user), now=timezone.now())
    return render(request, "patient/progress.html", {"page": page})


@require_safe
@for_patients
def learn(request: SignedInRequest) -> HttpResponse:
    """The treatment in plain words."""
    page = learn_page(patient=own_record(user=request.user), now=timezone.now())
    return render(request, "patient/learn.html", {"page": page})
