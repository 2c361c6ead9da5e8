"""What whoever is on call reads on a phone: each flag that waits, whose it is, and what has been tried."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.models import ContactTry, Escalation, Flag, FlagAction, Patient, User
from aftercare.queries.flag_words import flag_detail
from aftercare.queries.nurse_check_in import Fact
from aftercare.queries.nurse_flag_record import Entry, flag_record, person_name
from aftercare.queries.records import current_version
from aftercare.queries.session_words import areas_words, treatment_words
from aftercare.queries.time_left import TimeLeft, time_left
from aftercare.queries.wording import Phone, When, format_brief, format_instant, phone, when

SHOWN_AT_MOST = 20
"""Flags on one page; the queue has them all."""


@dataclass(frozen=True, slots=True)
class EscalatedFlag:
    """One flag that was told. `left` is None once somebody has acknowledged it: `state` says who."""

    id: UUID
    href: str
    severity: str
    severity_text: str
    rule: str
    detail: str
    raised: When
    left: TimeLeft | None
    state: str
    patient: str
    patient_href: str
    phone: Phone | None
    facts: tuple[Fact, ...]
    record: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class EscalationPage:
    """All of them, what waits first. `title` says how many wait; `take` is the button's text, or empty."""

    id: UUID
    title: str
    told: When
    take: str
    flags: tuple[EscalatedFlag, ...]
    more: str


def load_escalation(*, escalation: Escalation, user: User, now: datetime) -> EscalationPage:
    """The page of an escalation that was opened through `access.open_escalation`. Nine queries,
    whatever the number of flags.
    """
    found = list(_flags(escalation)[: SHOWN_AT_MOST + 1])
    shown = found[:SHOWN_AT_MOST]
    waiting = escalation.flags.unacknowledged().count()
    title = ngettext("%(count)d matter waits", "%(count)d matters wait", waiting) % {"count": waiting}
    more = _("Only the first %(count)d are shown. The others stand in the queue.") % {"count": SHOWN_AT_MOST}
    return EscalationPage(
        id=escalation.pk,
        title=title if waiting else _("Nothing waits any more"),
        told=when(escalation.due_at, user.clinic.tz, now),
        take=_take_words(waiting),
        flags=tuple(_rows(shown, user, now)),
        more=more if len(found) > SHOWN_AT_MOST else "",
    )


def _take_words(waiting: int) -> str:
    """What the button says."""
    if waiting < 2:
        return _("I have it") if waiting else ""
    return _("I have all %(count)d") % {"count": waiting}


def _flags(escalation: Escalation) -> QuerySet[Flag]:
    """The flags that were told, with everything a row shows; what waits first."""
    return (
        escalation.flags.select_related(
            "patient__user", "session", "holder", "acknowledged_by", "resolved_by"
        )
        .with_evidence()
        .prefetch_related(
            "session__areas",
            "messages",
            "escalations",
            Prefetch("patient__contact_tries", ContactTry.objects.select_related("by").order_by("at", "id")),
            Prefetch("actions", FlagAction.objects.select_related("by", "to").order_by("at", "id")),
        )
        .order_by(F("acknowledged_at").desc(nulls_first=True), "-gravity", "at_baseline", "raised_at", "id")
    )


def _rows(flags: list[Flag], user: User, now: datetime) -> Iterator[EscalatedFlag]:
    protocol, zone = current_version().protocol, user.clinic.tz
    for flag in flags:
        waits = flag.acknowledged_at is None
        yield EscalatedFlag(
            id=flag.pk,
            href=reverse("flag", args=[flag.pk]),
            severity=flag.severity,
            severity_text=str(flag.get_severity_display()),
            rule=flag.rule_name,
            detail=flag_detail(flag, list(flag.evidence.all()), protocol, zone, now),
            raised=when(flag.raised_at, zone, now),
            left=time_left(flag.raised_at, flag.due_at, now) if waits else None,
            state=_state(flag, user, now),
            patient=flag.patient.user.full_name,
            patient_href=reverse("patient", args=[flag.patient_id]),
            phone=phone(flag.patient.phone or None),
            facts=tuple(_facts(flag, user, now)),
            record=flag_record(
                flag, list(flag.actions.all()), list(flag.patient.contact_tries.all()), user, zone, now
            ),
        )


def _state(flag: Flag, user: User, now: datetime) -> str:
    """Who has it, once somebody has acknowledged it; what became of it, once it is resolved."""
    zone = user.clinic.tz
    if flag.resolved_by is not None and flag.resolved_at is not None:
        told = {
            "name": person_name(flag.resolved_by, user),
            "time": format_brief(flag.resolved_at, zone, now),
        }
        return _("%(what)s, by %(name)s, %(time)s") % {"what": flag.get_disposition_display(), **told}
    if flag.holder is not None and flag.acknowledged_at is not None:
        since = format_brief(flag.acknowledged_at, zone, now)
        if flag.holder == user:
            return _("You have it. Acknowledged %(time)s.") % {"time": since}
        return _("%(name)s has it. Acknowledged %(time)s.") % {"name": flag.holder.full_name, "time": since}
    return ""


def _facts(flag: Flag, user: User, now: datetime) -> Iterator[Fact]:
    """What must be known before anybody phones."""
    patient, session = flag.patient, flag.session
    yield Fact(_("Allergies"), text=_answer(patient, "allergies"))
    yield Fact(_("Medicines"), text=_answer(patient, "medicines"))
    if session is not None:
        told = {
            "treatment": treatment_words(session),
            "time": format_instant(session.at, user.clinic.tz, now),
        }
        text = _("%(treatment)s, %(time)s") % told
        yield Fact(_("Treated"), strong=areas_words(session.areas.all()), text=text)


def _answer(patient: Patient, topic: str) -> str:
    """What was said last of allergies or medicines; that nothing is known where nobody has said anything."""
    said: str = getattr(patient, topic)
    if said:
        return said
    return _("None known") if getattr(patient, f"{topic}_told_at") is not None else _("none recorded")
