"""The history of a record and of a flag: who looked, who did what, and when."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aftercare.queries.access import open_flag, open_record
from aftercare.queries.history import history_page
from aftercare.views.doors import SignedInRequest, for_nurses


@for_nurses
@require_GET
def patient_history(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """Everything that is on record about one patient; looking at it is on record too."""
    now, asked = timezone.now(), request.GET
    found = open_record(user=request.user, patient_id=patient_id, what="history", at=now)
    kind, before = asked.get("kind", ""), asked.get("before", "")
    page = history_page(user=request.user, patient=found, kind=kind, before=before, now=now)
    return render(request, "nurse/patient_history.html", {"page": page, "patient_id": found.pk})


@for_nurses
@require_GET
def flag_history(request: SignedInRequest, flag_id: UUID) -> HttpResponse:
    """The same about one flag alone."""
    now, asked = timezone.now(), request.GET
    found = open_flag(user=request.user, flag_id=flag_id, at=now, what="flag history")
    kind, before = asked.get("kind", ""), asked.get("before", "")
    page = history_page(
        user=request.user, patient=found.patient, flag=found, kind=kind, before=before, now=now
    )
    return render(request, "nurse/flag_history.html", {"page": page, "flag": found})
