"""Outreach as a whole: which patients messages did not reach, and whether messages go out in time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.models import Channel, Heartbeat, Patient, Reminder, User
from aftercare.queries.access import visible_patients
from aftercare.queries.reminder_words import state_words, why_words
from aftercare.queries.wording import Phone, When, format_duration, phone, when

LOOKED_BACK = timedelta(days=30)
SHOWN_AT_MOST = 100
COUNTED_AT_MOST = 1000
LATE_AFTER = timedelta(minutes=1)
"""A tick looks every few seconds: after so long without one, nothing goes out."""


@dataclass(frozen=True, slots=True)
class Unreached:
    """A patient to be phoned: since when, and why. `refused`: the e-mail address is said not to work.
    `cut_off`: the patient wants no messages in any other way, so that none arrives at all.
    """

    id: UUID
    name: str
    phone: Phone | None
    since: When
    why: str
    refused: bool
    cut_off: bool


@dataclass(frozen=True, slots=True)
class OutreachPage:
    """Everything of the page. `late` is empty while messages go out in time; `more`: not all are shown."""

    looked: str
    late: str
    overdue: str
    rows: tuple[Unreached, ...]
    more: str
    may_correct: bool


Trouble = tuple[datetime, Patient, str, bool]


def outreach_page(*, user: User, now: datetime) -> OutreachPage:
    """The page of the clinic of `user`: four queries."""
    beat = Heartbeat.objects.filter(name=Heartbeat.TICK).first()
    silence = None if beat is None else max(now - beat.at, timedelta())
    found = _troubles(user, now)
    zone = user.clinic.tz
    return OutreachPage(
        looked=_looked(silence),
        late=_late(silence),
        overdue=_overdue(user, now),
        rows=tuple(_row(trouble, zone, now) for trouble in found[:SHOWN_AT_MOST]),
        more=_more(len(found)),
        may_correct=user.schedules,
    )


def _troubles(user: User, now: datetime) -> list[Trouble]:
    """Each patient once: whom no message reaches at all, then who has waited longest. What is the matter with
    an address is told before a message.
    """
    found: dict[UUID, Trouble] = {}
    for trouble in (*_addresses(user), *_unreached(user, now)):
        found.setdefault(trouble[1].pk, trouble)
    return sorted(found.values(), key=lambda one: (not _cut_off(one), one[0], one[1].pk))


def _cut_off(trouble: Trouble) -> bool:
    _since, patient, _why, refused = trouble
    return refused and set(patient.channels) <= {Channel.EMAIL}


def _addresses(user: User) -> Iterator[Trouble]:
    """Patients in care whose e-mail address does not work, or who complained of our e-mail, unless they were
    phoned since.
    """
    since = Coalesce(F("user__email_undeliverable_at"), F("user__email_complained_at"))
    found = (
        visible_patients(user=user)
        .annotate(since=since)
        .filter(
            Q(reached_at__isnull=True) | Q(reached_at__lt=F("since")),
            care=Patient.Care.ACTIVE,
            since__isnull=False,
        )
    )
    for patient in found.order_by("since", "id")[: SHOWN_AT_MOST + 1]:
        refused = patient.user.email_undeliverable_at is not None
        since_then = patient.since  # type: ignore[attr-defined]  # annotated
        yield since_then, patient, address_words(patient.user), refused


def address_words(person: User) -> str:
    """What is the matter with the e-mail address of a person, empty where nothing is."""
    if person.email_undeliverable_at is not None:
        return _("The e-mail address does not work")
    if person.email_complained_at is not None:
        return _("Marked our e-mail as spam: ask how we may write")
    return ""


def _unreached(user: User, now: datetime) -> Iterator[Trouble]:
    """Patients in care whom a message did not reach lately, unless they were phoned since."""
    lately = Reminder.objects.unreached().filter(
        Q(patient__reached_at__isnull=True) | Q(patient__reached_at__lt=F("state_at")),
        patient__in=visible_patients(user=user).filter(care=Patient.Care.ACTIVE),
        state_at__gte=now - LOOKED_BACK,
    )
    confirmed_since = Q(patient__email_confirmed_at__gte=F("state_at"))
    lately = lately.exclude(confirmed_since, channel=Channel.EMAIL, state_reason=Reminder.Why.ADDRESS_REFUSED)
    newest = lately.order_by("patient", "-state_at", "-id").distinct("patient")
    found = Reminder.objects.filter(pk__in=newest.values("pk")).select_related("patient__user")
    for row in found.order_by("state_at", "id")[: SHOWN_AT_MOST + 1]:
        yield row.state_at, row.patient, _why(row), row.patient.user.email_undeliverable_at is not None


def _why(row: Reminder) -> str:
    """Which message and what became of it: "E-mail: The provider did not take it"."""
    words = {"channel": row.get_channel_display(), "why": why_words(row) or state_words(row)}
    return _("%(channel)s: %(why)s") % words


def _row(trouble: Trouble, zone: ZoneInfo, now: datetime) -> Unreached:
    since, patient, why, refused = trouble
    return Unreached(
        id=patient.pk,
        name=patient.user.full_name,
        phone=phone(patient.phone or None),
        since=when(since, zone, now),
        why=why,
        refused=refused,
        cut_off=_cut_off(trouble),
    )


def _more(found: int) -> str:
    if found <= SHOWN_AT_MOST:
        return ""
    return _("The first %(count)d are shown. The others follow as these are reached.") % {
        "count": SHOWN_AT_MOST
    }


def _looked(silence: timedelta | None) -> str:
    if silence is None:
        return _("Nobody has looked yet for what is due.")
    seconds = int(silence.total_seconds())
    ago = format_duration(silence)
    if seconds < 60:
        ago = ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    return _("Last look for what is due: %(ago)s ago.") % {"ago": ago}


def _late(silence: timedelta | None) -> str:
    if silence is not None and silence <= LATE_AFTER:
        return ""
    return _(
        "Nothing goes out at the moment. What is due waits and is not lost; tell whoever runs the portal."
    )


def _overdue(user: User, now: datetime) -> str:
    """How many of the clinic's messages wait past their time, counted up to a limit."""
    due = Reminder.objects.due(now).filter(patient__in=visible_patients(user=user))
    count = due.order_by()[:COUNTED_AT_MOST].count()
    if count == COUNTED_AT_MOST:
        return _("%(count)d messages or more are overdue now.") % {"count": count}
    if not count:
        return _("No message is overdue.")
    return ngettext("%(count)d message is overdue now.", "%(count)d messages are overdue now.", count) % {
        "count": count
    }
