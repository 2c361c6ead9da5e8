"""The protocol, to be read by all staff."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aftercare.queries.protocol import load_protocol_page
from aftercare.views.doors import SignedInRequest, for_staff


@for_staff
@require_GET
def protocol(request: SignedInRequest) -> HttpResponse:
    """Every rule with its source, and the decisions that wait for a clinician."""
    page = load_protocol_page(zone=request.user.clinic.tz, now=timezone.now())
    return render(request, "nurse/protocol_detail.html", {"page": page})
