"""The link under a routine e-mail: a page first, because mail scanners open links, and then one button."""

import pghistory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from aftercare.queries.patient_contact import contact_now
from aftercare.queries.reminder_words import other_ways_words
from aftercare.services.preferences import UnsubscribeRefused, patient_of_token, stop_routine_email


# A mail program posts `List-Unsubscribe=One-Click` here by itself (RFC 8058): it has neither our page nor our
# cookies, so no CSRF token. The link alone says whose e-mails stop; who holds it could press the button too.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET: one button, which no scanner presses. POST: no more routine e-mail, as often as it comes."""
    now, stops = timezone.now(), request.method == "POST"
    pghistory.context(url="/unsubscribe/")  # the record of changes keeps no link
    try:
        patient = stop_routine_email(token=token, at=now) if stops else patient_of_token(token)
    except UnsubscribeRefused:
        return render(request, "front/unsubscribe_unknown.html", status=404)
    contact = contact_now(clinic=patient.clinic, zone=patient.tz, now=now)
    context = {"clinic": patient.clinic, "contact": contact, "others": other_ways_words(patient)}
    response = render(request, f"front/{'unsubscribed' if stops else 'unsubscribe'}.html", context)
    response["Referrer-Policy"] = "strict-origin"  # "no-referrer" would empty the Origin that CSRF looks at
    return response
