"""Who was treated with a lot, in which sessions, and what is open about them: a list and its export."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.domain.clinical_time import local_date
from aftercare.models import Flag, Patient, ProductLot, TreatmentSession, User
from aftercare.queries.access import open_records
from aftercare.queries.lot_words import LotName, lot_name, lot_state
from aftercare.queries.session_words import State, areas_words, born_words, dose_words, treatment_words
from aftercare.queries.wording import Phone, When, phone, when

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would run instead of showing it."""

if TYPE_CHECKING:

    class _Treated(Patient):
        """A patient with what the recall's query adds."""

        treated: list[TreatmentSession]
        open_flags: list[Flag]


@dataclass(frozen=True, slots=True)
class RecalledSession:
    """A session in which the lot was used."""

    id: UUID
    at: When
    date: str
    what: str


@dataclass(frozen=True, slots=True)
class RecalledFlag:
    """An open flag, for those who may read it."""

    id: UUID
    name: str
    severity: str
    severity_text: str
    raised: When


@dataclass(frozen=True, slots=True)
class RecalledPatient:
    """One patient; `care` is empty for one in care. `flags` tells clinical staff what is open, `flagged`
    everybody that something is.
    """

    id: UUID
    name: str
    birth_date: str
    born: str
    care: str
    phone: Phone | None
    email: str
    sessions: tuple[RecalledSession, ...]
    flagged: bool
    flags: tuple[RecalledFlag, ...]


@dataclass(frozen=True, slots=True)
class RecallPage:
    """A lot with every patient it was used for, by name."""

    lot: LotName
    state: State
    found: str
    rows: tuple[RecalledPatient, ...]


def recall_page(*, user: User, lot: ProductLot, what: str, now: datetime) -> RecallPage:
    """The recall of `lot`; opening it leaves a RecordAccess for each patient. Five queries."""
    sessions = (
        TreatmentSession.objects.filter(lot_uses__lot=lot).prefetch_related("areas").order_by("at", "id")
    )
    flags = Flag.objects.open().most_pressing_first()
    patients = (
        Patient.objects.treated_with(lot)
        .select_related("user")
        .prefetch_related(
            Prefetch("sessions", sessions, to_attr="treated"), Prefetch("flags", flags, to_attr="open_flags")
        )
        .order_by("user__full_name", "id")
    )
    opened = cast("list[_Treated]", open_records(user=user, patients=patients, what=what, at=now))
    return RecallPage(
        lot=lot_name(lot),
        state=lot_state(lot, local_date(now, user.clinic.tz)),
        found=ngettext("%(count)d patient", "%(count)d patients", len(opened)) % {"count": len(opened)},
        rows=tuple(_row(patient, user, now) for patient in opened),
    )


def recall_table(page: RecallPage) -> Iterator[list[str]]:
    """The recall as the cells of a spreadsheet, the names of the columns first; no cell is a formula."""
    yield [
        _("Lot"),
        _("Patient"),
        _("Date of birth"),
        _("Care"),
        _("Phone"),
        _("E-mail"),
        _("Session dates"),
        _("Treatments"),
        _("Open flags"),
    ]
    for row in page.rows:
        cells = [
            page.lot.text,
            row.name,
            row.birth_date,
            row.care or _("In our care"),
            row.phone.text if row.phone else "",
            row.email,
            "; ".join(session.date for session in row.sessions),
            "; ".join(session.what for session in row.sessions),
            "; ".join(f"{flag.name} ({flag.severity_text})" for flag in row.flags)
            or (_("Yes") if row.flagged else _("None")),
        ]
        yield [as_text(cell) for cell in cells]


def as_text(cell: str) -> str:
    """A cell that a spreadsheet shows and never runs."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell


def _row(patient: "_Treated", user: User, now: datetime) -> RecalledPatient:
    zone = user.clinic.tz
    flags = tuple(
        RecalledFlag(
            id=flag.pk,
            name=flag.rule_name,
            severity=flag.severity,
            severity_text=str(flag.get_severity_display()),
            raised=when(flag.raised_at, zone, now),
        )
        for flag in patient.open_flags
    )
    return RecalledPatient(
        id=patient.pk,
        name=patient.user.full_name,
        birth_date=patient.birth_date.isoformat(),
        born=born_words(patient.birth_date),
        care="" if patient.in_care else str(patient.get_care_display()),
        phone=phone(patient.phone or None),
        email=patient.user.email,
        sessions=tuple(_session(session, user, now) for session in patient.treated),
        flagged=bool(flags),
        flags=flags if user.is_clinical else (),
    )


def _session(session: TreatmentSession, user: User, now: datetime) -> RecalledSession:
    zone = user.clinic.tz
    words = [treatment_words(session), areas_words(session.areas.all()).lower(), dose_words(session)]
    return RecalledSession(
        id=session.pk,
        at=when(session.at, zone, now),
        date=local_date(session.at, zone).isoformat(),
        what=", ".join(word for word in words if word),
    )
