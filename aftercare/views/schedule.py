"""The scheduler's schedule: a day, a week or an agenda."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aftercare.forms.schedule import ScheduleForm
from aftercare.queries.schedule_waiting import schedule_waiting
from aftercare.queries.scheduling import schedule_page
from aftercare.queries.zones import zone_name
from aftercare.views.doors import SignedInRequest, for_schedulers


@for_schedulers
@require_GET
def schedule(request: SignedInRequest) -> HttpResponse:
    """The clinic's sessions and what is free between them; for htmx the part that changes alone."""
    now, user = timezone.now(), request.user
    form = ScheduleForm(request.GET, clinic=user.clinic, now=now)
    ask = form.asked
    page = ask and schedule_page(user=user, ask=ask, desk=form.desk, now=now)
    context = {"form": form, "page": page, "zone": zone_name(user.clinic.tz)}
    part = bool(request.htmx) and not request.htmx.history_restore_request
    if not part:
        context["waiting"] = schedule_waiting(user=user, now=now)
    return render(request, "scheduling/_calendar.html" if part else "scheduling/schedule.html", context)
