"""The frame of every page, icons, and times that stay whole: `{% load look %}`, `{% frame as frame %}`,
`{% icon "phone" %}`, `{{ text|tied }}`.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.models import Clinic
from aftercare.queries.patient_contact import phone_now
from aftercare.queries.wording import Phone, phone

register = template.Library()

PATIENT = "patient"
STAFF = ("scheduler", "nurse", "administrator")
ROLES = {
    "patient": gettext_lazy("patient"),
    "scheduler": gettext_lazy("scheduling"),
    "nurse": gettext_lazy("nurse"),
    "administrator": gettext_lazy("administrator"),
}
# Address, icon, words, the roles that see it, and the addresses that belong to it besides its own.
NAV = (
    ("/today/", "today", gettext_lazy("Today"), (PATIENT,), ()),
    ("/plan/", "plan", gettext_lazy("Plan"), (PATIENT,), ()),
    ("/check-ins/new/", "checkin", gettext_lazy("Check in"), (PATIENT,), ("/check-ins/",)),
    ("/messages/", "message", gettext_lazy("Messages"), (PATIENT,), ()),
    ("/me/", "person", gettext_lazy("Me"), (PATIENT,), ()),
    ("/queue/", "queue", gettext_lazy("Queue"), ("nurse", "administrator"), ("/flags/", "/escalations/")),
    ("/hand-over/", "check", gettext_lazy("Hand-over"), ("nurse",), ()),
    ("/patients/", "person", gettext_lazy("Patients"), STAFF, ("/silent/",)),
    ("/schedule/", "calendar", gettext_lazy("Schedule"), ("scheduler", "administrator"), ("/sessions/",)),
    ("/lots/", "lot", gettext_lazy("Lots"), ("scheduler", "administrator"), ()),
    ("/outreach/", "message", gettext_lazy("Outreach"), STAFF, ()),
    ("/figures/", "figures", gettext_lazy("Figures"), ("nurse",), ()),
    ("/protocol/", "document", gettext_lazy("Protocol"), STAFF, ()),
    ("/clinic/on-call/", "phone", gettext_lazy("On call"), ("scheduler", "nurse"), ()),
    ("/clinic/", "clinic", gettext_lazy("Clinic"), ("administrator",), ()),
)


@dataclass(frozen=True, slots=True)
class NavItem:
    """One way to go. `current` is the value of aria-current: page, true or empty."""

    href: str
    icon: str
    text: str
    current: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page: the clinic, the ways to go, who is signed in, how to call."""

    clinic: str
    nav: tuple[NavItem, ...]
    person: str
    role: str
    staff: bool
    phone: Phone | None
    demo: bool


@register.simple_tag(takes_context=True)
def frame(context: template.Context) -> Frame:
    """The frame of the page for whoever asks for it; an error page may have no request at all."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return Frame(_("Aftercare portal"), (), "", "", False, None, settings.DEMO_MODE)
    clinic = getattr(user, "clinic", None)
    return Frame(
        clinic=clinic.name if clinic else _("Aftercare portal"),
        nav=nav_items(user.role, request.path),
        person=user.full_name,
        role=str(ROLES.get(user.role, user.role)),
        staff=user.role in STAFF,
        phone=phone_at(clinic, context.get("asked_at")) if clinic and user.role == PATIENT else None,
        demo=settings.DEMO_MODE,
    )


def phone_at(clinic: Clinic, now: datetime | None) -> Phone | None:
    """The number that somebody answers at `now`; the clinic's own where the time is not known."""
    return phone(clinic.phone) if now is None else phone_now(clinic=clinic, now=now)


def nav_items(role: str, path: str) -> tuple[NavItem, ...]:
    """The ways to go for a role; the one that leads to `path` is marked."""
    return tuple(
        NavItem(href, icon, str(text), current(path, href, others))
        for href, icon, text, roles, others in NAV
        if role in roles
    )


def current(path: str, href: str, others: tuple[str, ...]) -> str:
    """The value of aria-current: this very page, a page that belongs to it, or another."""
    if path == href:
        return "page"
    return "true" if path.startswith((href, *others)) else ""


TORN = re.compile(
    r" (?:"  # the space comes first: looking for it is quick
    r"(?<=\d:\d\d )(?=am\b|pm\b|noon\b|midnight\b)"  # 10:00 am
    r"|(?<=\b[A-Z][a-z]{2} )(?=\d{1,2} [A-Z][a-z]{2}\b)"  # Sat 14 Mar
    r"|(?<=\b[A-Z][a-z]{2} \d )(?=[A-Z][a-z]{2}\b)"
    r"|(?<=\b[A-Z][a-z]{2} \d\d )(?=[A-Z][a-z]{2}\b)"
    r"|(?<=\(\d{3}\) )(?=\d)"  # (212) 555-0142
    r")"
)


@register.filter
def tied(text: object) -> str:
    """A sentence whose dates, times and phone numbers do not break at the end of a line."""
    return TORN.sub("\u00a0", str(text))


@register.simple_tag
@cache
def sprite() -> str:
    """The address of the drawings; with its hash in production. For a drawing that is no plain icon."""
    return static("img/icons.svg")


@register.simple_tag
@cache
def icon(name: str, tone: str = "") -> SafeString:
    """An icon of static/img/icons.svg, beside words that say the same; `tone` colours it (ok, avoid, ...)."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        f" tone-{tone}" if tone else "",
        sprite(),
        name,
    )
