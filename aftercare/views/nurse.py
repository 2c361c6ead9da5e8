"""The nurse's list: which patients need a person, most pressing first."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aftercare.queries.nurse_queue import load_queue
from aftercare.views.doors import SignedInRequest, for_nurses


@for_nurses
@require_GET
def queue(request: SignedInRequest) -> HttpResponse:
    """The flags of the clinic; the page asks for its list alone every 30 seconds."""
    number = request.GET.get("page", "")
    page = load_queue(
        user=request.user,
        show=request.GET.get("show", ""),
        page=int(number) if number.isdecimal() and len(number) < 7 else 1,
        now=timezone.now(),
    )
    template = "nurse/_queue.html" if request.htmx else "nurse/flag_list.html"
    return render(request, template, {"page": page})
