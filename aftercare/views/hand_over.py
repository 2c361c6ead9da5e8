"""The hand-over report at the end of a nurse's shift."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aftercare.forms.hand_over import ShiftForm
from aftercare.queries.hand_over import load_hand_over
from aftercare.views.doors import SignedInRequest, for_nurses


@for_nurses
@require_GET
def hand_over(request: SignedInRequest) -> HttpResponse:
    """The last twelve hours, or the shift that was asked for."""
    now = timezone.now()
    form = ShiftForm(request.GET or None, zone=request.user.clinic.tz, now=now)
    start, end = form.span()
    page = load_hand_over(user=request.user, start=start, end=end, now=now)
    return render(request, "nurse/hand_over.html", {"page": page, "form": form})
