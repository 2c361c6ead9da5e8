"""The pages on which a session is booked, moved or ended: what stands beside the form."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from aftercare.models import Clinic, Patient, Provider, Room, TreatmentSession, User
from aftercare.queries.asked import Asked
from aftercare.queries.cautions import find_cautions
from aftercare.queries.desk import Desk, look_up
from aftercare.queries.preflight import Preflight, preflight, preflight_without
from aftercare.queries.preflight_remarks import Remark
from aftercare.queries.records import ClinicalRecord
from aftercare.queries.session_words import areas_words, born_words, live_numbers, treatment_words
from aftercare.queries.suggested_days import DrawnDay, OfferedDay, draw_days, offer_days, offered_span
from aftercare.queries.wording import When, when
from aftercare.queries.zones import zone_name


@dataclass(frozen=True, slots=True)
class Before:
    """A session named in a sentence: "Session 1: Mon 2 Mar, 10:00 am, exosome, right knee"."""

    title: str
    when: When
    text: str


@dataclass(frozen=True, slots=True)
class BookingPage:
    """Whom it is about, the days to offer, and the preflight of the chosen time if there is one.

    `cautions`: what to know of the patient whatever the date.
    """

    patient_id: UUID
    patient: str
    born: str
    number: int
    last: Before | None
    days: tuple[OfferedDay, ...]
    drawn: tuple[DrawnDay, ...]
    drawn_title: str
    cautions: tuple[Remark, ...]
    preflight: Preflight | None


@dataclass(frozen=True, slots=True)
class EndingPage:
    """A session that is about to be cancelled or recorded as missed, and what that does."""

    session_id: UUID
    patient: str
    born: str
    this: Before
    preflight: Preflight


def booking_page(
    record: ClinicalRecord, desk: Desk, asked: Asked, now: datetime, *, user: User
) -> BookingPage:
    """The page of a session to come, new or moved. Three queries besides the record and the desk."""
    live = [
        row for row in record.session_rows if row.status in TreatmentSession.LIVE and row.pk != asked.moved
    ]
    spans = [
        span for span in (offered_span(record, now, asked.key), asked.at and (asked.at, asked.at)) if span
    ]
    desk = look_up(desk, *spans, but=asked.moved)
    return BookingPage(
        patient_id=record.patient.pk,
        patient=record.patient.user.full_name,
        born=born_words(record.patient.birth_date),
        number=live_numbers(record.session_rows).get(asked.key, len(live) + 1),
        last=session_named(live[-1], record, now) if live else None,
        days=offer_days(record, desk, asked, now),
        drawn=draw_days(record, now, asked.key),
        drawn_title=_("Fish oil, by date of session %(number)d") % {"number": len(live) + 1},
        cautions=find_cautions(record, user),
        preflight=None if asked.at is None else preflight(record, desk, asked, now),
    )


def ending_page(
    record: ClinicalRecord, session: TreatmentSession, now: datetime, *, tell: bool
) -> EndingPage:
    """What ending a scheduled session does; with `tell` the patient hears of it. No query of its own."""
    return EndingPage(
        session_id=session.pk,
        patient=record.patient.user.full_name,
        born=born_words(record.patient.birth_date),
        this=session_named(next(row for row in record.session_rows if row.pk == session.pk), record, now),
        preflight=preflight_without(record, session.pk, now, tell=tell),
    )


def session_named(session: TreatmentSession, record: ClinicalRecord, now: datetime) -> Before:
    """A live session in a sentence, in the clinic's zone."""
    number = live_numbers(record.session_rows).get(str(session.pk), 0)
    words = [treatment_words(session), areas_words(session.areas.all()).lower()]
    return Before(
        title=_("Session %(number)d") % {"number": number},
        when=when(session.at, record.patient.clinic.tz, now),
        text=", ".join(word for word in words if word),
    )


def zone_hint(clinic: Clinic) -> str:
    """The hint of date and time: whose clock, and how far apart sessions must be."""
    return _("%(zone)s. Shortest interval in this clinic: %(days)d days.") % {
        "zone": zone_name(clinic.tz),
        "days": clinic.shortest_interval_days,
    }


def same_booking(
    *,
    patient: Patient,
    scheduled_at: datetime,
    treatment: str,
    areas: Iterable[tuple[str, str]],
    dose_billion_vesicles: Decimal | None,
    interval_reason: str,
    provider: Provider | None,
    room: Room | None,
) -> TreatmentSession | None:
    """The booked session that says just this: what the same form has made when it is sent twice.

    Whoever was free then is whoever it found: no provider or room asked for is any.
    """
    asked = {"provider": provider, "room": room}
    booked = patient.sessions.filter(
        status=TreatmentSession.Status.SCHEDULED,
        scheduled_at=scheduled_at,
        treatment=treatment,
        dose_billion_vesicles=dose_billion_vesicles,
        interval_reason=interval_reason,
        **{name: one for name, one in asked.items() if one is not None},
    ).select_related("clinic")
    session = booked.first()
    if session is None or {(area.area, area.side) for area in session.areas.all()} != set(areas):
        return None
    return session
