"""The clinic's figures: how many flags, how soon they are seen, how many check-ins come."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aftercare.queries.figures import figures_page
from aftercare.views.doors import SignedInRequest, for_nurses


@for_nurses
@require_GET
def figures(request: SignedInRequest) -> HttpResponse:
    """The figures of the last days, 30 unless others are chosen."""
    page = figures_page(user=request.user, days=request.GET.get("days", ""), now=timezone.now())
    return render(request, "nurse/figures.html", {"page": page})
