"""The demonstration's mail, on a page: only in demo mode, and only for this very machine."""

from collections.abc import Callable
from functools import wraps
from ipaddress import IPv6Address, ip_address
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from aftercare.queries.demo_mail import list_letters, read_letter

View = Callable[..., HttpResponse]
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")


def demo_only(view: View) -> View:
    """A door: there is no such page outside demo mode, for another machine, or through a proxy."""

    @require_safe
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (settings.DEMO_MODE and is_local(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def is_local(request: HttpRequest) -> bool:
    """Whether a request comes from this machine itself, and not by way of another one."""
    if any(header in request.META for header in FORWARDED):
        return False
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback


@demo_only
def demo_mail(request: HttpRequest) -> HttpResponse:
    """The newest messages."""
    letters = list_letters(folder=settings.MAIL_FOLDER, now=timezone.now())
    return render(request, "demo/mail_list.html", {"letters": letters})


@demo_only
def demo_mail_message(request: HttpRequest, name: str) -> HttpResponse:
    """One message, as plain text with its links."""
    letter = read_letter(folder=settings.MAIL_FOLDER, name=name, now=timezone.now())
    if letter is None:
        raise Http404
    return render(request, "demo/mail_detail.html", {"letter": letter})
