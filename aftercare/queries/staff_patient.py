"""One patient as staff see them: who it is, how to reach them, the sessions, the plan, what was told."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.models import Invitation, Patient, Reminder, User
from aftercare.queries.care_state import CareState, care_state
from aftercare.queries.contact_trouble import address_words
from aftercare.queries.invitations import Entry, entry_of
from aftercare.queries.lane_picture import Picture
from aftercare.queries.plan_picture import plan_picture, restricted_topics
from aftercare.queries.records import ClinicalRecord, load_record
from aftercare.queries.reminder_words import reasons_words, state_tone, state_words, why_words
from aftercare.queries.session_words import (
    State,
    areas_words,
    born_words,
    dose_words,
    live_numbers,
    session_state,
    treatment_words,
)
from aftercare.queries.told import Told, told_answers
from aftercare.queries.wording import Phone, When, phone, when
from aftercare.queries.zones import zone_name

REMINDERS_SHOWN = 10  # of those gone by, and of those to come

WAITING = (Reminder.State.PLANNED, Reminder.State.CLAIMED, Reminder.State.SENDING)


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session; `number` is its place among the live ones, 0 for a missed or cancelled one."""

    id: UUID
    number: int
    at: When
    what: str
    state: State


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """One message to the patient: when, how, about what, what became of it and why."""

    due: When
    channel: str
    about: str
    state: str
    why: str
    tone: str


@dataclass(frozen=True, slots=True)
class StaffPatientPage:
    """Everything of the page. `here` is the patient's local time now; `own_zone`: not the clinic's.
    `address` says what is the matter with the e-mail address; `refused`: it is said not to work.
    `messages` names the thread with how much of it waits, for those who may read it; else it is empty.
    """

    id: UUID
    name: str
    email: str
    address: str
    refused: bool
    born: str
    phone: Phone | None
    mrn: str
    zone: str
    here: When
    own_zone: bool
    baseline_pain: str
    baseline_limitation: str
    told: Told
    entry: Entry
    care: CareState
    reached: When | None
    sessions: tuple[SessionLine, ...]
    picture: Picture | None
    coming: tuple[ReminderLine, ...]
    gone: tuple[ReminderLine, ...]
    may_schedule: bool
    may_read_course: bool
    messages: str


def staff_patient_page(*, user: User, patient: Patient, now: datetime) -> StaffPatientPage:
    """The page of one patient for one of the staff. Seven queries at most, however much there is to show."""
    record = load_record(patient=patient, with_check_ins=False)
    zone = patient.tz
    return StaffPatientPage(
        id=patient.pk,
        name=patient.user.full_name,
        email=patient.user.email,
        address=address_words(patient.user),
        refused=patient.user.email_undeliverable_at is not None,
        born=born_words(patient.birth_date),
        phone=phone(patient.phone or None),
        mrn=patient.mrn,
        zone=zone_name(zone),
        here=when(now, zone),
        own_zone=patient.zone != patient.clinic.zone,
        baseline_pain=_baseline(patient.baseline_pain),
        baseline_limitation=_baseline(patient.baseline_limitation),
        told=told_answers(patient=patient, zone=patient.clinic.tz, now=now),
        entry=entry_of(patient.user, _last_invitation(patient), now),
        care=care_state(patient, now),
        reached=when(patient.reached_at, patient.clinic.tz, now) if patient.reached_at else None,
        sessions=tuple(_session_lines(record, now)),
        picture=plan_picture(record, restricted_topics(record), now),
        coming=_coming(patient, zone, now),
        gone=_gone(patient, zone, now),
        may_schedule=user.schedules,
        may_read_course=user.is_clinical,
        messages=_messages(patient) if user.is_clinical else "",
    )


def _messages(patient: Patient) -> str:
    waiting = patient.messages.waiting().count()
    if not waiting:
        return _("Messages")
    return ngettext("Messages: %(count)d waits", "Messages: %(count)d wait", waiting) % {"count": waiting}


def _last_invitation(patient: Patient) -> Invitation | None:
    return patient.user.invitations.order_by("-created_at", "-id").first()


def _baseline(score: int | None) -> str:
    return _("Not recorded") if score is None else _("%(score)d of 10") % {"score": score}


def _session_lines(record: ClinicalRecord, now: datetime) -> Iterator[SessionLine]:
    """The sessions, the latest first, in the clinic's zone."""
    numbers = live_numbers(record.session_rows)
    for row in reversed(record.session_rows):
        words = [treatment_words(row), areas_words(row.areas.all()).lower(), dose_words(row)]
        yield SessionLine(
            id=row.pk,
            number=numbers.get(str(row.pk), 0),
            at=when(row.at, record.patient.clinic.tz, now),
            what=", ".join(word for word in words if word),
            state=session_state(row, now),
        )


def _coming(patient: Patient, zone: ZoneInfo, now: datetime) -> tuple[ReminderLine, ...]:
    coming = patient.reminders.filter(state__in=WAITING).order_by("due_at", "id")
    return _lines(coming[:REMINDERS_SHOWN], zone, now)


def _gone(patient: Patient, zone: ZoneInfo, now: datetime) -> tuple[ReminderLine, ...]:
    """What was sent, failed or dropped when its time had come; what a new plan replaced before is no news."""
    gone = patient.reminders.exclude(state__in=WAITING).filter(due_at__lte=now).order_by("-due_at", "-id")
    return _lines(gone[:REMINDERS_SHOWN], zone, now)


def _lines(reminders: Iterable[Reminder], zone: ZoneInfo, now: datetime) -> tuple[ReminderLine, ...]:
    return tuple(
        ReminderLine(
            due=when(one.due_at, zone, now),
            channel=str(one.get_channel_display()),
            about=reasons_words(reason["reason"] for reason in one.reasons),
            state=state_words(one),
            why=why_words(one),
            tone=state_tone(one),
        )
        for one in reminders
    )
