"""The cast of every test: two clinics, their staff, their patients, a stranger; and their reports."""

import re
import uuid
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from aftercare.domain.clinical_time import from_local
from aftercare.domain.triage import CheckIn, SymptomReport
from aftercare.models import CheckIn as CheckInRow
from aftercare.models import (
    Clinic,
    Patient,
    ProductLot,
    ProtocolVersion,
    Provider,
    Reminder,
    TreatmentSession,
    User,
)
from aftercare.models.outgoing import State
from aftercare.services.checkins import record_check_in
from aftercare.services.protocols import publish_protocol
from aftercare.services.sessions import book_session, complete_session

NEW_YORK = ZoneInfo("America/New_York")
MONDAY = datetime(2026, 3, 2, 15, tzinfo=UTC)
"""Mon 2 Mar 2026, 10:00 in New York: the hour of the first session in most stories."""
PASSWORD = "a-password-of-nobody-real"
SHIPPED = Path(__file__).resolve().parent.parent / "fixtures" / "protocols" / "regenerative-injection.toml"


def local(text: str, zone: ZoneInfo = NEW_YORK) -> datetime:
    """The instant of a local time such as `2026-03-02T10:00`, New York unless told."""
    return from_local(datetime.fromisoformat(text), zone)


def make_clinic(name: str = "Juniper Hollow", zone: str = "America/New_York") -> Clinic:
    """A clinic that treats in one room and has named no providers."""
    clinic = Clinic.objects.create(
        name=name, zone=zone, phone="+12125550142", out_of_hours_phone="+12125550199"
    )
    clinic.rooms.create(name="Treatment room")
    return clinic


def make_provider(clinic: Clinic, name: str) -> Provider:
    """Somebody who treats from Monday to Friday, 8:00 to 12:00 and 13:00 to 17:00."""
    provider = clinic.providers.create(name=name, title="physician")
    for weekday in range(5):
        provider.hours.create(weekday=weekday, begins=time(8), ends=time(12))
        provider.hours.create(weekday=weekday, begins=time(13), ends=time(17))
    return provider


def make_staff(clinic: Clinic, role: str, name: str, email: str) -> User:
    return User.objects.create_user(email, PASSWORD, full_name=name, role=role, clinic=clinic)


def make_patient(clinic: Clinic, name: str, email: str, by: User, **fields: object) -> Patient:
    user = User.objects.create_user(email, full_name=name, role="patient", clinic=clinic)
    details = {"birth_date": date(1974, 5, 3), "zone": clinic.zone, "phone": "+12125550168", **fields}
    return Patient.objects.create(user=user, invited_at=MONDAY - timedelta(days=30), invited_by=by, **details)


def publish_shipped() -> ProtocolVersion:
    version, _ = publish_protocol(document=SHIPPED.read_text(), at=MONDAY - timedelta(days=365))
    return version


def a_later_version(number: int = 1) -> str:
    """The shipped protocol as the `number`th version after those that were shipped."""
    return re.sub(r"(?m)^version = \d+$", f"version = {1000 + number}", SHIPPED.read_text())


def a_scheduler_of(patient: Patient) -> User:
    return patient.invited_by


def book(patient: Patient, scheduled_at: datetime, *, at: datetime | None = None) -> TreatmentSession:
    """A booked session, booked a week before it unless told when."""
    return book_session(
        patient=patient,
        scheduled_at=scheduled_at,
        treatment="exosome",
        areas=[("knee", "right")],
        dose_billion_vesicles=Decimal(5),
        interval_reason="as agreed with the physician",
        by=a_scheduler_of(patient),
        at=at or scheduled_at - timedelta(days=7),
    )


def make_lot(by: User, number: str = "FW-1", **fields: object) -> ProductLot:
    """An exosome lot of the clinic of `by`, in date for a year after MONDAY unless told."""
    details = {
        "product": "Fernwell exosomes",
        "kind": "exosome",
        "supplier": "Fernwell Laboratory",
        "expiry_date": date(2027, 3, 2),
        "storage_celsius": Decimal(-80),
        "received_date": date(2026, 2, 2),
        **fields,
    }
    return ProductLot.objects.create(clinic=by.clinic, received_by=by, number=number, **details)


def complete(patient: Patient, completed_at: datetime, *lots: ProductLot) -> TreatmentSession:
    """A session that was booked and ended at `completed_at`, recorded at that very time."""
    session = book(patient, completed_at - timedelta(minutes=30), at=completed_at - timedelta(days=7))
    return complete_session(
        session=session,
        completed_at=completed_at,
        treatment="exosome",
        areas=[("knee", "right")],
        dose_billion_vesicles=Decimal(5),
        lots=[lot.pk for lot in lots],
        by=a_scheduler_of(patient),
        at=completed_at,
    )


def a_report(
    at: datetime, *, pain: int = 2, mg: int = 0, taken: dict | None = None, **symptoms: object
) -> CheckIn:
    """What a patient reports at `at`: each symptom as its `since`, a pair of since and until, or None.

    Underscores in a symptom's name stand for hyphens.
    """
    told = {"pain": SymptomReport(score=pain)}
    for name, when in symptoms.items():
        since, until = when if isinstance(when, tuple) else (when, None)
        told[name.replace("_", "-")] = SymptomReport(since=since, until=until)
    return CheckIn(at=at, symptoms=told, acetaminophen_mg_24h=mg, taken=taken or {})


def report(
    patient: Patient, at: datetime, *, limitation: int | None = None, note: str = "", **told: object
) -> CheckInRow:
    """A stored check-in."""
    return record_check_in(
        patient=patient,
        submission=uuid.uuid4(),
        report=a_report(at, **told),
        limitation=limitation,
        note=note,
    )


def let_go_out(reminder: Reminder, at: datetime) -> None:
    """The reminder was claimed, sent and recorded at `at`."""
    for state in (State.CLAIMED, State.SENDING, State.SENT):
        reminder.pass_to(state, at=at)
