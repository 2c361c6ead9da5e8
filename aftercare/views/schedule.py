"""The scheduler's day."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aftercare.queries.scheduling import schedule_page
from aftercare.views.doors import SignedInRequest, for_schedulers


@for_schedulers
@require_GET
def schedule(request: SignedInRequest) -> HttpResponse:
    """The clinic's sessions by day, and what waits for an answer."""
    first = _date(request.GET.get("from", ""))
    page = schedule_page(user=request.user, now=timezone.now(), first=first)
    return render(request, "scheduling/schedule.html", {"page": page})


def _date(text: str) -> date | None:
    """A date of the address, or None for anything that is none or lies centuries away."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year < 2100 else None
