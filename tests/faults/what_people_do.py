"""The steps of a course that people take: a patient, a scheduler, a nurse, whoever publishes a protocol."""

import uuid
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from aftercare.domain.check_in import CheckIn, CheckInError, SymptomReport
from aftercare.domain.clinical_time import QuietHours, at_clock, local_date
from aftercare.models import Channel, Flag, Patient, TreatmentSession
from aftercare.services.care import set_care
from aftercare.services.checkins import record_check_in
from aftercare.services.flags import acknowledge_flag, reply_to_patient, resolve_flag
from aftercare.services.people import NewPatient, update_patient
from aftercare.services.preferences import set_preferences
from aftercare.services.protocols import publish_protocol
from aftercare.services.sessions import (
    SessionRefused,
    book_session,
    cancel_session,
    complete_session,
    mark_session_missed,
    move_session,
)
from tests import cast
from tests.faults.course import Course, empty_tables
from tests.mail_host import MailHost

ODD_NIGHTS = [
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),  # half an hour is repeated
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("Pacific/Apia", date(2011, 12, 30)),  # a date that never was
]
ZONES = sorted({zone for zone, _date in ODD_NIGHTS} | {"America/Los_Angeles"})
AGO = [timedelta(hours=hours) for hours in (0, 1, 5, 6, 7, 30)]
WHICH = st.integers(0, 5)
DAYS = st.integers(0, 30)
CLOCKS = st.sampled_from([time(0), time(0, 30), time(9), time(10), time(21)])
QUIET = [QuietHours(time(start), time(end)) for start, end in ((21, 8), (0, 0), (9, 17), (22, 10))]


class Nothing(LookupError):
    """There is no session to do this with."""


class WhatPeopleDo(RuleBasedStateMachine):
    """One patient of one clinic. A step for which there is nothing, or that a service refuses, is no step.

    No rule has a precondition: what is stored hangs on random ids, and Hypothesis must be able to draw again.
    """

    def __init__(self, host: MailHost) -> None:
        super().__init__()
        empty_tables()
        host.forget()
        self.host = host
        self.versions = 0

    @initialize(night=st.sampled_from(ODD_NIGHTS), days=st.integers(-9, 1), on_call=st.booleans())
    def begin(self, night: tuple[str, date], days: int, on_call: bool) -> None:
        zone, odd_date = night
        now = at_clock(odd_date + timedelta(days=days), time(9, 30), ZoneInfo(zone))
        publish_protocol(document=cast.SHIPPED.read_text(), at=now - timedelta(days=365))
        self.clinic = cast.make_clinic(zone=zone)
        if on_call:
            self.clinic.on_call_email, self.clinic.on_call_phone = "night@juniper.example", "+12125550111"
            self.clinic.save()
        self.staff = cast.make_staff(self.clinic, "scheduler", "Felix Underleaf", "felix@juniper.example")
        self.nurse = cast.make_staff(self.clinic, "nurse", "Odile Marrowby", "odile@juniper.example")
        wren = "wren@patients.example"
        self.patient = cast.make_patient(self.clinic, "Wren Applegarth", wren, self.staff, by_sms=True)
        self.course = Course(self.host, now)

    @rule(days=DAYS, clock=CLOCKS)
    def book(self, days: int, clock: time) -> None:
        with suppress(SessionRefused):
            book_session(
                patient=self.patient,
                scheduled_at=self._slot(days, clock),
                treatment="prp",
                areas=[],
                interval_reason="as agreed",
                by=self.staff,
                at=self.course.now,
            )

    @rule(which=WHICH, days=DAYS, clock=CLOCKS)
    def move(self, which: int, days: int, clock: time) -> None:
        slot = self._slot(days, clock)
        with suppress(SessionRefused, Nothing):
            move_session(
                session=self._scheduled(which),
                scheduled_at=slot,
                interval_reason="as agreed",
                by=self.staff,
                at=self.course.now,
            )

    @rule(which=WHICH)
    def cancel(self, which: int) -> None:
        with suppress(Nothing):
            cancel_session(session=self._scheduled(which), by=self.staff, at=self.course.now)

    @rule(which=WHICH)
    def mark_missed(self, which: int) -> None:
        with suppress(SessionRefused, Nothing):
            mark_session_missed(session=self._scheduled(which), by=self.staff, at=self.course.now)

    @rule(which=WHICH, ago=st.sampled_from(AGO))
    def complete(self, which: int, ago: timedelta) -> None:
        with suppress(SessionRefused, Nothing):
            complete_session(
                session=self._scheduled(which),
                completed_at=self.course.now - ago,
                treatment="prp",
                areas=[],
                by=self.staff,
                at=self.course.now,
            )

    @rule(
        symptom=st.sampled_from(["heat", "swelling", "fever", "breathing-difficulty", None]),
        lasted=st.sampled_from(AGO),
        over=st.booleans(),
        pain=st.sampled_from([0, 3, 8]),
    )
    def check_in(self, symptom: str | None, lasted: timedelta, over: bool, pain: int) -> None:
        now = self.course.now
        told = {"pain": SymptomReport(score=pain)}
        if symptom is not None:
            told[symptom] = SymptomReport(since=now - lasted, until=now if over else None)
        report = CheckIn(at=now, symptoms=told)
        with suppress(CheckInError):
            record_check_in(patient=self.patient, submission=uuid.uuid4(), report=report)

    @rule(which=WHICH, what=st.sampled_from(["acknowledge", "reply", "resolve"]))
    def answer_flag(self, which: int, what: str) -> None:
        flags, now = Flag.objects.open().order_by("raised_at", "id"), self.course.now
        flag = flags[which % len(flags)] if flags else None
        if flag is None:
            return
        if what == "acknowledge":
            acknowledge_flag(flag=flag, by=self.nurse, at=now)
        elif what == "reply":
            reply_to_patient(flag=flag, body="Thank you.", submission=uuid.uuid4(), by=self.nurse, at=now)
        else:
            resolve_flag(flag=flag, disposition="no-action-needed", by=self.nurse, at=now)

    @rule(channels=st.sets(st.sampled_from(Channel)), quiet=st.sampled_from(QUIET))
    def prefer(self, channels: set[Channel], quiet: QuietHours) -> None:
        set_preferences(patient=self.patient, channels=channels, quiet_hours=quiet, at=self.course.now)

    @rule(zone=st.sampled_from(ZONES))
    def change_zone(self, zone: str) -> None:
        patient = Patient.objects.select_related("user").get()
        person = NewPatient(
            full_name=patient.user.full_name,
            email=patient.user.email,
            birth_date=patient.birth_date,
            zone=zone,
            phone=str(patient.phone),
        )
        quiet, now = patient.quiet_hours, self.course.now
        update_patient(patient=patient, person=person, quiet_hours=quiet, by=self.staff, at=now)

    @rule(care=st.sampled_from(["active", "active", "left", "deceased"]))
    def set_care(self, care: str) -> None:
        set_care(patient=self.patient, care=care, by=self.nurse, at=self.course.now)

    @rule(hour=st.integers(8, 11))
    def publish_protocol(self, hour: int) -> None:
        self.versions += 1
        document = cast.a_later_version(self.versions).replace('clock = "09:00"', f'clock = "{hour:02}:00"')
        publish_protocol(document=document, at=self.course.now)

    def _slot(self, days: int, clock: time) -> datetime:
        return at_clock(
            local_date(self.course.now, self.clinic.tz) + timedelta(days=days), clock, self.clinic.tz
        )

    def _scheduled(self, which: int) -> TreatmentSession:
        found = TreatmentSession.objects.filter(status="scheduled").order_by("at", "id")
        if not found:
            raise Nothing
        return found[which % len(found)]
