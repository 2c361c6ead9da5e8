"""The nurse's list: which patients need a person, most pressing first, and what is done about one at once."""

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from aftercare.queries.access import RecordNotFound, open_flags
from aftercare.queries.nurse_queue import load_queue
from aftercare.queries.nurse_queue_state import queue_state
from aftercare.services.flag_together import acknowledge_together, claim_together
from aftercare.views.doors import SignedInRequest, for_nurses
from aftercare.views.shared_rows import ResponseWithRows, SharedRows

NAMED_AT_MOST = 20  # flags that one button can name


@for_nurses
@require_GET
def queue(request: SignedInRequest) -> HttpResponse:
    """The flags of the clinic. The page asks for its list alone every few seconds, and is told where nothing
    has changed; a page that is opened is always whole.
    """
    number = request.GET.get("page", "")
    asked: dict[str, Any] = {
        "user": request.user,
        "show": request.GET.get("show", ""),
        "page": int(number) if number.isdecimal() and len(number) < 7 else 1,
        "rule": request.GET.get("rule", "")[:64],
        "now": timezone.now(),
    }
    if not request.htmx:
        return render(request, "nurse/flag_list.html", {"page": load_queue(**asked)})
    state = queue_state(**asked)
    response = get_conditional_response(request, etag=f'"{state.name}"')
    if response is None:
        page = load_queue(**asked, state=state)
        shared = SharedRows(page, state)
        html = render_to_string("nurse/_queue.html", {"page": page, "shared": shared}, request)
        response = ResponseWithRows(html, shared)
    response["ETag"] = f'"{state.name}"'
    return response


@for_nurses
def queue_claim(request: SignedInRequest) -> HttpResponse:
    """Have a patient's flags in hand, those that the row named."""
    return _do(request, claim_together, _claimed_words)


@for_nurses
def queue_acknowledge(request: SignedInRequest) -> HttpResponse:
    """Acknowledge a patient's flags, those that the row named: what came since is not seen yet."""
    return _do(request, acknowledge_together, _acknowledged_words)


def _do(
    request: SignedInRequest, act: Callable[..., list[str]], words: Callable[[int, str], str]
) -> HttpResponse:
    """Do it and lead back to the same part of the queue, at the patient's row. Whoever comes by the address
    alone (after signing in again) is led to the queue.
    """
    if request.method != "POST":
        return redirect("queue")
    now = timezone.now()
    flags = open_flags(user=request.user, flag_ids=_named(request), at=now)
    refusals = act(flags=flags, by=request.user, at=now)
    for refusal in refusals:
        messages.info(request, refusal)
    if not refusals:
        messages.success(request, words(len(flags), flags[0].patient.user.full_name))
    query = request.GET.urlencode()
    return redirect(f"{reverse('queue')}{'?' if query else ''}{query}#flag-{flags[0].pk}")


def _named(request: SignedInRequest) -> Sequence[uuid.UUID]:
    """The flags that the button names. Raises RecordNotFound for what names none."""
    try:
        return [uuid.UUID(one) for one in request.POST.get("flags", "").split()[:NAMED_AT_MOST]]
    except ValueError:
        raise RecordNotFound from None


def _claimed_words(count: int, name: str) -> str:
    words = ngettext(
        "You have the flag of %(name)s in hand. Its time runs on.",
        "You have %(count)d flags of %(name)s in hand. Their time runs on.",
        count,
    )
    return words % {"count": count, "name": name}


def _acknowledged_words(count: int, name: str) -> str:
    words = ngettext(
        "You have acknowledged the flag of %(name)s.",
        "You have acknowledged %(count)d flags of %(name)s.",
        count,
    )
    return words % {"count": count, "name": name}
