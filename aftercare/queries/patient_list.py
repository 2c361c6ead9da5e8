"""The clinic's patients as a list: found by name or e-mail, each with its sessions and what is open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.models import Flag, Invitation, Patient, TreatmentSession, User
from aftercare.models.treatment_sessions import UNRECORDED_AFTER
from aftercare.queries.access import visible_patients
from aftercare.queries.session_words import born_words
from aftercare.queries.wording import When, when

PAGE_SIZE = 25

if TYPE_CHECKING:

    class _Found(Patient):
        """A patient with what the list's query adds."""

        last_at: datetime | None
        next_at: datetime | None
        unrecorded: bool
        open_flags: int
        invited: bool
        came_in: bool


@dataclass(frozen=True, slots=True)
class Open:
    """Something about a patient that waits for somebody; `tone` as the components take it."""

    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class PatientRow:
    """One patient of the list."""

    id: UUID
    name: str
    email: str
    born: str
    last_session: When | None
    next_session: When | None
    open: tuple[Open, ...]


@dataclass(frozen=True, slots=True)
class PatientListPage:
    """One page of the list. `previous`, `next`: page numbers, 0 for none; `none_at_all`: an empty clinic."""

    search: str
    rows: tuple[PatientRow, ...]
    found: str
    none_at_all: bool
    previous: int
    next: int
    position: str


def patient_list_page(*, user: User, now: datetime, search: str = "", page: str = "1") -> PatientListPage:
    """The patients of the clinic that `search` finds, by name. Two queries; three if none is found."""
    patients = visible_patients(user=user)
    found = _with_sessions(patients.named_like(search), now, user)
    paginator = Paginator(found.order_by("user__full_name", "id"), PAGE_SIZE)
    shown = paginator.get_page(page)
    zone = user.clinic.tz
    return PatientListPage(
        search=search,
        rows=tuple(_row(patient, zone, now) for patient in shown.object_list),
        found=ngettext("%(count)d patient", "%(count)d patients", paginator.count)
        % {"count": paginator.count},
        none_at_all=not paginator.count and (not search or not patients.exists()),
        previous=shown.previous_page_number() if shown.has_previous() else 0,
        next=shown.next_page_number() if shown.has_next() else 0,
        position=_("Page %(number)d of %(count)d") % {"number": shown.number, "count": paginator.num_pages},
    )


def _with_sessions(patients: QuerySet[Patient], now: datetime, user: User) -> QuerySet[Patient]:
    sessions = TreatmentSession.objects.filter(patient=OuterRef("pk"))
    invitations = Invitation.objects.filter(user=OuterRef("user"))
    flags = Flag.objects.open().filter(patient=OuterRef("pk"))
    counted = flags.order_by().values("patient").annotate(count=Count("pk")).values("count")
    return patients.annotate(
        last_at=Subquery(sessions.live().filter(at__lte=now).order_by("-at", "-id").values("at")[:1]),
        next_at=Subquery(sessions.upcoming(now).order_by("at", "id").values("at")[:1]),
        unrecorded=Exists(sessions.unrecorded(now - UNRECORDED_AFTER)),
        open_flags=Coalesce(Subquery(counted), 0) if user.is_clinical else Value(0),
        invited=Exists(invitations),
        came_in=Exists(invitations.filter(used_at__isnull=False)),
    )


def _row(patient: "_Found", zone: ZoneInfo, now: datetime) -> PatientRow:
    return PatientRow(
        id=patient.pk,
        name=patient.user.full_name,
        email=patient.user.email,
        born=born_words(patient.birth_date),
        last_session=None if patient.last_at is None else when(patient.last_at, zone, now),
        next_session=None if patient.next_at is None else when(patient.next_at, zone, now),
        open=tuple(_what_is_open(patient)),
    )


def _what_is_open(patient: "_Found") -> Iterator[Open]:
    if not patient.in_care:
        yield Open(str(patient.get_care_display()), "")
    if patient.open_flags:
        words = ngettext("%(count)d open flag", "%(count)d open flags", patient.open_flags)
        yield Open(words % {"count": patient.open_flags}, "urgent")
    if patient.unrecorded:
        yield Open(_("Session to record"), "urgent")
    if patient.invited and not patient.came_in and patient.user.last_login is None:
        yield Open(_("Invitation not used yet"), "")
    if patient.last_at is None and patient.next_at is None:
        yield Open(_("No session yet"), "")
