"""The ledger: every message of one patient, what became of it, and each state it went through."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.models import Patient, Reminder
from aftercare.queries.outreach_fates import Fates
from aftercare.queries.reminder_words import reasons_words, state_tone, state_words, tries_words
from aftercare.queries.wording import When, when
from aftercare.queries.zones import zone_name

MESSAGES_A_PAGE = 50
TRANSITIONS: Any = apps.get_model("aftercare", "ReminderTransition")


@dataclass(frozen=True, slots=True)
class Step:
    """One state a message went through: since when, which, and why; `tries` where there was more than one."""

    when: When
    state: str
    why: str
    tries: str


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One message on one channel."""

    due: When
    channel: str
    about: str
    state: str
    why: str
    tone: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """One page of it, newest due first. `previous` and `next` are page numbers, 0 for none."""

    name: str
    zone: str
    found: str
    lines: tuple[LedgerLine, ...]
    previous: int
    next: int
    position: str


def outreach_ledger(*, patient: Patient, page: str, now: datetime) -> Ledger:
    """A page of the messages of a patient whom `access.open_record` opened: four queries at most."""
    steps = Prefetch("transitions", TRANSITIONS.objects.order_by("pgh_id"))
    messages = patient.reminders.order_by("-due_at", "-plan_revision", "-id").select_related("merged_into")
    paginator = Paginator(messages.prefetch_related(steps), MESSAGES_A_PAGE)
    shown = paginator.get_page(page)
    rows = list(shown.object_list)
    fates = Fates.of(patient, rows, now)
    return Ledger(
        name=patient.user.full_name,
        zone=zone_name(patient.tz),
        found=ngettext("%(count)d message", "%(count)d messages", paginator.count)
        % {"count": paginator.count},
        lines=tuple(_line(row, patient, fates, now) for row in rows),
        previous=shown.previous_page_number() if shown.has_previous() else 0,
        next=shown.next_page_number() if shown.has_next() else 0,
        position=_("Page %(number)d of %(count)d") % {"number": shown.number, "count": paginator.num_pages},
    )


def _line(row: Reminder, patient: Patient, fates: Fates, now: datetime) -> LedgerLine:
    state, why = fates.words(row)
    return LedgerLine(
        due=when(row.due_at, patient.tz, now),
        channel=str(row.get_channel_display()),
        about=reasons_words(reason["reason"] for reason in row.reasons),
        state=state,
        why=why,
        tone=state_tone(row),
        steps=tuple(_steps(row, patient, now)),
    )


def _steps(row: Any, patient: Patient, now: datetime) -> Iterator[Step]:
    """What the triggers of `states_tracked` have kept of a reminder."""
    for one in row.transitions.all():
        yield Step(
            when=when(one.state_at, patient.tz, now),
            state=state_words(one),
            why=str(Reminder.Why(one.state_reason).label) if one.state_reason else "",
            tries=tries_words(one.attempts),
        )
