"""The recall of a lot: every patient who was treated with it, to read or to take along."""

import csv
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aftercare.domain.clinical_time import local_date
from aftercare.queries.access import open_lot
from aftercare.queries.lot_recall import recall_page, recall_table
from aftercare.views.doors import SignedInRequest, for_staff


@for_staff
@require_GET
def lot_recall(request: SignedInRequest, lot_id: UUID) -> HttpResponse:
    """The patients with their sessions and what is open about them."""
    found = open_lot(user=request.user, lot_id=lot_id)
    page = recall_page(user=request.user, lot=found, what="lot recall", now=timezone.now())
    return render(request, "lots/lot_recall.html", {"page": page})


@for_staff
@require_GET
def lot_recall_export(request: SignedInRequest, lot_id: UUID) -> HttpResponse:
    """The same as a file for a spreadsheet."""
    now = timezone.now()
    found = open_lot(user=request.user, lot_id=lot_id)
    page = recall_page(user=request.user, lot=found, what="lot recall export", now=now)
    today = local_date(now, request.user.clinic.tz)
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")  # so that Excel reads UTF-8
    answer["Content-Disposition"] = f'attachment; filename="lot-recall-{today}.csv"'
    csv.writer(answer).writerows(recall_table(page))
    return answer
