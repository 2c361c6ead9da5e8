"""What was done to hear from silent patients: calls and questions, and when the next question is possible."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from aftercare.models import ContactTry, Flag, FlagAction, Patient, User
from aftercare.models.contact_tries import ASKED_EVERY
from aftercare.queries.grammar import within
from aftercare.queries.wording import format_instant


@dataclass(frozen=True, slots=True)
class Try:
    """One question, or one call with its `outcome` in words; `outcome` is empty for a question."""

    at: datetime
    by: User
    outcome: str = ""


def tries_of(flags: Iterable[Flag], user: User) -> dict[UUID, Sequence[Try]]:
    """The last question and the last call of each patient, the latest first.

    Calls that were logged at a flag count for who reads flags: two queries, else one.
    """
    of_flag = {flag.pk: flag.patient_id for flag in flags}
    found: defaultdict[UUID, dict[bool, Try]] = defaultdict(dict)
    for patient_id, tried in (*_contact_tries(of_flag.values()), *_flag_calls(of_flag, user)):
        last = found[patient_id].get(bool(tried.outcome))
        if last is None or last.at < tried.at:
            found[patient_id][bool(tried.outcome)] = tried
    return {
        patient_id: sorted(tries.values(), key=lambda one: one.at, reverse=True)
        for patient_id, tries in found.items()
    }


def _contact_tries(patient_ids: Iterable[UUID]) -> list[tuple[UUID, Try]]:
    latest = ContactTry.objects.filter(patient__in=list(patient_ids)).select_related("by")
    rows = latest.order_by("patient", "kind", "-at", "-id").distinct("patient", "kind")
    return [(row.patient_id, Try(row.at, row.by, outcome_of(row))) for row in rows]


def _flag_calls(of_flag: dict[UUID, UUID], user: User) -> list[tuple[UUID, Try]]:
    if not user.is_clinical:
        return []
    calls = FlagAction.objects.filter(flag__in=list(of_flag), kind=FlagAction.Kind.CALLED)
    latest = calls.select_related("by").order_by("flag", "-at", "-id").distinct("flag")
    return [(of_flag[row.flag_id], Try(row.at, row.by, outcome_of(row))) for row in latest]


def outcome_of(row: Any) -> str:
    """How a call went, in words; empty for a question."""
    return str(row.get_outcome_display()) if row.outcome else ""


def try_words(tried: Try, user: User, zone: ZoneInfo, now: datetime) -> str:
    """What was done: "Called today, 9:12 am, by you: no answer"."""
    told = {
        "time": format_instant(tried.at, zone, now),
        "name": _("you") if tried.by == user else tried.by.full_name,
        "outcome": within(tried.outcome),
    }
    if tried.outcome:
        return _("Called %(time)s, by %(name)s: %(outcome)s") % told
    return _("Asked by message %(time)s, by %(name)s") % told


def why_not_asked(patient: Patient, tries: Iterable[Try], zone: ZoneInfo, now: datetime) -> str:
    """Why a patient cannot be asked how it goes now; empty where that can be."""
    if not patient.messages_arrive:
        return _("No message arrives: please call")
    next_at = max((one.at + ASKED_EVERY for one in tries if not one.outcome), default=now)
    if next_at <= now:
        return ""
    return _("Can be asked again from %(time)s") % {"time": format_instant(next_at, zone, now)}
