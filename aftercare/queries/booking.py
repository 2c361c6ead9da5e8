"""The pages on which a session is booked, moved or ended: what stands beside the form."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from aftercare.models import Clinic, Patient, Provider, Room, TreatmentSession, User
from aftercare.queries.asked import Asked
from aftercare.queries.cautions import find_cautions
from aftercare.queries.desk import Desk, look_up
from aftercare.queries.preflight import Preflight, preflight_without, preflights
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
    """Whom it is about, the days to offer, and the preflight of each chosen time.

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
    preflights: tuple[Preflight, ...]

    @property
    def too_close(self) -> bool:
        """Whether one of the times needs a reason."""
        return any(one.too_close for one in self.preflights)


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
    offered = offered_span(record, now, asked.key)
    chosen = [(time, time) for time in asked.times]
    desk = look_up(desk, *chosen, *([offered] if offered else []), but=asked.moved)
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
        preflights=preflights(record, desk, asked, now),
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


def same_course(
    *,
    patient: Patient,
    times: Collection[datetime],
    treatment: str,
    areas: Collection[tuple[str, str]],
    dose_billion_vesicles: Decimal | None,
    interval_reason: str,
    provider: Provider | None,
    room: Room | None,
) -> list[TreatmentSession]:
    """The booked sessions that say just this, or none: what a form has made that is sent twice.

    Where any provider or room was asked for, whichever was found is the same; a reason is kept only where
    the time needed one.
    """
    named = {name: one for name, one in (("provider", provider), ("room", room)) if one is not None}
    booked = patient.sessions.filter(
        status=TreatmentSession.Status.SCHEDULED,
        scheduled_at__in=times,
        treatment=treatment,
        dose_billion_vesicles=dose_billion_vesicles,
        interval_reason__in=("", interval_reason),
        **named,
    )
    found = [
        session
        for session in booked.select_related("clinic").prefetch_related("areas").order_by("at", "id")
        if {(area.area, area.side) for area in session.areas.all()} == set(areas)
    ]
    return found if len(found) == len(times) else []
