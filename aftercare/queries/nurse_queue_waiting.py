"""One row of the queue's messages: a patient who waits for an answer, in final strings."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import ngettext

from aftercare.models import Clinic, Message
from aftercare.queries.time_left import TimeLeft, time_left
from aftercare.queries.wording import When, when_brief
from aftercare.services.deadlines import next_working_day

LONGEST_EXCERPT = 120  # characters


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One patient who waits: the oldest message, how many there are, and how long there is to answer."""

    id: UUID
    href: str
    patient: str
    count: str
    excerpt: str
    written: When
    due: When
    left: TimeLeft


def oldest_waiting(clinic: Clinic) -> QuerySet[Any]:
    """Of every patient who waits the oldest message, with their `count`; who has waited longest is first."""
    of_patient = Message.objects.waiting().filter(patient=OuterRef("patient"))
    counts = of_patient.order_by().values("patient").annotate(count=Count("pk")).values("count")
    oldest = (
        Message.objects.waiting()
        .of_clinic(clinic.pk)
        .filter(pk=Subquery(of_patient.oldest_first().values("pk")[:1]))
    )
    return (
        oldest.select_related("patient__user").annotate(count=Subquery(counts)).order_by("written_at", "id")
    )


def is_overdue(written_at: datetime, clinic: Clinic, now: datetime) -> bool:
    """Whether what was written then should have been answered by now."""
    return next_working_day(clinic=clinic, at=written_at) <= now


def waiting_row(message: Any, clinic: Clinic, now: datetime) -> WaitingRow:
    """The row of a patient's oldest message that waits, as `oldest_waiting` finds it."""
    due_at = next_working_day(clinic=clinic, at=message.written_at)
    return WaitingRow(
        id=message.pk,
        href=reverse("patient_messages", args=[message.patient_id]),
        patient=message.patient.user.full_name,
        count=ngettext("%(count)d message", "%(count)d messages", message.count) % {"count": message.count},
        excerpt=Truncator(" ".join(message.body.split())).chars(LONGEST_EXCERPT),
        written=when_brief(message.written_at, clinic.tz, now),
        due=when_brief(due_at, clinic.tz, now),
        left=time_left(message.written_at, due_at, now),
    )
