"""The clinic's patients as a list: found by what was typed, each with its sessions and what is open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aftercare.domain.clinical_time import local_date
from aftercare.models import Flag, Invitation, Patient, TreatmentSession, User
from aftercare.models.patients import PatientQuerySet
from aftercare.models.treatment_sessions import UNRECORDED_AFTER
from aftercare.queries.access import visible_patients
from aftercare.queries.patient_search import patients_named_alike, patients_sought
from aftercare.queries.patient_sought import read_sought
from aftercare.queries.session_words import born_words
from aftercare.queries.wording import Phone, When, phone, when

PAGE_SIZE = 25
CARES = (("", gettext_lazy("In care or not")), *Patient.Care.choices)

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
    mrn: str
    born: str
    phone: Phone | None
    last_session: When | None
    next_session: When | None
    open: tuple[Open, ...]


@dataclass(frozen=True, slots=True)
class CareChoice:
    """One of the answers to "in whose care?" by which the list is narrowed."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class PatientListPage:
    """One page of the list. `found` says how many there are where all are shown. `alike`: nobody is called
    so, the rows' names are like it. `first_href` is empty on the first page, `next_href` on the last.
    `none_at_all`: an empty clinic.
    """

    search: str
    cares: tuple[CareChoice, ...]
    rows: tuple[PatientRow, ...]
    found: str
    alike: bool
    first_href: str
    next_href: str
    none_at_all: bool


def patient_list_page(
    *, user: User, now: datetime, search: str = "", care: str = "", after: UUID | None = None
) -> PatientListPage:
    """The patients of the clinic that `search` finds, by name; `care` is a `Patient.Care`, "" for all.

    One query, one more behind the first page, two more where only names are alike.
    """
    sought = read_sought(search, local_date(now, user.clinic.tz))
    patients = _with_sessions(visible_patients(user=user), now, user)
    if care:
        patients = patients.filter(care=care)
    found = _by_name(patients_sought(patients, sought), _place(user, after))
    alike = not found and sought.words and not after and patients_named_alike(patients, sought)
    rows = tuple(_row(patient, user.clinic.tz, now) for patient in alike or found[:PAGE_SIZE])
    more = len(found) > PAGE_SIZE
    return PatientListPage(
        search=search,
        cares=tuple(CareChoice(value, str(text), value == care) for value, text in CARES),
        rows=rows,
        found="" if more or after else _count(len(rows)),
        alike=bool(alike),
        first_href=list_address(searched=bool(search), care=care) if after else "",
        next_href=list_address(searched=bool(search), care=care, after=rows[-1].id) if more else "",
        none_at_all=not (rows or search or care or after),
    )


def list_address(*, searched: bool, care: str, after: UUID | None = None) -> str:
    """The address of a page of the list. What was typed does not stand in it: it names somebody."""
    asked = {"found": "1" if searched else "", "care": care, "after": str(after or "")}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('patients')}?{query}" if query else reverse("patients")


def _place(user: User, after: UUID | None) -> tuple[str, UUID] | None:
    """Where the list goes on: after the name and the user of that patient. None to begin with."""
    if after is None:
        return None
    return visible_patients(user=user).filter(pk=after).values_list("user__full_name", "user").first()


def _by_name(patients: PatientQuerySet, place: tuple[str, UUID] | None) -> "list[_Found]":
    """A page of them and one more, in order of name."""
    if place is not None:
        name, user_id = place
        later = Q(user__full_name__gt=name) | Q(user__full_name=name, user__gt=user_id)
        patients = patients.filter(later, user__full_name__gte=name)  # the first page's index serves here too
    page: list[Any] = list(patients.order_by("user__full_name", "user")[: PAGE_SIZE + 1])
    return page


def _count(count: int) -> str:
    return ngettext("%(count)d patient", "%(count)d patients", count) % {"count": count}


def _with_sessions(patients: PatientQuerySet, now: datetime, user: User) -> PatientQuerySet:
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
        mrn=patient.mrn,
        born=born_words(patient.birth_date),
        phone=phone(patient.phone or None),
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
